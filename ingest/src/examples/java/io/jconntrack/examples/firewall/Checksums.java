/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples.firewall;

import io.jconntrack.net.LinkLayer;
import io.jconntrack.net.Protocols;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * Finishes what a network card would have done: between two hosts on one machine no card adds the transport's checksum,
 * which so far is that of the pseudo header.
 */
final class Checksums {
    private static final int ETHERNET = 1;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private Checksums() {
    }

    /** Complete the checksum of a TCP segment or UDP datagram without IPv6 extension headers. */
    static void complete(final MutableDirectBuffer frame, final int length) {
        final int ip = LinkLayer.ipOffset(frame, 0, length, ETHERNET);
        final boolean v4 = ip >= 0 && frame.getByte(ip) >> 4 == 4;
        if (ip < 0 || length < ip + (v4 ? 20 : 40)) {
            return;
        }
        final int protocol = frame.getByte(ip + (v4 ? 9 : 6));
        final int transport = ip + (v4 ? (frame.getByte(ip) & 0xF) * 4 : 40);
        final int end = ip + (v4 ? u16(frame, ip + 2) : 40 + u16(frame, ip + 4));
        final int at = transport + (protocol == Protocols.TCP ? TCP_CHECKSUM : UDP_CHECKSUM);
        if ((protocol == Protocols.TCP || protocol == Protocols.UDP) && at + 2 <= end && end <= length) {
            final int sum = ~sum(frame, transport, end) & 0xFFFF;
            frame.putShort(at, (short)(sum == 0 && protocol == Protocols.UDP ? 0xFFFF : sum), ByteOrder.BIG_ENDIAN);
        }
    }

    private static int sum(final MutableDirectBuffer frame, final int from, final int to) {
        int sum = 0;
        for (int at = from; at + 1 < to; at += 2) {
            sum += u16(frame, at);
        }
        if ((to - from & 1) != 0) {
            sum += (frame.getByte(to - 1) & 0xFF) << 8;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (sum & 0xFFFF) + (sum >>> 16);
    }

    private static int u16(final MutableDirectBuffer frame, final int at) {
        return frame.getShort(at, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }
}
