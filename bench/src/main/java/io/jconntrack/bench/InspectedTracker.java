/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.Affinity;
import io.jconntrack.entry.Column;
import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.Idle;
import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerOptions;
import io.jconntrack.ingest.agent.TrackerProcess;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.memory.Region;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A tracker under full load, as other processes find it: its files in shared memory, its worker and the writer of its
 * packet ring in turn on one thread, as fast as that goes. Frames are of the least size, of uniformly random
 * established connections in both directions.
 */
final class InspectedTracker implements AutoCloseable {
    private static final int ETHERNET = 1;
    private static final int ETHERNET_HEAD = 14;
    private static final int FRAME = 60;
    /** As many as the worker takes in a duty cycle. */
    private static final int BATCHES_PER_TURN = 16;
    private static final int BATCH = 32;
    private static final int OPENING = 3;
    /** Longer than a worker waits before it tells its counters. */
    private static final long PUBLISHED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Where other processes find it. */
    final TrackerFiles files = new TrackerFiles("inspect-" + ProcessHandle.current().pid());

    private final int connections;
    private final Thread thread;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile boolean stops;
    private volatile long frames;
    private volatile Throwable failure;

    /**
     * Start it and open the connections.
     *
     * @param settings in force; their max is what the table holds.
     * @param connections to open.
     * @param core that its thread runs on.
     */
    InspectedTracker(final Settings settings, final int connections, final int core) throws IOException {
        this.connections = connections;
        thread = Thread.ofPlatform().daemon().name("tracker").start(() -> {
            try {
                Affinity.pin(core);
                run(settings);
            } catch (final Throwable t) {
                failure = t;
            } finally {
                opened.countDown();
            }
        });
        try {
            opened.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean done = false;
        try {
            check();
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private void run(final Settings settings) throws IOException {
        final TrackerOptions options = new TrackerOptions(settings, 1, MemoryOptions.DEFAULT, Set.of(Column.MARK),
            false, TrackerOptions.RING_CAPACITY, TrackerOptions.EVENTS, Idle.SPIN, List.of(), false);
        final int count = Integer.highestOneBit(Math.clamp(4L * connections, BATCH, 1 << 22));
        try (Region region = Region.anonymous((long)Traffic.STRIDE * Math.max(count, OPENING * BATCH));
            TrackerProcess tracker = TrackerProcess.startInvoked(files, options, line -> { });
            RingWriter writer = RingWriter.attach(files.ring(0))) {
            final Traffic traffic = new Traffic(0, 0);
            open(traffic, region.address(), writer, tracker);
            final SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < count; i++) {
                frame(traffic, region.address(), i, random.nextInt(connections), random.nextBoolean(), Traffic.ACK,
                    1, 1);
            }
            opened.countDown();
            loop(region.address(), count - 1, writer, tracker);
        }
    }

    private void open(final Traffic traffic, final long memory, final RingWriter writer, final TrackerProcess tracker) {
        for (int done = 0; done < connections; done += BATCH) {
            final int some = Math.min(BATCH, connections - done);
            for (int i = 0; i < some; i++) {
                frame(traffic, memory, OPENING * i, done + i, true, Traffic.SYN, 0, 0);
                frame(traffic, memory, OPENING * i + 1, done + i, false, Traffic.SYN | Traffic.ACK, 0, 1);
                frame(traffic, memory, OPENING * i + 2, done + i, true, Traffic.ACK, 1, 1);
            }
            write(writer, memory, 0, OPENING * some);
            while (tracker.doWork() > 0) {
                Thread.onSpinWait();
            }
        }
        final long end = System.nanoTime() + PUBLISHED_NANOS;
        while (System.nanoTime() - end < 0) {
            tracker.doWork();
        }
    }

    private static void frame(final Traffic traffic, final long memory, final int place, final int connection,
        final boolean fromClient, final int flags, final int seq, final int ack) {
        final UnsafeBuffer frame = new UnsafeBuffer(memory + (long)place * Traffic.STRIDE, Traffic.STRIDE);
        frame.setMemory(0, Traffic.STRIDE, (byte)0);
        frame.putShort(12, (short)0x0800, ByteOrder.BIG_ENDIAN);
        traffic.write(frame, ETHERNET_HEAD, connection, fromClient, flags, seq, ack);
    }

    private static void write(final RingWriter writer, final long memory, final int first, final int count) {
        final long now = System.currentTimeMillis() * 1_000_000;
        for (int i = first; i < first + count; i++) {
            writer.frame(now, memory + (long)i * Traffic.STRIDE, FRAME, FRAME, ETHERNET, 0, 0);
        }
        writer.flush();
    }

    private void loop(final long memory, final int mask, final RingWriter writer, final TrackerProcess tracker) {
        int place = 0;
        while (!stops) {
            for (int i = 0; i < BATCHES_PER_TURN; i++) {
                write(writer, memory, place, BATCH);
                place = place + BATCH & mask;
            }
            tracker.doWork();
            frames += BATCH * BATCHES_PER_TURN;
        }
    }

    /** Frames that have been tracked since the connections are open. */
    long frames() {
        return frames;
    }

    /** Refuse to go on when it stopped, lost connections or frames, or found packets INVALID. */
    void check() throws IOException {
        if (failure != null) {
            throw new IllegalStateException("the tracker failed: " + failure, failure);
        }
        try (TrackerStatus status = new TrackerStatus(files)) {
            final long entries = status.cnc().get(TrackerCounter.ENTRIES);
            final long invalid = status.cnc().get(TrackerCounter.INVALID);
            if (entries != connections || invalid != 0 || status.lostFrames() != 0) {
                throw new IllegalStateException("the tracker is not what it should be: entries=" + entries
                    + " connections=" + connections + " invalid=" + invalid + " lost=" + status.lostFrames());
            }
        }
    }

    @Override
    public void close() throws IOException {
        stops = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Cleaner.clean(files);
    }
}
