/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Fragments that wait, chosen by somebody who has the code but not the seed: each is compared with few others.
 */
class FragmentHashTest {
    private static final int DATAGRAMS = 4000;
    private static final long MEMORY = 4096 * 1024;
    private static final long TIME_OUT = 1000;
    /** Of a chain, when somebody knows the seed. */
    private static final int LIMIT = 64;
    /** In 8192 chains that 4000 datagrams are spread over at random, one of 12 is met once in 10^8 times. */
    private static final int LONGEST = 12;
    /** 2^32 divided by the golden ratio, and what takes it back. */
    private static final int MULTIPLIER = 0x9E37_79B1;
    private static final int INVERSE = 0x0E8B_2F51;

    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final UnsafeBuffer buffer = OffHeap.of(new byte[64]);
    private final ByteBuffer bytes = buffer.byteBuffer();
    private final Packet packet = new Packet();

    /** Writes the n-th of a set of fragments. */
    @FunctionalInterface
    private interface Fragments {
        int write(int n);
    }

    private int ipv4(final int source, final int destination, final int id) {
        bytes.clear();
        bytes.putInt(0x45000000 | 28).putInt(id << 16 | 0x2000).putInt(64 << 24 | 17 << 16).putInt(source)
            .putInt(destination).putLong(0);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += bytes.getShort(i) & 0xFFFF;
        }
        bytes.putShort(10, (short)~(sum + (sum >>> 16)));
        return 28;
    }

    private int ipv6(final long sourceHigh, final long sourceLow, final long destinationHigh,
        final long destinationLow, final int id) {
        bytes.clear();
        bytes.putInt(0x60000000).putShort((short)16).put((byte)44).put((byte)64).putLong(sourceHigh)
            .putLong(sourceLow).putLong(destinationHigh).putLong(destinationLow).putInt(17 << 24 | 1).putInt(id)
            .putLong(0);
        return 56;
    }

    private int longestChain(final int l3, final Fragments fragments) {
        int longest = 0;
        for (int round = 0; round < 4; round++) {
            try (Reassembler reassembler = new Reassembler(l3, Long.MAX_VALUE, MEMORY, random.nextLong())) {
                for (int n = 0; n < DATAGRAMS; n++) {
                    final int length = fragments.write(n);
                    assertEquals(Reason.NONE, packet.decode(buffer.addressOffset(), length, length, PacketFlags.NONE));
                    assertEquals(Reassembler.QUEUED, reassembler.take(packet, 0, 0));
                }
                assertEquals(DATAGRAMS, reassembler.waiting());
                longest = Math.max(longest, reassembler.longestChain());
            }
        }
        System.out.println("FragmentHashTest: -Djconntrack.seed=" + seed + " longest chain=" + longest);
        return longest;
    }

    @Test
    void shouldNotCrowdWhenBothHalvesOfIpv6SourcesHaveTheSameXor() {
        final long net = 0x2001_0DB8L << 32;
        final long secret = random.nextLong();
        assertTrue(longestChain(6, n -> ipv6(net + n, net + n ^ secret, net, 1, 7)) < LONGEST);
    }

    @Test
    void shouldNotCrowdWhenIpv4SourcesMeetInATableWithoutASeed() {
        assertEquals(1, MULTIPLIER * INVERSE);
        // bits 8 to 20 of the product choose one of 8192 chains
        assertTrue(longestChain(4, n -> ipv4((0x600 + (n >>> 8) << 21 | n & 0xFF) * INVERSE, 0x0A00_0001, 7))
            < LONGEST);
    }

    @Test
    void shouldNotCrowdWhateverPartOfTheKeyCounts() {
        final long net = 0x2001_0DB8L << 32;
        assertTrue(longestChain(6, n -> ipv6(net + n, 1, net, 2, 7)) < LONGEST, "networks");
        assertTrue(longestChain(6, n -> ipv6(net, n + 1, net, 2, 7)) < LONGEST, "hosts");
        assertTrue(longestChain(6, n -> ipv6(net, 1, net, n + 2, 7)) < LONGEST, "destinations");
        assertTrue(longestChain(6, n -> ipv6(net, n + 1, net, n + 1, 7)) < LONGEST, "source and destination");
        assertTrue(longestChain(6, n -> ipv6(net, 1, net, 2, n)) < LONGEST, "identifications");
        assertTrue(longestChain(6, n -> ipv6(net, 1, net, 2, n << 20)) < LONGEST, "upper bits of them");
        assertTrue(longestChain(4, n -> ipv4(0x0B00_0000 + n, 0x0A00_0001, 7)) < LONGEST, "IPv4 hosts");
        assertTrue(longestChain(4, n -> ipv4(0x0B00_0000 + (n << 12), 0x0A00_0001, 7)) < LONGEST, "IPv4 networks");
    }

    /** Fragments that all belong in the chain of the first, for somebody who knows the seed. */
    private void crowd(final Reassembler reassembler, final Fragments fragments,
        final ToIntFunction<Packet> chain) {
        int crowd = 0;
        int waiting = 0;
        int first = 0;
        for (int n = 0; crowd < 3 * LIMIT; n++) {
            decode(fragments.write(n));
            if (n == 0) {
                // the reassembler takes its memory, and makes its chains, with this one
                assertEquals(Reassembler.QUEUED, reassembler.take(packet, 0, 0));
                first = chain.applyAsInt(packet);
                crowd = waiting = 1;
            } else if (chain.applyAsInt(packet) == first) {
                final int result = reassembler.take(packet, 0, 0);
                crowd++;
                assertEquals(crowd <= LIMIT ? Reassembler.QUEUED : Reason.FRAGMENT_MEMORY.ordinal(), result,
                    () -> "seed=" + seed);
                waiting += result == Reassembler.QUEUED ? 1 : 0;
            } else if (n % 1000 == 0) {
                // others are not disturbed
                assertEquals(Reassembler.QUEUED, reassembler.take(packet, 0, 0));
                waiting++;
            }
        }
        assertEquals(LIMIT, reassembler.longestChain());
        assertEquals(waiting, reassembler.waiting());
        // who is in goes on, who is out gets in when time has made room
        decode(fragments.write(0));
        assertEquals(Reason.FRAGMENT_REPEATED.ordinal(), reassembler.take(packet, 0, 0));
        assertEquals(Reassembler.QUEUED, reassembler.take(packet, 0, TIME_OUT));
        assertEquals(1, reassembler.waiting());
    }

    private void decode(final int length) {
        assertEquals(Reason.NONE, packet.decode(buffer.addressOffset(), length, length, PacketFlags.NONE));
    }

    @Test
    void shouldLimitAChainOfDatagramsWhenTheSeedIsKnown() {
        try (Reassembler reassembler = new Reassembler(6, TIME_OUT, MEMORY, seed)) {
            crowd(reassembler, n -> ipv6(1, n, 2, 2, 7), p -> reassembler.head(p.srcHigh(), p.srcLow(),
                p.dstHigh(), p.dstLow(), p.fragmentId(), 0));
        }
        try (Reassembler reassembler = new Reassembler(4, TIME_OUT, MEMORY, seed)) {
            crowd(reassembler, n -> ipv4(0x0B00_0000 + n, 0x0A00_0001, 7), p -> reassembler.head(p.srcHigh(),
                p.srcLow(), p.dstHigh(), p.dstLow(), p.fragmentId(), p.protocol()));
        }
    }

    @Test
    void shouldLimitAChainOfSendersWhenTheSeedIsKnown() {
        final FragmentRanks ranks = new FragmentRanks(4096, seed, ~seed);
        final int first = ranks.head(1);
        int queue = 0;
        for (int source = 1; queue < LIMIT; source++) {
            if (ranks.head(source) == first) {
                assertTrue(ranks.hasRoom(source));
                ranks.join(queue++, source);
            }
        }
        int another = 0x0100_0000;
        while (ranks.head(another) != first) {
            another++;
        }
        assertFalse(ranks.hasRoom(another));
        assertTrue(ranks.hasRoom(1), "one that is known");
        ranks.leave(1);
        assertTrue(ranks.hasRoom(another));
        assertEquals(LIMIT - 1, ranks.longestChain());
    }
}
