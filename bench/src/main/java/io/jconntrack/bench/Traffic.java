/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jconntrack.Connection;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the packets of numbered connections: minimum-size frames (the IP packet is 40 bytes over IPv4, 60 over IPv6)
 * with right checksums. Connection n is 10.x.y.z to 172.16.y.z with ports that depend on n; every n is another tuple.
 */
public final class Traffic {
    /** Room for any of the packets; they start at multiples of it. */
    public static final int STRIDE = 64;

    /** TCP's flag. */
    public static final int FIN = 1;
    /** TCP's flag. */
    public static final int SYN = 2;
    /** TCP's flag. */
    public static final int RST = 4;
    /** TCP's flag; of a segment with data here. */
    public static final int PSH = 8;
    /** TCP's flag. */
    public static final int ACK = 16;

    /** Bytes of data of a {@link #PSH} segment: what a minimum-size frame has room for, and the stride over IPv6. */
    static final int DATA = 4;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SERVER_PORT = 443;
    private static final long CLIENT_HIGH = 0x20010DB8_00000001L;
    private static final long SERVER_HIGH = 0x20010DB8_00000002L;

    private final int ipv6Percent;
    private final int udpPercent;

    /**
     * Traffic of a mix.
     *
     * @param ipv6Percent connections over IPv6.
     * @param udpPercent connections that are UDP flows.
     */
    public Traffic(final int ipv6Percent, final int udpPercent) {
        this.ipv6Percent = ipv6Percent;
        this.udpPercent = udpPercent;
    }

    /**
     * Whether a connection is a UDP flow.
     *
     * @param connection its number.
     * @return true for UDP.
     */
    public boolean isUdp(final int connection) {
        return Integer.remainderUnsigned(connection * 0x85EBCA6B >>> 4, 100) < udpPercent;
    }

    private boolean isV6(final int connection) {
        return Integer.remainderUnsigned(connection * 0xC2B2AE35 >>> 4, 100) < ipv6Percent;
    }

    /**
     * First sequence number of a side.
     *
     * @param connection its number.
     * @param fromClient whose.
     * @return the number of its SYN.
     */
    static int isn(final int connection, final boolean fromClient) {
        return connection * (fromClient ? 0x9E3779B1 : 0x7FEB352D);
    }

    /**
     * Write a packet; for a UDP flow the TCP arguments are ignored.
     *
     * @param buffer to write to.
     * @param offset of the IP header.
     * @param connection its number.
     * @param fromClient the sender.
     * @param flags of TCP.
     * @param seq relative to the sender's first.
     * @param ack relative to the receiver's first.
     * @return length of the IP packet.
     */
    public int write(final UnsafeBuffer buffer, final int offset, final int connection, final boolean fromClient,
        final int flags, final int seq, final int ack) {
        final boolean udp = isUdp(connection);
        final int transportLength = udp ? 8 : (flags & PSH) == 0 ? 20 : 20 + DATA;
        final int headerLength = isV6(connection)
            ? ipv6(buffer, offset, connection, fromClient, udp ? UDP : TCP, transportLength)
            : ipv4(buffer, offset, connection, fromClient, udp ? UDP : TCP, transportLength);
        final int at = offset + headerLength;
        final int clientPort = clientPort(connection);
        buffer.putShort(at, (short)(fromClient ? clientPort : SERVER_PORT), BIG_ENDIAN);
        buffer.putShort(at + 2, (short)(fromClient ? SERVER_PORT : clientPort), BIG_ENDIAN);
        if (udp) {
            buffer.putInt(at + 4, 8 << 16, BIG_ENDIAN);
        } else {
            buffer.putInt(at + 4, isn(connection, fromClient) + seq, BIG_ENDIAN);
            buffer.putInt(at + 8, (flags & ACK) == 0 ? 0 : isn(connection, !fromClient) + ack, BIG_ENDIAN);
            buffer.putShort(at + 12, (short)(0x5000 | flags), BIG_ENDIAN);
            buffer.putShort(at + 14, (short)65535, BIG_ENDIAN);
            buffer.putInt(at + 16, 0, BIG_ENDIAN);
            if (transportLength > 20) {
                buffer.putInt(at + 20, 0, BIG_ENDIAN);
            }
        }
        final long pseudo = sum(buffer, offset + (headerLength == 20 ? 12 : 8), headerLength == 20 ? 8 : 32)
            + (udp ? UDP : TCP) + transportLength;
        final int checksumAt = at + (udp ? 6 : 16);
        buffer.putShort(checksumAt, (short)~fold(pseudo + sum(buffer, at, transportLength)), BIG_ENDIAN);
        return headerLength + transportLength;
    }

