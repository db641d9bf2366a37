/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.PacketBatch;
import io.jconntrack.ingest.ring.RingFile;
import io.jconntrack.ingest.ring.RingReader;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.memory.Region;
import io.jconntrack.net.LinkLayer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Steady traffic as Ethernet frames of the least size, written by one thread into a packet ring in shared memory, read
 * and tracked by another; and the same without tracking.
 */
final class RingPath implements AutoCloseable {
    /** Capacity of the ring where none is asked for. */
    static final int CAPACITY = 1 << 22;
    /** Least capacity: full batches must fit in an eighth. */
    static final int MIN_CAPACITY = 1 << 17;

    private static final int ETHERNET = 1;
    private static final int ETHERNET_HEAD = 14;
    private static final int MIN_FRAME = 60;
    /** Room for a frame over IPv6 as well. */
    private static final int STRIDE = 80;
    /** What the ring takes for each frame at the most, with its share of a batch's head. */
    private static final int BYTES_IN_RING = 160;

    private final Options options;
    private final int window;
    private final Path directory;
    private final Path file;
    private final EngineTracker tracker;
    private final Steady steady;
    private final Region region;
    private final byte[] lengths;
    private final PacketBatch packets = new PacketBatch();
    private long nowNanos;
    /** What reading came to, so that nobody leaves it out. */
    private long sum;

    /**
     * Opens the connections, prepares the frames and makes the ring.
     *
     * @param options of the command line.
     * @param capacity of the ring in bytes.
     */
    RingPath(final Options options, final int capacity) throws IOException {
        this.options = options;
        window = capacity / 2 / BYTES_IN_RING;
        final Path memory = Path.of("/dev/shm");
        directory = Files.isWritable(memory) ? Files.createTempDirectory(memory, "jconntrack-bench-")
            : Files.createTempDirectory("jconntrack-bench-");
        file = directory.resolve("ring-0.dat");
        RingFile.create(file, capacity, false);
        Progress.show("preparing jconntrack");
        tracker = new EngineTracker(options.settings(options.connections), false, options.vectors);
        steady = new Steady(tracker, new Traffic(options.ipv6, options.udp), 0, options.connections);
        nowNanos = steady.driver().nowNanos();
        final PreparedPackets prepared = steady.ring;
        region = Region.anonymous((long)(prepared.mask + 1) * STRIDE);
        lengths = new byte[prepared.mask + 1];
        final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
        for (int i = 0; i <= prepared.mask; i++) {
            final int length = prepared.lengths[i];
            frame.wrap(region.address() + (long)i * STRIDE, STRIDE);
            frame.putShort(12, length > 0 && prepared.buffer.getByte(i * Traffic.STRIDE) >> 4 == 6
                ? (short)0x86DD : (short)0x0800, ByteOrder.BIG_ENDIAN);
            frame.putBytes(ETHERNET_HEAD, prepared.buffer, i * Traffic.STRIDE, length);
            lengths[i] = (byte)Math.max(MIN_FRAME, ETHERNET_HEAD + length);
        }
    }

    /**
     * Measure with the batch size that the options have now.
     *
     * @return what was found: with tracking, and the ring alone.
     */
    Report measure() throws IOException {
        final double[][] nanos = new double[2][options.repeats];
        final long invalid = tracker.packets(ConnState.INVALID);
        long allocated = 0;
        try (RingReader reader = RingReader.attach(file); RingWriter writer = RingWriter.attach(file)) {
            for (int round = -2; round < options.repeats; round++) {
                Progress.show(round < 0 ? "warming up" : "repetition " + (round + 1) + " of " + options.repeats);
                final long before = Memory.allocatedByThisThread();
                final double tracked = nanosPerPacket(reader, writer, true);
                final long more = Memory.allocatedByThisThread() - before;
                final double alone = nanosPerPacket(reader, writer, false);
                if (round >= 0) {
                    nanos[0][round] = tracked;
                    nanos[1][round] = alone;
                    allocated += more;
                }
            }
            if (writer.counters().droppedFrames() + reader.counters().lostInRing() != 0) {
                throw new IllegalStateException("the ring lost frames: dropped=" + writer.counters().droppedFrames()
                    + " lost=" + reader.counters().lostInRing());
            }
        }
        steady.check(invalid);
        final Result ours = new Result(tracker.name(), nanos[0]);
        ours.bytesPerConnection = (double)tracker.offHeapBytes() / tracker.capacity();
        ours.allocatedPerPacket = (double)allocated / ((double)options.wholeBatches() * options.repeats);
        final Map<String, Object> parameters = Benchmarks.parameters(options);
        return new Report("ring", parameters, List.of(ours, new Result("the ring alone", nanos[1])), null);
    }

