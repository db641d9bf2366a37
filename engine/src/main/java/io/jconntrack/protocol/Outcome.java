/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.packet.Reason;

/**
 * What a protocol made of a packet, as an int so that nothing is allocated: 0 and below are constants of this class,
 * above stands the ordinal of a {@link Reason}.
 */
public final class Outcome {
    /** The packet belongs to the connection. */
    public static final int ACCEPT = 0;
    /** It does, but counts nothing and sets no time-out; the tracker may be out of step with the endpoints. */
    public static final int IGNORE = -1;
    /** It does, and the entry is deleted at once. */
    public static final int ACCEPT_AND_DELETE = -2;
    /** It opens a new connection with the old one's tuple: delete the entry and look the packet up again. */
    public static final int REOPEN = -3;

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
}
