/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.Connection;
import java.util.Arrays;

/**
 * What each connection has counted since the last look, by its number in the table: sums of talkers can't tell, since
 * they shrink when a connection ends. Used by one thread.
 */
final class Growth {
    /** Connections with higher numbers have no rates; for those below, 25 bytes each are kept. */
    static final int LIMIT = 1 << 22;

    private byte[] generations = new byte[0];
    private int[] packets = new int[0];
    private long[] bytes = new long[0];
    private int[] newPackets = new int[0];
    private long[] newBytes = new long[0];
    private long packetsSince;
    private long bytesSince;
    private boolean isCut;

    /** Recall what the last look at a connection found. */
    void recall(final Connection connection) {
        final long number = connection.id() >>> 8;
        final boolean isKnown =
            number < generations.length && generations[(int)number] == (byte)connection.id();
        packetsSince = isKnown ? Integer.toUnsignedLong(newPackets[(int)number]) : 0;
        bytesSince = isKnown ? newBytes[(int)number] : 0;
    }

    /** Look at a connection. */
    void look(final Connection connection) {
        final long number = connection.id() >>> 8;
        packetsSince = 0;
        bytesSince = 0;
        if (number >= LIMIT) {
            isCut = true;
            return;
        }
        if (number >= generations.length) {
            grow((int)number);
        }
        final int at = (int)number;
        final byte generation = (byte)connection.id();
        final int packetCount = (int)(connection.packets(0) + connection.packets(1));
        final long byteCount = connection.bytes(0) + connection.bytes(1);
        final boolean isSame = generation == generations[at] && byteCount >= bytes[at];
        // of one that was not there at the last look, all has come since
        packetsSince = Integer.toUnsignedLong(isSame ? packetCount - packets[at] : packetCount);
        bytesSince = isSame ? byteCount - bytes[at] : byteCount;
        generations[at] = generation;
        packets[at] = packetCount;
        bytes[at] = byteCount;
        newPackets[at] = (int)packetsSince;
        newBytes[at] = bytesSince;
    }

    private void grow(final int number) {
        final int length = Math.min(LIMIT, Math.max(1024, Integer.highestOneBit(number) * 2));
        generations = Arrays.copyOf(generations, length);
        packets = Arrays.copyOf(packets, length);
        bytes = Arrays.copyOf(bytes, length);
        newPackets = Arrays.copyOf(newPackets, length);
        newBytes = Arrays.copyOf(newBytes, length);
    }

    /** Packets of the connection between the last two looks. */
    long packets() {
        return packetsSince;
    }

    /** Bytes of the connection between the last two looks. */
    long bytes() {
        return bytesSince;
    }

    /** Whether connections were met that have no rates. */
    boolean isCut() {
        return isCut;
    }
}
