/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import org.agrona.UnsafeApi;

/**
 * A bit set in off-heap memory, by its address.
 */
final class FragmentBits {
    private FragmentBits() {
    }

    /** Set the bits from (inclusive) to (exclusive). */
    static void set(final long bits, final int from, final int to) {
        for (int word = from >> 6; word <= to - 1 >> 6; word++) {
            UnsafeApi.putLong(bits + word * 8L, UnsafeApi.getLong(bits + word * 8L) | mask(word, from, to));
        }
    }

    /** Whether one of the bits from (inclusive) to (exclusive) is set. */
    static boolean any(final long bits, final int from, final int to) {
        for (int word = from >> 6; word <= to - 1 >> 6; word++) {
            if ((UnsafeApi.getLong(bits + word * 8L) & mask(word, from, to)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether all bits from (inclusive) to (exclusive) are set. */
    static boolean all(final long bits, final int from, final int to) {
        for (int word = from >> 6; word <= to - 1 >> 6; word++) {
            final long mask = mask(word, from, to);
            if ((UnsafeApi.getLong(bits + word * 8L) & mask) != mask) {
                return false;
            }
        }
        return true;
    }

    private static long mask(final int word, final int from, final int to) {
        final long above = word == from >> 6 ? -1L << from : -1L;
        final long below = word == to - 1 >> 6 ? -1L >>> 63 - (to - 1 & 63) : -1L;
        return to <= from ? 0 : above & below;
    }
}
