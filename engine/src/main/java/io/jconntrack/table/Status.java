/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

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

    private static final String[] NAMES = {"EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED"};

    private Status() {
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
