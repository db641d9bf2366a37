/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

/**
 * What a packet is to the tracker, as iptables' "--ctstate" sees it, and two that are not verdicts on a packet.
 */
public enum ConnState {
    /** Opened an entry, or belongs to one that has not seen a reply. */
    NEW,
    /** Belongs to an entry that has seen traffic both ways; the first reply counts. */
    ESTABLISHED,
    /** An ICMP error about a tracked connection, or the first packet of an expected one. */
    RELATED,
    /** Refused; the verdict has a reason. */
    INVALID,
    /** Not tracked on purpose. */
    UNTRACKED,
    /** A fragment, kept until its datagram is whole. */
    FRAGMENT,
    /** A frame without an IP packet. */
    NOTIP;

    private static final ConnState[] VALUES = values();

    static ConnState of(final int ordinal) {
        return VALUES[ordinal];
    }
}
