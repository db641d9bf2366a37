/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples.firewall;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Tells fragments by the IP header, without the tracker, which would keep them.
 */
final class Fragments {
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION = 60;
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;

    private Fragments() {
    }

    /** Whether a packet whose header is at an offset has less than its datagram. */
    static boolean is(final DirectBuffer frame, final int ip, final int length) {
        if (frame.getByte(ip) >> 4 == 4) {
            return length >= ip + V4_HEADER && (u16(frame, ip + 6) & 0x3FFF) != 0;
        }
        int at = ip + V6_HEADER;
        int header = length >= at ? frame.getByte(ip + 6) & 0xFF : -1;
        while (at + 8 <= length && (header == HOP_BY_HOP || header == ROUTING || header == DESTINATION)) {
            header = frame.getByte(at) & 0xFF;
            at += ((frame.getByte(at + 1) & 0xFF) + 1) * 8;
        }
        return header == FRAGMENT && at + 8 <= length && (u16(frame, at + 2) & 0xFFF9) != 0;
    }

    private static int u16(final DirectBuffer frame, final int at) {
        return frame.getShort(at, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }
}
