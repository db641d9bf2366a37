/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import org.agrona.UnsafeApi;

/**
 * The Internet checksum (RFC 1071) over bytes at an address.
 * <p>
 * Sums are taken in the machine's byte order: as section 2 of the RFC shows, that only swaps the bytes of the result,
 * and whether it is all ones does not depend on it. Numbers that are added go through {@link Wire#network(short)}.
 */
final class Checksum {
    private static final long LOW = 0xFFFF_FFFFL;
    /** The highest of 64 bits, divided by 65535; this and the next for {@link #isRight}. */
    static final long MAX_QUOTIENT = 0x0001_0001_0001_0001L;
    static final long INVERSE = -MAX_QUOTIENT;

    private Checksum() {
    }

    /** Sum of up to 64 KiB, to be folded. */
    static long sum(final long address, final int length, final long initial) {
        long sum = initial;
        long at = address;
        int left = length;
        while (left >= 8) {
            final long word = UnsafeApi.getLong(at);
            sum += (word & LOW) + (word >>> 32);
            at += 8;
            left -= 8;
        }
        if (left >= 4) {
            sum += UnsafeApi.getInt(at) & LOW;
            at += 4;
            left -= 4;
        }
        return left == 0 ? sum : tail(at, left, sum);
    }

    private static long tail(final long at, final int left, final long initial) {
        long sum = initial;
        if (left >= 2) {
            sum += UnsafeApi.getShort(at) & 0xFFFF;
        }
        if ((left & 1) != 0) {
            // the byte that would follow counts as zero
            sum += Wire.network((short)(UnsafeApi.getByte(at + left - 1) << 8));
        }
        return sum;
    }

    /** Sum of an IPv4 header without options. */
    static long sumOf20(final long at) {
        return (UnsafeApi.getInt(at) & LOW) + (UnsafeApi.getInt(at + 4) & LOW) + (UnsafeApi.getInt(at + 8) & LOW)
            + (UnsafeApi.getInt(at + 12) & LOW) + (UnsafeApi.getInt(at + 16) & LOW);
    }

    /**
     * Whether a sum that includes the checksum is right: folded to 16 bits it is all ones, that is, it is a multiple of
     * 65535 and not 0. Times the inverse of 65535 modulo 2^64, multiples of it become their quotients, and nothing else
     * becomes as small as these.
     */
    static boolean isRight(final long sum) {
        return Long.compareUnsigned(sum * INVERSE - 1, MAX_QUOTIENT) < 0;
    }
}
