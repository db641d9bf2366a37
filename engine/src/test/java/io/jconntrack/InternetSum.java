/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The sum that the checksums of IP, TCP, UDP and ICMP are made of, for tests; written apart from the engine's, byte by
 * byte.
 */
public final class InternetSum {
    private InternetSum() {
    }

    /**
     * Add bytes as 16-bit words in network order; an odd last one is the upper half of a word.
     *
     * @param bytes that have them.
     * @param from first one.
     * @param length number of them.
     * @param start what they are added to.
     * @return the sum, not folded.
     */
    public static long sum(final byte[] bytes, final int from, final int length, final long start) {
        return sum(new UnsafeBuffer(bytes), from, length, start);
    }

    /**
     * The same of a buffer.
     *
     * @param bytes that has them.
     * @param from first one.
     * @param length number of them.
     * @param start what they are added to.
     * @return the sum, not folded.
     */
    public static long sum(final DirectBuffer bytes, final int from, final int length, final long start) {
        // without a copy: some who count what is allocated write packets meanwhile
        long sum = start;
        for (int i = 0; i < length; i++) {
            sum += (bytes.getByte(from + i) & 0xFF) << ((i & 1) == 0 ? 8 : 0);
        }
        return sum;
    }

    /**
     * Add what is above 16 bits to the rest until nothing is.
     *
     * @param sum of at least 0.
     * @return 0 to 0xFFFF; its complement is the checksum.
     */
    public static int fold(final long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int)folded;
    }
}
