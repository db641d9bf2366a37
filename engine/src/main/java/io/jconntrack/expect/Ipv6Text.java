/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import io.jconntrack.helper.HelpedPacket;

/**
 * An IPv6 address in a packet's text (RFC 4291, section 2.2). Mutable, used by one thread.
 */
final class Ipv6Text {
    private static final int GROUPS = 8;

    private final int[] groups = new int[GROUPS];
    private HelpedPacket text;
    private int at;
    private int count;
    private int gap;
    private int delimiter;
    private long high;
    private long low;

    /**
     * Read an address.
     *
     * @param from offset of its first character.
     * @param end delimiter behind it; where it is a digit of another address, it is none of this one.
     * @return offset of the delimiter, or -1 when there is no address.
     */
    int read(final HelpedPacket packet, final int from, final int end) {
        text = packet;
        delimiter = end;
        at = from;
        count = 0;
        gap = -1;
        if (!readGroups() || (gap < 0 ? count != GROUPS : count == GROUPS)) {
            return -1;
        }
        final int zeros = GROUPS - count;
        high = 0;
        low = 0;
        for (int i = 0; i < GROUPS; i++) {
            final int group = gap < 0 || i < gap ? groups[i] : i < gap + zeros ? 0 : groups[i - zeros];
            high = high << 16 | low >>> 48;
            low = low << 16 | group;
        }
        return at;
    }

    private boolean readGroups() {
        if (text.byteAt(at) == ':') {
            if (text.byteAt(at + 1) != ':') {
                return false;
            }
            at += 2;
            gap = 0;
            if (text.byteAt(at) == delimiter) {
                return true;
            }
        }
        while (true) {
            final int start = at;
            final int group = group();
            if (text.byteAt(at) == '.' && group >= 0) {
                at = start;
                return readIpv4() && text.byteAt(at) == delimiter;
            }
            if (group < 0 || count == GROUPS) {
                return false;
            }
            groups[count++] = group;
            if (text.byteAt(at) != ':') {
                return text.byteAt(at) == delimiter;
            }
            at++;
            if (text.byteAt(at) == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                at++;
                if (text.byteAt(at) == delimiter) {
                    return true;
                }
            }
        }
    }

    /** Hexadecimal digits; -1 when there is none, or their value has more than 16 bits. */
    private int group() {
        int value = 0;
        int digits = 0;
        int digit = digit();
        while (digit >= 0) {
            if (value > 0xFFF) {
                return -1;
            }
            value = value << 4 | digit;
            digits++;
            at++;
            digit = digit();
        }
        return digits == 0 ? -1 : value;
    }

    private int digit() {
        final int c = text.byteAt(at);
        return c == delimiter ? -1 : Character.digit(c, 16);
    }

    /** The last two groups as an IPv4 address. */
    private boolean readIpv4() {
        if (count > GROUPS - 2) {
            return false;
        }
        int address = 0;
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                if (text.byteAt(at) != '.') {
                    return false;
                }
                at++;
            }
            int value = 0;
            int digits = 0;
            while (text.byteAt(at) >= '0' && text.byteAt(at) <= '9') {
                value = value * 10 + text.byteAt(at) - '0';
                if (value > 255) {
                    return false;
                }
                digits++;
                at++;
            }
            if (digits == 0) {
                return false;
            }
            address = address << 8 | value;
        }
        groups[count++] = address >>> 16;
        groups[count++] = address & 0xFFFF;
        return true;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
