/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;

/**
 * A connection's labels as text, by their numbers.
 */
final class Labels {
    private static final int COUNT = 128;

    private Labels() {
    }

    /**
     * Append the labels that are set.
     *
     * @param before each of them.
     * @param behind each of them.
     * @param between two of them.
     * @return how many there were.
     */
    static int append(final Ascii out, final Connection c, final String before, final String behind,
        final String between) {
        int count = 0;
        for (int label = 0; label < COUNT; label++) {
            if (c.hasLabel(label)) {
                out.append(count > 0 ? between : "").append(before).append(label).append(behind);
                count++;
            }
        }
        return count;
    }
}
