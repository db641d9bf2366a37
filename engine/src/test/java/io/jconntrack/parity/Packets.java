/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import static io.jconntrack.InternetSum.fold;
import static io.jconntrack.InternetSum.sum;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * IP packets as bytes, with right lengths and checksums.
 */
final class Packets {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int GRE = 47;
    static final int ICMPV6 = 58;
    static final int SCTP = 132;
    static final int UDPLITE = 136;

    private static final byte[] NONE = {};

    private Packets() {
    }

    /** 10.a.b.c. */
    static byte[] v4(final int a, final int b, final int c) {
        return new byte[] {10, (byte)a, (byte)b, (byte)c};
    }

    /** 2001:db8:a::b:c. */
    static byte[] v6(final int a, final int b, final int c) {
        return ByteBuffer.allocate(16).putInt(0x20010DB8).putShort((short)a).putInt(12, b << 16 | c).array();
    }

    static byte[] ip(final byte[] from, final byte[] to, final int protocol, final byte[] payload) {
        return from.length == 4 ? ipv4(from, to, protocol, NONE, payload) : ipv6(from, to, protocol, payload);
    }

    /** IPv4; the options' length is a multiple of 4. */
    static byte[] ipv4(final byte[] from, final byte[] to, final int protocol, final byte[] options,
        final byte[] payload) {
        final int header = 20 + options.length;
        final ByteBuffer packet = ByteBuffer.allocate(header + payload.length);
        packet.put((byte)(0x40 | header / 4)).put((byte)0).putShort((short)packet.capacity()).putInt(0x4000)
            .put((byte)64).put((byte)protocol).putShort((short)0).put(from).put(to).put(options).put(payload);
        return fixHeaderChecksum(packet.array());
    }

    static byte[] fixHeaderChecksum(final byte[] packet) {
        final ByteBuffer buffer = ByteBuffer.wrap(packet);
        buffer.putShort(10, (short)0);
        buffer.putShort(10, (short)~fold(sum(packet, 0, (packet[0] & 15) * 4, 0)));
        return packet;
    }

    /** IPv6; the payload may start with extension headers, of which {@code next} is the first. */
    static byte[] ipv6(final byte[] from, final byte[] to, final int next, final byte[] payload) {
        return ByteBuffer.allocate(40 + payload.length).putInt(0x60000000).putShort((short)payload.length)
            .put((byte)next).put((byte)64).put(from).put(to).put(payload).array();
    }

    /** Put the transport checksum into the payload; {@code covered} bytes of it count. */
    static byte[] withChecksum(final byte[] from, final byte[] to, final int protocol, final byte[] payload,
        final int at, final int covered) {
        final ByteBuffer buffer = ByteBuffer.wrap(payload);
        buffer.putShort(at, (short)0);
        long sum = protocol + payload.length;
        sum = sum(from, 0, from.length, sum);
        sum = sum(to, 0, to.length, sum);
        final int checksum = ~fold(sum(payload, 0, Math.min(covered, payload.length), sum)) & 0xFFFF;
        buffer.putShort(at, (short)(checksum == 0 && protocol != TCP ? 0xFFFF : checksum));
        return payload;
    }

    static byte[] udp(final byte[] from, final byte[] to, final int sourcePort, final int destinationPort,
        final int protocol, final int lengthField, final int payload) {
        final byte[] datagram = ByteBuffer.allocate(8 + payload).putShort((short)sourcePort)
            .putShort((short)destinationPort).putShort((short)lengthField).array();
        final int covered = protocol == UDPLITE && lengthField >= 8 ? lengthField : datagram.length;
        return ip(from, to, protocol, withChecksum(from, to, protocol, datagram, 6, covered));
    }

    /** ICMP by the addresses' version; {@code rest} are the four bytes behind the checksum. */
    static byte[] icmp(final byte[] from, final byte[] to, final int type, final int code, final int rest,
        final byte[] body) {
        final byte[] message = ByteBuffer.allocate(8 + body.length).put((byte)type).put((byte)code)
            .putShort((short)0).putInt(rest).put(body).array();
        if (from.length == 16) {
            return ip(from, to, ICMPV6, withChecksum(from, to, ICMPV6, message, 2, message.length));
        }
        ByteBuffer.wrap(message).putShort(2, (short)~fold(sum(message, 0, message.length, 0)));
        return ip(from, to, ICMP, message);
    }

    static byte[] sourceOf(final byte[] packet) {
        return packet[0] >> 4 == 4 ? Arrays.copyOfRange(packet, 12, 16) : Arrays.copyOfRange(packet, 8, 24);
    }
}
