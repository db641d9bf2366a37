/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import java.util.BitSet;
import java.util.StringJoiner;

/**
 * Lists of cores or nodes as the kernel writes them: "0-3,8".
 */
public final class CoreList {
    private CoreList() {
    }

    /**
     * Read a list.
     *
     * @param list as the kernel writes it; may be empty.
     * @return the numbers.
     */
    public static BitSet parse(final String list) {
        final BitSet set = new BitSet();
        for (final String part : list.strip().split(",")) {
            if (!part.isEmpty()) {
                final int dash = part.indexOf('-');
                final int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
                set.set(from, (dash < 0 ? from : Integer.parseInt(part.substring(dash + 1))) + 1);
            }
        }
        return set;
    }

    /**
     * Write a list.
     *
     * @param set of numbers.
     * @return the list as the kernel would write it.
     */
    public static String format(final BitSet set) {
        final StringJoiner list = new StringJoiner(",");
        for (int from = set.nextSetBit(0); from >= 0;) {
            final int to = set.nextClearBit(from) - 1;
            list.add(from == to ? Integer.toString(from) : from + "-" + to);
            from = set.nextSetBit(to + 1);
        }
        return list.toString();
    }
}
