/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

/**
 * States of an SCTP association as the tracker sees them, with Linux's numbers, and how chunks move them.
 */
public final class SctpState {
    /** No packet yet. */
    public static final int NONE = 0;
    /** INIT seen and not answered, or closed again. */
    public static final int CLOSED = 1;
    /** INIT ACK seen. */
    public static final int COOKIE_WAIT = 2;
    /** COOKIE ECHO seen. */
    public static final int COOKIE_ECHOED = 3;
    /** COOKIE ACK seen, or a HEARTBEAT answered. */
    public static final int ESTABLISHED = 4;
    /** SHUTDOWN of the originator seen. */
    public static final int SHUTDOWN_SENT = 5;
    /** SHUTDOWN of the replying side seen. */
    public static final int SHUTDOWN_RECD = 6;
    /** SHUTDOWN ACK seen. */
    public static final int SHUTDOWN_ACK_SENT = 7;
    /** Picked up on a HEARTBEAT: a second path of a multi-homed association. */
    public static final int HEARTBEAT_SENT = 8;
    /** Number of states. */
    public static final int COUNT = 9;

    static final int INVALID = -1;

    static final int DATA = 0;
    static final int INIT = 1;
    static final int INIT_ACK = 2;
    static final int HEARTBEAT = 4;
    static final int HEARTBEAT_ACK = 5;
    static final int ABORT = 6;
    static final int SHUTDOWN = 7;
    static final int SHUTDOWN_ACK = 8;
    static final int ERROR = 9;
    static final int COOKIE_ECHO = 10;
    static final int COOKIE_ACK = 11;
    static final int SHUTDOWN_COMPLETE = 14;

    private static final int CHUNKS = 16;
    private static final int ORIGINAL = 0;
    private static final int REPLY = 1;
    private static final byte[] NEXT = transitions();
    private static final String[] NAMES = {"NONE", "CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED",
        "SHUTDOWN_SENT", "SHUTDOWN_RECD", "SHUTDOWN_ACK_SENT", "HEARTBEAT_SENT"};

    private SctpState() {
    }

    /**
     * Name of a state.
     *
     * @param state its number.
     * @return as /proc/net/nf_conntrack spells it.
     */
    public static String name(final int state) {
        return NAMES[state];
    }

    /**
     * State after a chunk.
     *
     * @param state before it.
     * @param direction 0 original, 1 reply.
     * @param chunk its type, 0 to 255.
     * @return the state, or {@link #INVALID} where the chunk does not fit.
     */
    static int next(final int state, final int direction, final int chunk) {
        // extensions (RFC 3758, RFC 5061, ...) and reserved types move nothing
        return chunk < CHUNKS ? NEXT[(direction * CHUNKS + chunk) * COUNT + state] : state;
    }

    private static byte[] transitions() {
        final byte[] next = new byte[2 * CHUNKS * COUNT];
        for (int i = 0; i < next.length; i++) {
            next[i] = (byte)(i % COUNT);
        }
        final int[] control = {INIT, INIT_ACK, HEARTBEAT, HEARTBEAT_ACK, ABORT, SHUTDOWN, SHUTDOWN_ACK, ERROR,
            COOKIE_ECHO, COOKIE_ACK, SHUTDOWN_COMPLETE};
        for (final int chunk : control) {
            // what is not the beginning of an association counts as the end of an unknown one
            set(next, ORIGINAL, chunk, NONE, CLOSED);
            set(next, REPLY, chunk, NONE, INVALID);
            // a picked up path is known by heartbeats alone; the peer's have to confirm it
            set(next, ORIGINAL, chunk, HEARTBEAT_SENT, CLOSED);
            set(next, REPLY, chunk, HEARTBEAT_SENT, INVALID);
        }
        setUp(next);
        shutDown(next);
        heartbeats(next);
        return next;
    }

    private static void setUp(final byte[] next) {
        set(next, ORIGINAL, INIT, SHUTDOWN_SENT, CLOSED);
        set(next, ORIGINAL, INIT, SHUTDOWN_RECD, CLOSED);
        set(next, ORIGINAL, INIT, HEARTBEAT_SENT, COOKIE_WAIT);
        set(next, REPLY, INIT_ACK, CLOSED, COOKIE_WAIT);
        for (int direction = ORIGINAL; direction <= REPLY; direction++) {
            set(next, direction, COOKIE_ECHO, COOKIE_WAIT, COOKIE_ECHOED);
            set(next, direction, COOKIE_ACK, COOKIE_ECHOED, ESTABLISHED);
        }
        // the only error that ends the set-up is a stale cookie (RFC 9260, section 5.2.6)
        set(next, REPLY, ERROR, COOKIE_ECHOED, CLOSED);
    }

    private static void shutDown(final byte[] next) {
        set(next, ORIGINAL, SHUTDOWN, ESTABLISHED, SHUTDOWN_SENT);
        set(next, REPLY, SHUTDOWN, ESTABLISHED, SHUTDOWN_RECD);
        for (int direction = ORIGINAL; direction <= REPLY; direction++) {
            set(next, direction, SHUTDOWN_ACK, SHUTDOWN_SENT, SHUTDOWN_ACK_SENT);
            set(next, direction, SHUTDOWN_ACK, SHUTDOWN_RECD, SHUTDOWN_ACK_SENT);
            set(next, direction, SHUTDOWN_COMPLETE, SHUTDOWN_ACK_SENT, CLOSED);
            for (int state = CLOSED; state <= SHUTDOWN_ACK_SENT; state++) {
                set(next, direction, ABORT, state, CLOSED);
            }
        }
        set(next, ORIGINAL, SHUTDOWN_ACK, NONE, SHUTDOWN_ACK_SENT);
        set(next, ORIGINAL, SHUTDOWN_ACK, HEARTBEAT_SENT, SHUTDOWN_ACK_SENT);
    }

    private static void heartbeats(final byte[] next) {
        set(next, ORIGINAL, HEARTBEAT, NONE, HEARTBEAT_SENT);
        set(next, ORIGINAL, HEARTBEAT, HEARTBEAT_SENT, HEARTBEAT_SENT);
        set(next, ORIGINAL, HEARTBEAT_ACK, HEARTBEAT_SENT, HEARTBEAT_SENT);
        set(next, REPLY, HEARTBEAT, HEARTBEAT_SENT, HEARTBEAT_SENT);
        set(next, REPLY, HEARTBEAT_ACK, HEARTBEAT_SENT, ESTABLISHED);
    }

    private static void set(final byte[] next, final int direction, final int chunk, final int from, final int to) {
        next[(direction * CHUNKS + chunk) * COUNT + from] = (byte)to;
    }
}
