/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

/**
 * Status bits of an entry, with the values of Linux's enum ip_conntrack_status.
 */
public final class Status {
    /** The connection was expected by a helper. */
    public static final int EXPECTED = 1;
    /** Traffic was seen both ways. */
    public static final int SEEN_REPLY = 1 << 1;
    /** The connection is known to be real and never dropped early. */
    public static final int ASSURED = 1 << 2;
    /** The entry is in the table. */
    public static final int CONFIRMED = 1 << 3;

    /**
     * Not Linux's: which helper looks at the connection's packets, 1 to 15 in the four highest bits; 0 for none. In
     * Linux a bit of this meaning, IPS_HELPER, says that there is one.
     */
    public static final int HELPER = 0xF000_0000;
    private static final int HELPER_SHIFT = 28;

    private static final String[] NAMES = {"EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED"};

    private Status() {
    }

    /**
     * The helper in status bits.
     *
     * @param status bits of an entry.
     * @return its number, 0 for none.
     */
    public static int helper(final int status) {
        return status >>> HELPER_SHIFT;
    }

    /**
     * Status bits of a helper.
     *
     * @param number 0 to 15.
     * @return bits within {@link #HELPER}.
     */
    public static int ofHelper(final int number) {
        return number << HELPER_SHIFT;
    }

    /**
     * Name of a bit.
     *
     * @param bit number, from 0.
     * @return its name, or null where we have no such bit.
     */
    public static String name(final int bit) {
        return bit < NAMES.length ? NAMES[bit] : null;
    }
}
