/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.memory.Region;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Packets in off-heap memory, written before the time is taken: IP packets of minimum-size frames, one at each
 * multiple of {@link Traffic#STRIDE}. Used by one thread.
 */
final class PreparedPackets implements AutoCloseable {
    /** Where the packets lie. */
    final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    /** Their lengths. */
    final byte[] lengths;
    /** Packets that fit, less one. */
    final int mask;

    private final Region region;

    /**
     * Room for packets, none of them written.
     *
     * @param packets that fit, a power of two and at least 64.
     */
    PreparedPackets(final int packets) {
        if (packets < 64 || Integer.bitCount(packets) != 1) {
            throw new IllegalArgumentException("packets must be a power of two from 64 on: packets=" + packets);
        }
        region = Region.anonymous((long)packets * Traffic.STRIDE);
        buffer.wrap(region.address(), (int)region.length());
        lengths = new byte[packets];
        mask = packets - 1;
    }

    /**
     * The size for some connections: four packets of each, as far as that is between 64 kB and 256 MB.
     *
     * @param connections that the packets belong to.
     * @return packets, a power of two.
     */
    static int sizeFor(final int connections) {
        return Integer.highestOneBit(Math.clamp(connections * 4L, 1 << 10, 1 << 22));
    }

    /** Address of a packet. */
    long address(final int place) {
        return region.address() + (long)place * Traffic.STRIDE;
    }

    @Override
    public void close() {
        region.close();
    }
}
