/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import io.jconntrack.net.LinkLayer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Packets for people: what a shrunk case is printed with. Also the flow that a packet belongs to.
 */
final class PacketText {
    private final Map<String, Integer> firstSeq = new HashMap<>();

    /** The IP packet of a record, without its link header; empty when there is none. */
    static byte[] ip(final Capture capture, final int i) {
        final int at = LinkLayer.ipOffset(new UnsafeBuffer(capture.data()), capture.offset(i), capture.length(i),
            capture.linkType());
        final byte[] record = capture.packet(i);
        return at < 0 ? new byte[0] : Arrays.copyOfRange(record, at, record.length);
    }

    /** Addresses and ports in an order that both directions share; an ICMP error belongs to what it quotes. */
    static String flow(final Capture capture, final int i) {
        return flow(ip(capture, i), true);
    }

    private static String flow(final byte[] ip, final boolean quotes) {
        final int header = headerLength(ip);
        if (header == 0) {
            return "none";
        }
        final int protocol = protocol(ip);
        final byte[] transport = Arrays.copyOfRange(ip, header, ip.length);
        final boolean icmp = protocol == Packets.ICMP || protocol == Packets.ICMPV6;
        if (icmp && quotes && transport.length > 8 && headerLength(Arrays.copyOfRange(transport, 8,
            transport.length)) > 0) {
            return flow(Arrays.copyOfRange(transport, 8, transport.length), false);
        }
        final boolean ports = !icmp && transport.length >= 4 && protocol != Packets.GRE;
        final String from = address(ip, true) + (ports ? ":" + port(transport, 0) : "");
        final String to = address(ip, false) + (ports ? ":" + port(transport, 2) : "");
        return protocol + " " + (from.compareTo(to) < 0 ? from + " " + to : to + " " + from);
    }

    /** Length of the base header, or 0 when this is no IP packet. */
    static int headerLength(final byte[] ip) {
        if (ip.length >= 20 && ip[0] >> 4 == 4) {
            final int length = (ip[0] & 15) * 4;
            return length >= 20 && length <= ip.length ? length : 0;
        }
        return ip.length >= 40 && (ip[0] & 0xFF) >> 4 == 6 ? 40 : 0;
    }

    static int protocol(final byte[] ip) {
        return (ip[0] >> 4 == 4 ? ip[9] : ip[6]) & 0xFF;
    }

    static int port(final byte[] transport, final int at) {
        return ByteBuffer.wrap(transport).getShort(at) & 0xFFFF;
    }

    static String address(final byte[] ip, final boolean source) {
        final boolean v4 = ip[0] >> 4 == 4;
        final int length = v4 ? 4 : 16;
        final int at = (v4 ? 12 : 8) + (source ? 0 : length);
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(ip, at, at + length)).getHostAddress();
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** One line; sequence numbers are relative to the first that each side showed. */
    String line(final Capture capture, final int i) {
        final byte[] ip = ip(capture, i);
        final StringBuilder line = new StringBuilder();
        line.append(String.format("%3d +%.6f ", i, (capture.micros(i) - capture.micros(0)) / 1e6));
        final int header = headerLength(ip);
        if (header == 0) {
            return line.append("no IP packet, ").append(capture.length(i)).append(" bytes").toString();
        }
        final byte[] transport = Arrays.copyOfRange(ip, header, ip.length);
        final int protocol = protocol(ip);
        final String from = address(ip, true);
        final String to = address(ip, false);
        if (protocol == Packets.TCP && transport.length >= 20) {
            return line.append(tcp(from + ":" + port(transport, 0), to + ":" + port(transport, 2), transport))
                .toString();
        }
        line.append(from).append(" > ").append(to).append(" protocol ").append(protocol).append(' ');
        for (int k = 0; k < Math.min(40, transport.length); k++) {
            line.append(k > 0 && k % 4 == 0 ? " " : "").append(String.format("%02x", transport[k]));
        }
        return line.append(transport.length > 40 ? "..." : "").append(" (").append(ip.length).append(" bytes)")
            .toString();
    }

    private String tcp(final String from, final String to, final byte[] transport) {
        final ByteBuffer t = ByteBuffer.wrap(transport);
        final int flags = transport[13] & 0xFF;
        final int seq = t.getInt(4);
        final int ack = t.getInt(8);
        final int header = (transport[12] >> 4 & 15) * 4;
        final int seqBase = firstSeq.computeIfAbsent(from + to, key -> seq);
        if ((flags & Segment.ACK) != 0) {
            // so that an acknowledgement of everything reads 1, as behind a SYN
            firstSeq.putIfAbsent(to + from, ack - 1);
        }
        final int ackBase = firstSeq.getOrDefault(to + from, 0);
        final StringBuilder options = new StringBuilder();
        for (int k = 20; k < Math.min(header, transport.length); k++) {
            options.append(String.format("%02x", transport[k]));
        }
        final String text = from + " > " + to + " " + flags(flags) + " seq=" + (seq - seqBase)
            + ((flags & Segment.ACK) != 0 ? " ack=" + (ack - ackBase) : ack == 0 ? "" : " (ack field " + ack + ")")
            + " win=" + port(transport, 14) + " len=" + (transport.length - header);
        return text + (options.isEmpty() ? "" : " options=" + options);
    }

    static String flags(final int flags) {
        final StringBuilder names = new StringBuilder();
        for (int bit = 0; bit < 8; bit++) {
            if ((flags >>> bit & 1) != 0) {
                names.append("FSRPAUEC".charAt(bit));
            }
        }
        return names.isEmpty() ? "none" : names.toString();
    }
}
