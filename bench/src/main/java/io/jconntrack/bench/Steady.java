/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.PacketBatch;
import io.jconntrack.Verdict;
import io.jconntrack.memory.Region;
import io.jconntrack.settings.Settings;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Steady traffic: established connections, uniformly random, both directions, minimum-size packets from a ring that was
 * filled before. Each repetition walks on through the ring.
 */
final class Steady implements AutoCloseable {
    private static final long NANOS_PER_PACKET = 67;
    private static final int VISITS_PER_BATCH = 16;

    private final Traffic traffic;
    private final Conntrack conntrack;
    private final PacketBatch batch = new PacketBatch();
    private final Region region;
    private final UnsafeBuffer ring = new UnsafeBuffer(0, 0);
    private final int ringPackets;
    private final byte[] lengths;
    private long nowNanos = 1_000_000_000L;
    private int at;

    /**
     * Opens the connections and fills the ring.
     *
     * @param settings of the tracker.
     * @param traffic that it sees.
     * @param connections that live.
     * @param ringPackets packets in the ring, a power of two and at least 64.
     */
    Steady(final Settings settings, final Traffic traffic, final int connections, final int ringPackets) {
        this.traffic = traffic;
        this.ringPackets = ringPackets;
        conntrack = new Conntrack(settings, 1, 2);
        region = Region.anonymous((long)ringPackets * Traffic.STRIDE);
        ring.wrap(region.address(), (int)region.length());
        lengths = new byte[ringPackets];
        for (int c = 0; c < connections; c++) {
            open(c);
        }
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < ringPackets; i++) {
            lengths[i] = (byte)traffic.write(ring, i * Traffic.STRIDE, random.nextInt(connections),
                random.nextBoolean(), Traffic.ACK, 1, 1);
        }
    }

    private void open(final int connection) {
        send(connection, true, Traffic.SYN, 0, 0);
        send(connection, false, Traffic.SYN | Traffic.ACK, 0, 1);
        final long verdict = send(connection, true, Traffic.ACK, 1, 1);
        if (Verdict.state(verdict) != ConnState.ESTABLISHED) {
            throw new IllegalStateException("connection=" + connection + " was not opened: "
                + Verdict.state(verdict) + " " + Verdict.reason(verdict));
        }
    }

    private long send(final int connection, final boolean fromClient, final int flags, final int seq, final int ack) {
        final int length = traffic.write(ring, 0, connection, fromClient, flags, seq, ack);
        return conntrack.process(ring, 0, length, length, nowNanos);
    }

    /**
     * Track packets.
     *
     * @param packets to track, a multiple of the batch size.
     * @param batchSize packets at a time; 1 goes without a batch.
     * @return nanoseconds per packet.
     */
    double nanosPerPacket(final int packets, final int batchSize) {
        final long invalid = conntrack.packets(ConnState.INVALID);
        final long start = System.nanoTime();
        if (batchSize == 1) {
            oneByOne(packets);
        } else {
            inBatches(packets, batchSize);
        }
        final double nanos = (double)(System.nanoTime() - start) / packets;
        if (conntrack.packets(ConnState.INVALID) != invalid) {
            throw new IllegalStateException("packets were INVALID: "
                + (conntrack.packets(ConnState.INVALID) - invalid));
        }
        return nanos;
    }

    private void oneByOne(final int packets) {
        for (int i = 0; i < packets; i++) {
            final int length = lengths[at];
            conntrack.process(ring, at * Traffic.STRIDE, length, length, nowNanos);
            at = at + 1 & ringPackets - 1;
            nowNanos += NANOS_PER_PACKET;
            if ((i & 31) == 0) {
                conntrack.poll(nowNanos, VISITS_PER_BATCH);
            }
        }
    }

    private void inBatches(final int packets, final int batchSize) {
        for (int i = 0; i < packets; i += batchSize) {
            batch.reset(ring);
            for (int j = 0; j < batchSize; j++) {
                batch.add(at * Traffic.STRIDE, lengths[at], nowNanos);
                at = at + 1 & ringPackets - 1;
                nowNanos += NANOS_PER_PACKET;
            }
            conntrack.process(batch);
            conntrack.poll(nowNanos, VISITS_PER_BATCH);
        }
    }

    /**
     * Memory of the table by its capacity.
     *
     * @return bytes for each connection.
     */
    double bytesPerConnection() {
        return (double)conntrack.table().bytes() / conntrack.table().capacity();
    }

    @Override
    public void close() {
        conntrack.close();
        region.close();
    }
}
