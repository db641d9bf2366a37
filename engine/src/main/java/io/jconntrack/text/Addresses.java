/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

/**
 * IP addresses as text.
 */
public final class Addresses {
    private Addresses() {
    }

    /**
     * Append an IPv4 address.
     *
     * @param out to append to.
     * @param address its 32 bits.
     */
    public static void appendV4(final Ascii out, final long address) {
        final int v4 = (int)address;
        out.append(v4 >>> 24).append('.').append(v4 >>> 16 & 0xFF).append('.').append(v4 >>> 8 & 0xFF).append('.')
            .append(v4 & 0xFF);
    }

    /** All eight groups with all their digits, as /proc prints them. */
    static void appendV6Full(final Ascii out, final long high, final long low) {
        for (int i = 0; i < 8; i++) {
            if (i > 0) {
                out.append(':');
            }
            final int group = group(high, low, i);
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.append(Character.forDigit(group >>> shift & 0xF, 16));
            }
        }
    }

    /**
     * Append an IPv6 address in the short form that inet_ntop(3) gives, mostly RFC 5952's.
     *
     * @param out to append to.
     * @param high its first eight bytes.
     * @param low its last eight bytes.
     */
    public static void appendV6Short(final Ascii out, final long high, final long low) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && group(high, low, i + length) == 0) {
                length++;
            }
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
            i += length;
        }
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                out.append("::");
                i += bestLength - 1;
                continue;
            }
            if (i > 0 && i != best + bestLength) {
                out.append(':');
            }
            final boolean embedsV4 = best == 0 && i == 6
                && (bestLength == 6 || bestLength == 5 && group(high, low, 5) == 0xFFFF);
            if (embedsV4) {
                appendV4(out, low & 0xFFFF_FFFFL);
                return;
            }
            out.append(Integer.toHexString(group(high, low, i)));
        }
    }

    private static int group(final long high, final long low, final int i) {
        return (int)((i < 4 ? high : low) >>> (3 - i % 4) * 16) & 0xFFFF;
    }
}
