/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Fragments that wait, chosen by somebody who has the code but not the seed: each is compared with few others.
 */
class FragmentHashTest {
    private static final int DATAGRAMS = 4000;
    private static final long MEMORY = 4096 * 1024;
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
}
