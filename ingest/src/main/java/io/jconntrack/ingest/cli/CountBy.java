/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.entry.Status;
import io.jconntrack.net.Address;
import io.jconntrack.net.Protocols;

/**
 * What connections may be counted by.
 */
enum CountBy {
    /** Protocol's state. */
    STATE,
    /** Protocol. */
    PROTO,
    /** Source address, original direction. */
    SRC,
    /** Destination address, original direction. */
    DST,
    /** Source port, original direction. */
    SPORT,
    /** Destination port, original direction. */
    DPORT,
    /** Zone. */
    ZONE,
    /** IP version. */
    FAMILY,
    /** ASSURED, SEEN_REPLY or UNREPLIED. */
    STATUS,
    /** Mark. */
    MARK;

    /** A connection's value, that equals those of others with the same; null where it has none. */
    Object of(final Connection c) {
        return switch (this) {
            case STATE -> c.state();
            case PROTO -> Protocols.nameOrNumber(c.protocol());
            case SRC -> new Address(c.l3(), c.sourceHigh(0), c.sourceLow(0));
            case DST -> new Address(c.l3(), c.sourceHigh(1), c.sourceLow(1));
            case SPORT -> c.hasPorts() ? c.sourcePort(0) : null;
            case DPORT -> c.hasPorts() ? c.destinationPort(0) : null;
            case ZONE -> c.zone();
            case FAMILY -> c.l3() == 4 ? "ipv4" : "ipv6";
            case STATUS -> status(c.status());
            case MARK -> Integer.toUnsignedLong(c.mark());
        };
    }

    private static String status(final int status) {
        if ((status & Status.ASSURED) != 0) {
            return "ASSURED";
        }
        return (status & Status.SEEN_REPLY) != 0 ? "SEEN_REPLY" : "UNREPLIED";
    }
}
