/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

/**
 * Arithmetic on sequence numbers: longs from 0 to 2^32 - 1 that wrap (RFC 9293, section 3.4).
 */
final class Seq {
    private static final long MASK = 0xFFFF_FFFFL;
    private static final long HALF = 0x8000_0000L;

    private Seq() {
    }

    static long plus(final long a, final long b) {
        return a + b & MASK;
    }

    static long minus(final long a, final long b) {
        return a - b & MASK;
    }

    /** Whether a comes later than b, less than half the circle away. */
    static boolean isAfter(final long a, final long b) {
        return minus(b, a) >= HALF;
    }

    static boolean isBefore(final long a, final long b) {
        return isAfter(b, a);
    }
}