    /**
     * The number of a connection that a tracker shows.
     *
     * @param connection of a table.
     * @return its number, 0 to 2^24 - 1; -1 when none of ours has this tuple.
     */
    int number(final Connection connection) {
        final int number = (int)connection.sourceLow(0) & 0xFFFFFF;
        final long client = isV6(number) ? number : 0x0A000000L | number;
        final long server = isV6(number) ? number >>> 4 : 0xAC100000L | number >>> 4;
        final boolean same = connection.l3() == (isV6(number) ? 6 : 4)
            && connection.protocol() == (isUdp(number) ? UDP : TCP)
            && connection.sourceLow(0) == client && connection.sourceLow(1) == server
            && connection.sourceHigh(0) == (isV6(number) ? CLIENT_HIGH : 0)
            && connection.sourceHigh(1) == (isV6(number) ? SERVER_HIGH : 0)
            && connection.sourcePort(0) == clientPort(number) && connection.sourcePort(1) == SERVER_PORT;
        return same ? number : -1;
    }

    private static int clientPort(final int connection) {
        return 1024 + (connection >>> 8) % 60000;
    }

    /**
     * Write the SYN of a flood: from an address and port that anybody may choose, to 172.16.0.1 port 443.
     *
     * @param buffer to write to.
     * @param offset of the IP header.
     * @param random address, port and sequence number; addresses below 128.0.0.0 belong to the numbered connections.
     * @return length of the IP packet.
     */
    static int writeSyn(final UnsafeBuffer buffer, final int offset, final long random) {
        ipv4(buffer, offset, (int)random | 0x8000_0000, 0xAC100001, TCP, 20);
        final int at = offset + 20;
        buffer.putInt(at, (int)(random >>> 32) << 16 | SERVER_PORT, BIG_ENDIAN);
        buffer.putInt(at + 4, (int)(random >>> 16), BIG_ENDIAN);
        buffer.putInt(at + 8, 0, BIG_ENDIAN);
        buffer.putShort(at + 12, (short)(0x5000 | SYN), BIG_ENDIAN);
        buffer.putShort(at + 14, (short)65535, BIG_ENDIAN);
        buffer.putInt(at + 16, 0, BIG_ENDIAN);
        buffer.putShort(at + 16, (short)~fold(sum(buffer, offset + 12, 8) + TCP + 20 + sum(buffer, at, 20)),
            BIG_ENDIAN);
        return 40;
    }

    private static int ipv4(final UnsafeBuffer buffer, final int offset, final int connection,
        final boolean fromClient, final int protocol, final int transportLength) {
        final int client = 0x0A000000 | connection & 0xFFFFFF;
        final int server = 0xAC100000 | connection >>> 4 & 0xFFFFF;
        return ipv4(buffer, offset, fromClient ? client : server, fromClient ? server : client, protocol,
            transportLength);
    }

    private static int ipv4(final UnsafeBuffer buffer, final int offset, final int source, final int destination,
        final int protocol, final int transportLength) {
        buffer.putInt(offset, 0x45000000 | 20 + transportLength, BIG_ENDIAN);
        buffer.putInt(offset + 4, 0x4000, BIG_ENDIAN);
        buffer.putInt(offset + 8, 64 << 24 | protocol << 16, BIG_ENDIAN);
        buffer.putInt(offset + 12, source, BIG_ENDIAN);
        buffer.putInt(offset + 16, destination, BIG_ENDIAN);
        buffer.putShort(offset + 10, (short)~fold(sum(buffer, offset, 20)), BIG_ENDIAN);
        return 20;
    }

    private static int ipv6(final UnsafeBuffer buffer, final int offset, final int connection,
        final boolean fromClient, final int protocol, final int transportLength) {
        buffer.putInt(offset, 6 << 28, BIG_ENDIAN);
        buffer.putInt(offset + 4, transportLength << 16 | protocol << 8 | 64, BIG_ENDIAN);
        final int clientAt = offset + (fromClient ? 8 : 24);
        final int serverAt = offset + (fromClient ? 24 : 8);
        buffer.putLong(clientAt, CLIENT_HIGH, BIG_ENDIAN);
        buffer.putLong(clientAt + 8, connection & 0xFFFFFFL, BIG_ENDIAN);
        buffer.putLong(serverAt, SERVER_HIGH, BIG_ENDIAN);
        buffer.putLong(serverAt + 8, connection >>> 4 & 0xFFFFFL, BIG_ENDIAN);
        return 40;
    }

    private static long sum(final UnsafeBuffer buffer, final int offset, final int length) {
        long sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += buffer.getShort(offset + i, BIG_ENDIAN) & 0xFFFF;
        }
        return sum;
    }

    private static int fold(final long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int)folded;
    }
}
