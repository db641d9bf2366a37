/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.truth;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jconntrack.packet.Packet;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What is true of connection n after its packet k, both from 0: addresses, ports, state, counters, mark, time-out. It
 * shares nothing with the code that tracks and prints.
 */
final class Truth {
    /** Connection n belongs to worker {@code n / 4 % 2}. */
    static final int WORKERS = 2;
    private static final int KINDS = 4;
    private static final int TCP_PACKETS = 7;
    private static final int UDP_PACKETS = 12;
    private static final String[] STATES =
        {"SYN_SENT", "SYN_RECV", "ESTABLISHED", "ESTABLISHED", "FIN_WAIT", "LAST_ACK", "TIME_WAIT"};
    private static final int[] TIMEOUTS = {120, 60, 432_000, 432_000, 120, 30, 120};
    private static final long HIGH6 = 0x2001_0DB8_0000_0000L;

    /** Holds the packet that was written last. */
    final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(512));

    /** The ith connection of a worker. */
    static long number(final int worker, final long i) {
        return i / KINDS * KINDS * WORKERS + (long)worker * KINDS + i % KINDS;
    }

    static int worker(final long n) {
        return (int)(n / KINDS % WORKERS);
    }

    /** Which of its worker's connections it is. */
    static long index(final long n) {
        return n / (KINDS * WORKERS) * KINDS + n % KINDS;
    }

    static long mix(final long x) {
        long z = x + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    static boolean isTcp(final long n) {
        return (n & 1) == 1;
    }

    static boolean isV6(final long n) {
        return (n & 2) == 2;
    }

    static int packets(final long n) {
        return isTcp(n) ? TCP_PACKETS : UDP_PACKETS;
    }

    private static boolean isReply(final long n, final int k) {
        return isTcp(n) ? k % 2 == 1 : k > 0 && (mix(n * 31 + k) & 1) == 1;
    }

    static int mark(final long n, final int k) {
        return (int)mix(n ^ (long)k << 50);
    }

    /** Seconds that it is given after packet k, or -1 for none. */
    static int timeout(final long n, final int k) {
        final long mixed = mix(n * 7 + k);
        return (mixed & 3) == 0 ? 500_000 + (int)(mixed >>> 40 & 0xFFFF) : -1;
    }

    private static int size(final long n) {
        return (isV6(n) ? 40 : 20) + (isTcp(n) ? 20 : 8 + (int)(mix(n) >>> 50 & 0xFF));
    }

    private static int sourcePort(final long n) {
        return 1024 + (int)(n >>> 24);
    }

    private static int destinationPort(final long n) {
        return 1 + (int)(mix(n) >>> 20 & 0x3FF);
    }

    private static long destination(final long n) {
        return mix(n) & 0xF_FFFF;
    }

    /** Write packet k of connection n; gives its length. */
    int write(final long n, final int k) {
        final boolean isReply = isReply(n, k);
        final int length = size(n);
        final int at = isV6(n) ? 40 : 20;
        buffer.setMemory(0, length, (byte)0);
        final int protocol = isTcp(n) ? Packet.TCP : Packet.UDP;
        if (isV6(n)) {
            buffer.putInt(0, 0x6000_0000, BIG_ENDIAN);
            buffer.putShort(4, (short)(length - 40), BIG_ENDIAN);
            buffer.putByte(6, (byte)protocol);
            buffer.putByte(7, (byte)64);
            buffer.putLong(isReply ? 24 : 8, HIGH6, BIG_ENDIAN);
            buffer.putLong(isReply ? 32 : 16, n, BIG_ENDIAN);
            buffer.putLong(isReply ? 8 : 24, HIGH6 | 1, BIG_ENDIAN);
            buffer.putLong(isReply ? 16 : 32, destination(n), BIG_ENDIAN);
        } else {
            buffer.putInt(0, 0x4500_0000 | length, BIG_ENDIAN);
            buffer.putInt(8, 64 << 24 | protocol << 16, BIG_ENDIAN);
            buffer.putInt(isReply ? 16 : 12, 0x0A00_0000 | (int)n & 0xFF_FFFF, BIG_ENDIAN);
            buffer.putInt(isReply ? 12 : 16, 0xAC10_0000 | (int)destination(n), BIG_ENDIAN);
            putHeaderChecksum();
        }
        buffer.putShort(isReply ? at + 2 : at, (short)sourcePort(n), BIG_ENDIAN);
        buffer.putShort(isReply ? at : at + 2, (short)destinationPort(n), BIG_ENDIAN);
        if (isTcp(n)) {
            writeTcp(at, k, isReply);
        } else {
            buffer.putShort(at + 4, (short)(length - at), BIG_ENDIAN);
        }
        return length;
    }

    private void putHeaderChecksum() {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += buffer.getShort(i, BIG_ENDIAN) & 0xFFFF;
        }
        buffer.putShort(10, (short)~(sum + (sum >>> 16)), BIG_ENDIAN);
    }

    /** SYN, SYN/ACK, ACK, ACK, FIN, FIN, ACK. */
    private void writeTcp(final int at, final int k, final boolean isReply) {
        final int[] flags = {0x02, 0x12, 0x10, 0x10, 0x11, 0x11, 0x10};
        final int client = 1000 + (k >= 2 ? 1 : 0) + (k >= 6 ? 1 : 0);
        final int server = 5000 + (k >= 2 ? 1 : 0);
        buffer.putInt(at + 4, isReply ? server : client, BIG_ENDIAN);
        buffer.putInt(at + 8, k == 0 ? 0 : isReply ? 1001 + (k >= 5 ? 1 : 0) : 5001 + (k >= 6 ? 1 : 0), BIG_ENDIAN);
        buffer.putByte(at + 12, (byte)0x50);
        buffer.putByte(at + 13, (byte)flags[k]);
        buffer.putShort(at + 14, (short)1000, BIG_ENDIAN);
    }

    /**
     * The line of connection n as it is after its packet k.
     *
     * @param nf with family, mark and zone, or else without.
     * @param isUpdated whether its mark and time-out were set after that packet.
     */
    static String line(final long n, final int k, final boolean nf, final boolean isUpdated) {
        int replies = 0;
        for (int i = 0; i <= k; i++) {
            replies += isReply(n, i) ? 1 : 0;
        }
        final int mark = isUpdated ? mark(n, k) : k == 0 ? 0 : mark(n, k - 1);
        final int seconds = isUpdated && timeout(n, k) >= 0 ? timeout(n, k) : isTcp(n) ? TIMEOUTS[k] : 30;
        final String source = isV6(n) ? v6(HIGH6, n) : v4(0x0A00_0000L | n & 0xFF_FFFF);
        final String destination = isV6(n) ? v6(HIGH6 | 1, destination(n)) : v4(0xAC10_0000L | destination(n));
        final StringBuilder line = new StringBuilder(300);
        if (nf) {
            line.append(isV6(n) ? "ipv6     10 " : "ipv4     2 ");
        }
        line.append(isTcp(n) ? "tcp      6 " : "udp      17 ").append(seconds);
        if (isTcp(n)) {
            line.append(' ').append(STATES[k]);
        }
        side(line, source, destination, sourcePort(n), destinationPort(n), k + 1 - replies, size(n));
        line.append(replies == 0 ? " [UNREPLIED]" : "");
        side(line, destination, source, destinationPort(n), sourcePort(n), replies, size(n));
        line.append(isTcp(n) && k >= 2 ? " [ASSURED]" : "");
        if (nf) {
            line.append(" mark=").append(Integer.toUnsignedString(mark)).append(" zone=0 use=2");
        } else {
            line.append(" use=1");
        }
        return line.toString();
    }

    private static void side(final StringBuilder line, final String source, final String destination,
        final int sourcePort, final int destinationPort, final int packets, final int size) {
        line.append(" src=").append(source).append(" dst=").append(destination).append(" sport=").append(sourcePort)
            .append(" dport=").append(destinationPort).append(" packets=").append(packets).append(" bytes=")
            .append(packets * size);
    }

    private static String v4(final long address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + '.' + (address >>> 8 & 255) + '.' + (address & 255);
    }

    private static String v6(final long high, final long low) {
        final StringBuilder text = new StringBuilder(39);
        for (int i = 7; i >= 0; i--) {
            final long word = (i >= 4 ? high >>> (i - 4) * 16 : low >>> i * 16) & 0xFFFF;
            text.append(Long.toHexString(0x1_0000 | word), 1, 5).append(i > 0 ? ":" : "");
        }
        return text.toString();
    }

    /** The connection that a line speaks of; -1 when it can't be any. */
    static long numberOf(final String line) {
        final int at = line.indexOf(" src=") + 5;
        final String source = line.substring(at, line.indexOf(' ', at));
        if (source.indexOf(':') >= 0) {
            return Long.parseUnsignedLong(source.substring(20).replace(":", ""), 16);
        }
        final String[] bytes = source.split("\\.");
        final long low = Long.parseLong(bytes[1]) << 16 | Long.parseLong(bytes[2]) << 8 | Long.parseLong(bytes[3]);
        return (numberAfter(line, "sport=") - 1024) << 24 | low;
    }

    /** The last packet that a line counts. */
    static int packetOf(final String line) {
        final int second = line.lastIndexOf("packets=");
        return (int)(numberAfter(line, "packets=") + numberAfter(line.substring(second), "packets=")) - 1;
    }

    private static long numberAfter(final String line, final String word) {
        final int at = line.indexOf(word) + word.length();
        int end = at;
        while (Character.isDigit(line.charAt(end))) {
            end++;
        }
        return Long.parseLong(line.substring(at, end));
    }
}
