/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

/**
 * An input as changes to a file that is right: a search need not find out for itself what such a file looks like.
 */
final class Patches {
    private static final int HEAD = 4;

    private Patches() {
    }

    /**
     * Change a copy of a file. Each change is an offset (three bytes, big-endian, modulo the file's length), a number
     * of bytes, and these.
     */
    static byte[] apply(final byte[] good, final byte[] input, final int from) {
        final byte[] bad = good.clone();
        for (int at = from; at + HEAD < input.length;) {
            final int offset = ((input[at] & 0xFF) << 16 | (input[at + 1] & 0xFF) << 8 | input[at + 2] & 0xFF)
                % bad.length;
            final int wanted = input[at + 3] & 0xFF;
            at += HEAD;
            final int count = Math.min(wanted, Math.min(input.length - at, bad.length - offset));
            System.arraycopy(input, at, bad, offset, count);
            at += count;
        }
        return bad;
    }
}
