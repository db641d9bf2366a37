/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

/**
 * States of a TCP connection as the tracker sees them, with Linux's numbers.
 */
public final class TcpState {
    /** No packet yet. */
    public static final int NONE = 0;
    /** SYN seen. */
    public static final int SYN_SENT = 1;
    /** SYN/ACK seen. */
    public static final int SYN_RECV = 2;
    /** Handshake complete, or picked up. */
    public static final int ESTABLISHED = 3;
    /** First FIN seen. */
    public static final int FIN_WAIT = 4;
    /** First FIN acknowledged (linux), or the replying side's FIN seen (classic). */
    public static final int CLOSE_WAIT = 5;
    /** Second FIN seen. */
    public static final int LAST_ACK = 6;
    /** Last FIN acknowledged. */
    public static final int TIME_WAIT = 7;
    /** RST seen. */
    public static final int CLOSE = 8;
    /** LISTEN in the classic profile; SYN_SENT2, a simultaneous open, in the linux profile. */
    public static final int LISTEN = 9;
    /** Number of states. */
    public static final int COUNT = 10;

    private static final String[] NAMES = {"NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT",
        "LAST_ACK", "TIME_WAIT", "CLOSE", "LISTEN"};

    private TcpState() {
    }

    /**
     * Name of a state.
     *
     * @param state its number.
     * @param linux whether the profile is linux.
     * @return as /proc/net/nf_conntrack spells it.
     */
    public static String name(final int state, final boolean linux) {
        return linux && state == LISTEN ? "SYN_SENT2" : NAMES[state];
    }
}
