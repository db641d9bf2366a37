/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.memory.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Sends commands to a running tracker. Any number of processes may, each with a client of its own, used by one thread.
 */
public final class TrackerClient implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final TrackerFiles files;
    private final Region region;
    private final List<RingBuffer> rings = new ArrayList<>();

    /**
     * Connect.
     *
     * @param files of the tracker.
     * @throws IOException when no such tracker is running, or its files can't be written.
     */
    public TrackerClient(final TrackerFiles files) throws IOException {
        this.files = files;
        requireAlive();
        try (CncReader reader = CncReader.open(files.cnc())) {
            region = SharedFiles.map(files.cnc(), true);
            for (int worker = 0; worker < reader.workers(); worker++) {
                rings.add(new ManyToOneRingBuffer(
                    new UnsafeBuffer(region.address() + reader.commandOffset(worker), reader.commandLength())));
            }
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
     * @throws IOException when the tracker does not answer.
     */
    public void flush() throws IOException {
        final long[] ends = new long[rings.size()];
        for (int worker = 0; worker < ends.length; worker++) {
            ends[worker] = send(worker, CommandDescriptor.FLUSH, new UnsafeBuffer(new byte[0]));
        }
        for (int worker = 0; worker < ends.length; worker++) {
            await(worker, ends[worker]);
        }
    }

    private long send(final int worker, final int type, final UnsafeBuffer message) throws IOException {
        final RingBuffer ring = rings.get(worker);
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!ring.write(type, message, 0, message.capacity())) {
            pause(deadline, worker);
        }
        return ring.producerPosition();
    }

    private void await(final int worker, final long position) throws IOException {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (rings.get(worker).consumerPosition() < position) {
            pause(deadline, worker);
        }
    }

    private void pause(final long deadline, final int worker) throws IOException {
        if (System.nanoTime() - deadline > 0) {
            requireAlive();
            throw new IOException("the tracker does not answer: name=" + files.name() + " worker=" + worker);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    @Override
    public void close() {
        region.close();
    }
}
