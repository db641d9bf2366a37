/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;

/**
 * ICMPv6 redirects (RFC 4861, section 4.5): errors in all but name, whose quoted packet sits in an option.
 */
public final class Redirect {
    /** ICMPv6 type. */
    public static final int TYPE = 137;

    private static final int HEADER_LENGTH = 40;
    private static final int OPTION_HEADER_LENGTH = 8;
    private static final int REDIRECTED_HEADER = 4;
    private static final int LINK_LOCAL = 0xFE80 >>> 6;

    private Redirect() {
    }

    /**
     * Where the quoted packet starts. Only the first option is looked at, as in Linux.
     *
     * @param p an ICMPv6 packet of this type.
     * @return offset in the transport header; or, below 0, the complement of a {@link Reason}'s ordinal.
     */
    public static int quoteOffset(final Packet p) {
        if (p.transportLength() < HEADER_LENGTH || !p.captured(0, HEADER_LENGTH)) {
            return ~Reason.TRANSPORT_TRUNCATED.ordinal();
        }
        final boolean optionHeader = p.transportLength() >= HEADER_LENGTH + 2 && p.captured(HEADER_LENGTH, 2);
        if (p.hopLimit() != 255 || p.srcHigh() >>> 54 != LINK_LOCAL || p.transportByte(1) != 0
            || !optionHeader || p.transportByte(HEADER_LENGTH + 1) == 0) {
            return ~Reason.ICMP_REDIRECT.ordinal();
        }
        return p.transportByte(HEADER_LENGTH) == REDIRECTED_HEADER ? HEADER_LENGTH + OPTION_HEADER_LENGTH
            : ~Reason.ICMP_QUOTE.ordinal();
    }
}