    /** Time from the first batch's arrival to the last one's end, for each packet. */
    private double nanosPerPacket(final RingReader reader, final RingWriter writer, final boolean tracks) {
        final long count = options.wholeBatches();
        final long taken = reader.counters().takenFrames();
        final Throwable[] failure = new Throwable[1];
        final Thread helper = Thread.ofPlatform().daemon().name("helper").start(() -> {
            try {
                write(writer, count, taken);
            } catch (final Throwable t) {
                failure[0] = t;
            }
        });
        long left = count;
        long start = 0;
        while (left > 0 && failure[0] == null) {
            final int frames = reader.next();
            if (frames > 0) {
                if (left == count) {
                    start = System.nanoTime();
                }
                if (tracks) {
                    track(reader, frames);
                } else {
                    read(reader, frames);
                }
                reader.done();
                left -= frames;
            } else {
                Thread.onSpinWait();
            }
        }
        final long nanos = System.nanoTime() - start;
        try {
            helper.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the helper ran", e);
        }
        if (failure[0] != null) {
            throw new IllegalStateException("the helper failed: " + failure[0].getMessage(), failure[0]);
        }
        return (double)nanos / count;
    }

    /** Write frames; waits for the reader, so that the ring is never full. */
    private void write(final RingWriter writer, final long count, final long takenBefore) {
        final int batch = options.batch;
        final int mask = lengths.length - 1;
        long known = 0;
        int place = 0;
        for (long written = 0; written < count; written += batch) {
            while (written + batch - known > window) {
                known = writer.counters().takenFrames() - takenBefore;
                if (written + batch - known > window) {
                    Thread.onSpinWait();
                }
            }
            for (int i = 0; i < batch; i++) {
                final int length = lengths[place];
                writer.frame(written, region.address() + (long)place * STRIDE, length, length, ETHERNET, 0, 0);
                place = place + 1 & mask;
            }
            writer.flush();
        }
    }

    private void track(final RingReader reader, final int frames) {
        packets.reset(reader.buffer());
        for (int i = 0; i < frames; i++) {
            final int offset = reader.offset(i);
            final int length = reader.capturedLength(i);
            final int ip = LinkLayer.ipOffset(reader.buffer(), offset, length, reader.linkType(i));
            if (ip < 0) {
                throw new IllegalStateException("not an IP packet");
            }
            packets.add(offset + ip, length - ip, reader.originalLength(i) - ip, 0, nowNanos);
            nowNanos += Steady.NANOS_PER_PACKET;
        }
        final Conntrack conntrack = tracker.conntrack();
        conntrack.process(packets);
        conntrack.poll(nowNanos, Driver.VISITS_PER_BATCH);
    }

    /** Look at what a tracker would: all fields, and each line of the bytes. */
    private void read(final RingReader reader, final int frames) {
        long seen = 0;
        for (int i = 0; i < frames; i++) {
            final int offset = reader.offset(i);
            final int length = reader.capturedLength(i);
            seen += reader.timestampNanos(i) + reader.originalLength(i) + reader.linkType(i) + reader.flags(i)
                + reader.vlan(i) + reader.buffer().getLong(offset) + reader.buffer().getLong(offset + length - 8);
        }
        sum += seen;
    }

    @Override
    public void close() throws IOException {
        region.close();
        steady.close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
    }
}
