/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.Connection;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A thread that lists the table's file again and again, as another process does, and looks for connections that never
 * existed.
 */
final class SoakReader implements AutoCloseable {
    private static final long REST_NANOS = 100_000_000;

    private final Path file;
    private final Traffic traffic;
    private final LongSupplier clock;
    private final Thread thread;
    private volatile boolean stops;
    private volatile long dumps;
    private volatile long lines;
    private volatile Throwable failure;

    /**
     * Begin to read.
     *
     * @param file of the table.
     * @param traffic whose connections there are.
     * @param clock packet time, from any thread.
     */
    SoakReader(final Path file, final Traffic traffic, final LongSupplier clock) {
        this.file = file;
        this.traffic = traffic;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("reader").start(this::run);
    }

    private void run() {
        try {
            while (!stops) {
                dump();
                LockSupport.parkNanos(REST_NANOS);
            }
        } catch (final IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void dump() throws IOException {
        long found = 0;
        try (TableDump dump = TableDump.open(file, clock.getAsLong(), 0)) {
            while (!stops && dump.next()) {
                check(dump.connection(), dump.nowNanos());
                found++;
            }
        }
        lines += found;
        dumps++;
    }

    /** The table goes on while it is read: what remains of a connection may be more than at the dump's moment. */
    private void check(final Connection connection, final long nowNanos) {
        final int longest = Life.longest(!connection.isTcp(), SoakModel.stateOf(connection));
        final long left = connection.secondsLeft(nowNanos);
        if (traffic.number(connection) < 0 || longest < 0
            || left > longest && left > longest + (clock.getAsLong() - nowNanos) / 1_000_000_000L + 1) {
            throw new IllegalStateException("a reader saw a connection that never was: l3=" + connection.l3()
                + " protocol=" + connection.protocol() + " number=" + traffic.number(connection) + " state="
                + SoakModel.stateOf(connection) + " seconds=" + left);
        }
    }

    /**
     * Whole dumps.
     *
     * @return since the start.
     */
    long dumps() {
        return dumps;
    }

    /**
     * Connections in them, each of them checked.
     *
     * @return since the start.
     */
    long lines() {
        return lines;
    }

    /** Refuse to go on when it failed. */
    void check() {
        if (failure != null) {
            throw new IllegalStateException("a reader failed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        stops = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
