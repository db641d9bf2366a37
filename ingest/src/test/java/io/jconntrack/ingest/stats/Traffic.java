/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import io.jconntrack.ingest.agent.Idle;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerOptions;
import io.jconntrack.ingest.agent.TrackerProcess;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Starts a tracker in this process and gives it frames of which a test knows what becomes of them.
 */
final class Traffic implements AutoCloseable {
    private static final int ETHERNET = 14;
    private static final int LENGTH = ETHERNET + 28;
    private static final int MORE_FRAGMENTS = 0x2000;

    private final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
    private final TrackerFiles files;
    private final RingWriter[] rings;

    Traffic(final TrackerFiles files, final int workers) throws IOException {
        this.files = files;
        rings = new RingWriter[workers];
        for (int worker = 0; worker < workers; worker++) {
            rings[worker] = RingWriter.attach(files.ring(worker));
        }
    }

    static TrackerProcess start(final TrackerFiles files, final int workers, final int max) throws IOException {
        final Settings settings = new Settings(Profile.LINUX).set("max", String.valueOf(max));
        return TrackerProcess.start(files, new TrackerOptions(settings, workers, MemoryOptions.ON_DEMAND, Set.of(),
            false, 1 << 16, 64, Idle.BACKOFF, List.of(), false), line -> { });
    }

    /** UDP from 10.0.WORKER.1 and a port to 10.0.0.2, port 53. */
    Traffic udp(final int worker, final int port) {
        return send(worker, port, 0, 0);
    }

    /** The same with a wrong checksum of its IP header. */
    Traffic damaged(final int worker) {
        return send(worker, 1, 0, 1);
    }

    /** The first of several fragments. */
    Traffic fragment(final int worker) {
        return send(worker, 1, MORE_FRAGMENTS, 0);
    }

    /** ARP. */
    Traffic notIp(final int worker) {
        frame.setMemory(0, LENGTH, (byte)0);
        frame.putShort(12, (short)0x0806, ByteOrder.BIG_ENDIAN);
        return put(worker);
    }

    private Traffic send(final int worker, final int port, final int flags, final int damage) {
        frame.setMemory(0, LENGTH, (byte)0);
        frame.putShort(12, (short)0x0800, ByteOrder.BIG_ENDIAN);
        frame.putShort(ETHERNET, (short)0x4500, ByteOrder.BIG_ENDIAN);
        frame.putShort(ETHERNET + 2, (short)28, ByteOrder.BIG_ENDIAN);
        frame.putShort(ETHERNET + 6, (short)flags, ByteOrder.BIG_ENDIAN);
        frame.putShort(ETHERNET + 8, (short)0x4011, ByteOrder.BIG_ENDIAN);
        frame.putInt(ETHERNET + 12, 0x0A000001 | worker << 8, ByteOrder.BIG_ENDIAN);
        frame.putInt(ETHERNET + 16, 0x0A000002, ByteOrder.BIG_ENDIAN);
        frame.putShort(ETHERNET + 20, (short)port, ByteOrder.BIG_ENDIAN);
        frame.putShort(ETHERNET + 22, (short)53, ByteOrder.BIG_ENDIAN);
        frame.putShort(ETHERNET + 24, (short)8, ByteOrder.BIG_ENDIAN);
        int sum = damage;
        for (int i = 0; i < 20; i += 2) {
            sum += frame.getShort(ETHERNET + i, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        frame.putShort(ETHERNET + 10, (short)~((sum & 0xFFFF) + (sum >>> 16)), ByteOrder.BIG_ENDIAN);
        return put(worker);
    }

    private Traffic put(final int worker) {
        rings[worker].frame(1, frame.addressOffset(), LENGTH, LENGTH, 1, 0, 0);
        return this;
    }

    /** Wait until a figure of a worker has come to a value; gives all figures. */
    Report await(final Metric metric, final int worker, final String value, final long number) throws IOException {
        for (final RingWriter ring : rings) {
            ring.flush();
        }
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Report report = Report.read(files, true);
        while (report.get(metric, worker, value) != number) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(metric + "=" + report.get(metric, worker, value) + " expected=" + number);
            }
            report = Report.read(files, true);
        }
        return report;
    }

    @Override
    public void close() {
        for (final RingWriter ring : rings) {
            ring.close();
        }
    }
}
