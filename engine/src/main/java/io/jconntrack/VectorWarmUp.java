/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Profile;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Has the compiler make what {@link VectorLane} needs before packets come: until it has, a vector is an object, and a
 * packet takes microseconds. A tracker of its own follows a few connections until it is quick.
 */
final class VectorWarmUp {
    private static final int CONNECTIONS = 32;
    private static final int LENGTH = 40;
    private static final int STRIDE = 64;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int ROUND = 2_000;
    private static final int ROUNDS = 100;
    /** Rounds one after the other without a better one, after which it is as quick as it gets. */
    private static final int STEADY = 40;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** Nanoseconds of a packet, of which compiled code takes a tenth. */
    private static final long SLOW = 1000;

    private static boolean isBegun;

    private final UnsafeBuffer packets =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(2 * CONNECTIONS * STRIDE, STRIDE));
    private final PacketBatch batch = new PacketBatch();
    private long now = 1;
    /** Of the quickest round, for a packet. */
    private long best = Long.MAX_VALUE;

    private VectorWarmUp() {
    }

    /**
     * The first call in a process takes some seconds; others that come meanwhile wait for it.
     *
     * @param prefetch as the tracker's that is to be built.
     * @throws UnsupportedOperationException when it doesn't become quick.
     */
    static synchronized void once(final boolean prefetch) {
        if (isBegun) {
            // it is done, or it is the tracker that is made for it
            return;
        }
        isBegun = true;
        final VectorWarmUp warmUp = new VectorWarmUp();
        try {
            warmUp.run(prefetch);
        } finally {
            isBegun = warmUp.best <= SLOW;
        }
        if (!isBegun) {
            throw new UnsupportedOperationException(
                "vectors can't be used: Java did not compile them (with the compiler C2) within 20 s");
        }
    }

    private void run(final boolean prefetch) {
        try (Conntrack conntrack = Conntrack.builder().profile(Profile.LINUX).capacity(2 * CONNECTIONS)
            .prefetch(prefetch).vectors(true).build()) {
            write(SYN, 1, 0, SYN | ACK, 1, 2);
            track(conntrack);
            write(ACK, 2, 2, ACK, 2, 2);
            final long end = System.nanoTime() + LONGEST_NANOS;
            int worse = 0;
            for (int round = 0; (round < ROUNDS || worse < STEADY) && System.nanoTime() - end < 0; round++) {
                final long each = round(conntrack, end);
                worse = each < best ? 0 : worse + 1;
                best = Math.min(best, each);
            }
        }
    }

    /** Nanoseconds of a packet; many when there was no time for the round. */
    private long round(final Conntrack conntrack, final long end) {
        final long begun = System.nanoTime();
        for (int i = 0; i < ROUND; i++) {
            track(conntrack);
            if (System.nanoTime() - end >= 0) {
                return Long.MAX_VALUE;
            }
        }
        return (System.nanoTime() - begun) / ((long)ROUND * batch.size());
    }

    private void track(final Conntrack conntrack) {
        batch.reset(packets);
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            batch.add(i * STRIDE, LENGTH, now++);
        }
        conntrack.processUnseen(batch);
    }

    /** Segments of all connections: those of the clients first, then those of the servers. */
    private void write(final int flags, final int seq, final int ack, final int answer, final int answerSeq,
        final int answerAck) {
        for (int i = 0; i < CONNECTIONS; i++) {
            write(i, 0x0A000001, 0x0A000002, 1000 + i, 80, seq, ack, flags);
            write(CONNECTIONS + i, 0x0A000002, 0x0A000001, 80, 1000 + i, answerSeq, answerAck, answer);
        }
    }

    private void write(final int number, final int source, final int destination, final int sourcePort,
        final int destinationPort, final int seq, final int ack, final int flags) {
        final int at = number * STRIDE;
        packets.setMemory(at, STRIDE, (byte)0);
        packets.putInt(at, 0x4500_0000 | LENGTH, BIG_ENDIAN);
        packets.putInt(at + 8, 64 << 24 | Packet.TCP << 16, BIG_ENDIAN);
        packets.putInt(at + 12, source, BIG_ENDIAN);
        packets.putInt(at + 16, destination, BIG_ENDIAN);
        packets.putShort(at + 20, (short)sourcePort, BIG_ENDIAN);
        packets.putShort(at + 22, (short)destinationPort, BIG_ENDIAN);
        packets.putInt(at + 24, seq, BIG_ENDIAN);
        packets.putInt(at + 28, ack, BIG_ENDIAN);
        packets.putShort(at + 32, (short)(5 << 12 | flags), BIG_ENDIAN);
        packets.putShort(at + 34, (short)1000, BIG_ENDIAN);
        packets.putShort(at + 10, checksum(at, 20, 0), BIG_ENDIAN);
        packets.putShort(at + 36, checksum(at + 12, LENGTH - 12, Packet.TCP + LENGTH - 20), BIG_ENDIAN);
    }

    private short checksum(final int from, final int length, final int initial) {
        int sum = initial;
        for (int i = from; i < from + length; i += 2) {
            sum += packets.getShort(i, BIG_ENDIAN) & 0xFFFF;
        }
        return (short)~(sum + (sum >>> 16));
    }
}
