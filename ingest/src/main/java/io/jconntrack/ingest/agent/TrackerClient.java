/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Sends commands to a running tracker. Any number of processes may, each with a client of its own, used by one thread.
 */
public final class TrackerClient implements AutoCloseable {
    /** How long a tracker may make no progress. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final UnsafeBuffer EMPTY = new UnsafeBuffer(new byte[0]);

    private final TrackerFiles files;
    private final CncReader cnc;
    private final RingBuffer[] rings;

    /**
     * Connect.
     *
     * @param files of the tracker.
     * @throws IOException when no such tracker is running, or its files can't be written.
     */
    public TrackerClient(final TrackerFiles files) throws IOException {
        this.files = files;
        requireAlive();
        cnc = CncReader.on(files.cnc(), SharedFiles.map(files.cnc(), true));
        rings = new RingBuffer[cnc.workers()];
        for (int worker = 0; worker < rings.length; worker++) {
            rings[worker] = cnc.commands(worker);
        }
    }

    private void requireAlive() throws IOException {
        if (!files.isAlive()) {
            throw new IOException("no tracker of this name is running: name=" + files.name());
        }
    }

    /**
     * Remove all connections; returns when they are gone.
     *
     * @throws IOException when the tracker ends, or makes no progress for ten seconds. It may still do it later.
     */
    public void flush() throws IOException {
        final long[] ends = new long[rings.length];
        for (int worker = 0; worker < ends.length; worker++) {
            if (!rings[worker].write(CommandDescriptor.FLUSH, EMPTY, 0, 0)) {
                throw new IOException("the tracker has too many commands to do: name=" + files.name() + " worker="
                    + worker);
            }
            ends[worker] = rings[worker].producerPosition();
        }
        for (int worker = 0; worker < ends.length; worker++) {
            await(worker, ends[worker]);
        }
    }

    private void await(final int worker, final long position) throws IOException {
        long deleted = -1;
        long since = System.nanoTime();
        while (rings[worker].consumerPosition() < position) {
            requireAlive();
            final long now = cnc.get(TrackerCounter.DELETED);
            if (now != deleted) {
                deleted = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE_NANOS) {
                throw new IOException("the tracker does not answer; it will carry the command out when it goes on:"
                    + " name=" + files.name() + " worker=" + worker);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() {
        cnc.close();
    }
}
