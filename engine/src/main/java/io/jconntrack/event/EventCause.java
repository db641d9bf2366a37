/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

/**
 * Why an event was given, as bits of an int. An UPDATE may have several, a DESTROY has one, NEW and START have none.
 */
public final class EventCause {
    /** UPDATE: the first packet in the reply direction. */
    public static final int REPLY = 1;
    /** UPDATE: the connection is known to be real now. */
    public static final int ASSURED = 1 << 1;
    /** UPDATE: the protocol's state is another one. */
    public static final int STATE = 1 << 2;
    /** UPDATE: somebody set the mark. */
    public static final int MARK = 1 << 3;
    /** UPDATE: somebody set the time-out. A packet that moves it is not told. */
    public static final int TIMEOUT = 1 << 4;
    /** DESTROY: its time was over. */
    public static final int EXPIRED = 1 << 8;
    /** DESTROY: its protocol ended it at once, such as a RST that refuses a SYN, or a SYN that reuses the ports. */
    public static final int PROTOCOL = 1 << 9;
    /** DESTROY: it made room for another one in a full table. */
    public static final int EARLY_DROP = 1 << 10;
    /** DESTROY: the embedder discarded it after its NEW was out. */
    public static final int DISCARDED = 1 << 11;
    /** DESTROY: somebody asked for it. */
    public static final int DELETED = 1 << 12;

    private static final String[] NAMES = {"REPLY", "ASSURED", "STATE", "MARK", "TIMEOUT", null, null, null, "EXPIRED",
        "PROTOCOL", "EARLY_DROP", "DISCARDED", "DELETED"};

    private EventCause() {
    }

    /**
     * Name of a bit.
     *
     * @param bit number, from 0.
     * @return its name, or null where there is no such bit.
     */
    public static String name(final int bit) {
        return bit < NAMES.length ? NAMES[bit] : null;
    }
}
