/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * TCP packets between any addresses.
 */
final class FloodTester {
    static final int SYN = 2;
    static final int SYN_ACK = 18;
    static final int ACK = 16;
    static final int RST = 4;
    private static final int LENGTH = 40;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));

    /** Send an IPv4 segment. */
    long tcp(final Conntrack conntrack, final int zone, final long from, final long to, final int flags, final int seq,
        final int ack, final long nowNanos) {
        buffer.setMemory(0, 64, (byte)0);
        buffer.putInt(0, 0x45000000 | LENGTH, BIG_ENDIAN);
        buffer.putInt(8, 64 << 24 | 6 << 16, BIG_ENDIAN);
        buffer.putInt(12, (int)(from >>> 16), BIG_ENDIAN);
        buffer.putInt(16, (int)(to >>> 16), BIG_ENDIAN);
        Tester.putIpv4Checksum(buffer, 0);
        segment(20, (int)from, (int)to, flags, seq, ack);
        return conntrack.process(buffer, 0, LENGTH, LENGTH, zone, nowNanos);
    }

    /** Send a SYN over IPv6 to port 80 of fd00::1. */
    long syn6(final Conntrack conntrack, final long high, final long low, final int port, final long nowNanos) {
        buffer.setMemory(0, 64, (byte)0);
        buffer.putInt(0, 0x60000000, BIG_ENDIAN);
        buffer.putShort(4, (short)20, BIG_ENDIAN);
        buffer.putByte(6, (byte)6);
        buffer.putByte(7, (byte)64);
        buffer.putLong(8, high, BIG_ENDIAN);
        buffer.putLong(16, low, BIG_ENDIAN);
        buffer.putLong(24, 0xFD00_0000_0000_0000L, BIG_ENDIAN);
        buffer.putLong(32, 1, BIG_ENDIAN);
        segment(40, port, 80, SYN, 1, 0);
        return conntrack.process(buffer, 0, 60, 60, 0, nowNanos);
    }

    private void segment(final int at, final int from, final int to, final int flags, final int seq, final int ack) {
        buffer.putShort(at, (short)from, BIG_ENDIAN);
        buffer.putShort(at + 2, (short)to, BIG_ENDIAN);
        buffer.putInt(at + 4, seq, BIG_ENDIAN);
        buffer.putInt(at + 8, ack, BIG_ENDIAN);
        buffer.putByte(at + 12, (byte)0x50);
        buffer.putByte(at + 13, (byte)flags);
        buffer.putShort(at + 14, (short)1000, BIG_ENDIAN);
    }

    /** Address and port. */
    static long endpoint(final String address, final int port) {
        long number = 0;
        for (final String part : address.split("\\.")) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number << 16 | port;
    }

    /** Three segments that make a connection assured. */
    void establish(final Conntrack conntrack, final int zone, final long from, final long to, final long nowNanos) {
        tcp(conntrack, zone, from, to, SYN, 100, 0, nowNanos);
        tcp(conntrack, zone, to, from, SYN_ACK, 500, 101, nowNanos);
        tcp(conntrack, zone, from, to, ACK, 101, 501, nowNanos);
    }
}
