/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.net.Reason;

/**
 * What a protocol made of a packet, as an int so that nothing is allocated.
 * <pre>
 *   above 0        refused: ordinal of the {@link Reason}
 *   0 to -3        constants of this class
 *   -256 and below ignored: -256 minus the ordinal of the {@link Reason}
 * </pre>
 */
public final class Outcome {
    /** The packet belongs to the connection. */
    public static final int ACCEPT = 0;
    /** It does, and the entry is deleted at once. */
    public static final int ACCEPT_AND_DELETE = -1;
    /** It opens a new connection with the old one's tuple: delete the entry and look the packet up again. */
    public static final int REOPEN = -2;
    /** It belongs to the connection, and its state is news although it is the same as before the packet. */
    public static final int ACCEPT_AS_NEWS = -3;

    private static final int FIRST_IGNORED = -256;

    private Outcome() {
    }

    /**
     * The packet is refused.
     *
     * @param reason why.
     * @return the outcome.
     */
    public static int invalid(final Reason reason) {
        return reason.ordinal();
    }

    /**
     * The packet belongs to the connection, but counts nothing and sets no time-out: the tracker may be out of step
     * with the endpoints.
     *
     * @param reason why; {@link Reason#NONE} where the kernel says nothing either.
     * @return the outcome.
     */
    public static int ignore(final Reason reason) {
        return FIRST_IGNORED - reason.ordinal();
    }

    /**
     * Whether a packet was ignored.
     *
     * @param outcome of it.
     * @return true for what {@link #ignore(Reason)} gave.
     */
    public static boolean isIgnored(final int outcome) {
        return outcome <= FIRST_IGNORED;
    }

    /**
     * Why a packet was refused or ignored.
     *
     * @param outcome of it.
     * @return {@link Reason#NONE} for accepted ones.
     */
    public static Reason reason(final int outcome) {
        return Reason.of(outcome > 0 ? outcome : isIgnored(outcome) ? FIRST_IGNORED - outcome : 0);
    }
}
