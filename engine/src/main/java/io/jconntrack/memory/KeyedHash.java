/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static java.lang.Math.unsignedMultiplyHigh;

/**
 * The step that all hashes of what a stranger may choose are made of. Its arguments have to be combined with secret
 * numbers before, each of them: then nobody can choose values that meet.
 */
public final class KeyedHash {
    /** 2^64 divided by the golden ratio; odd. */
    public static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private KeyedHash() {
    }

    /**
     * Both halves of the 128-bit product, folded; every bit of an argument reaches every bit of the result.
     *
     * @param a first number.
     * @param b second number.
     * @return the hash; 0 when one of them is 0.
     */
    public static long mix(final long a, final long b) {
        final long x = a * b ^ unsignedMultiplyHigh(a, b);
        // folded before it is multiplied: upper bits of x have to reach the lower ones too
        final long y = (x ^ x >>> 32) * GOLDEN;
        return y ^ y >>> 32;
    }
}
