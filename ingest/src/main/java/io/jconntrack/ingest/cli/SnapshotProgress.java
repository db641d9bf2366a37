/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.util.concurrent.TimeUnit;

/**
 * A line on standard error that says how many connections a snapshot has so far; only on a terminal.
 */
final class SnapshotProgress implements AutoCloseable {
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final boolean on = System.console() != null && System.console().isTerminal();
    private final long size;
    private long toldNanos = System.nanoTime();
    private boolean shown;

    SnapshotProgress(final long size) {
        this.size = size;
    }

    void entries(final long entries) {
        if (on && System.nanoTime() - toldNanos > TELL_NANOS) {
            toldNanos = System.nanoTime();
            System.err.printf("\r%d of about %d connections ", entries, size);
            shown = true;
        }
    }

    @Override
    public void close() {
        clear();
    }

    void clear() {
        if (shown) {
            System.err.print("\r\033[K");
            shown = false;
        }
    }
}
