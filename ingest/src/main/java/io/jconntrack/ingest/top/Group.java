/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.Connection;

/**
 * What makes connections one talker's.
 */
public enum Group {
    /** The source address of the original direction. */
    SOURCE("source"),
    /** The destination address of the original direction. */
    DESTINATION("destination"),
    /** Protocol and destination port of the original direction; protocols without ports are one each. */
    PORT("port");

    /** Set in the second word of a port's key. */
    private static final long HAS_PORT = 1L << 32;

    private final String label;

    Group(final String label) {
        this.label = label;
    }

    /**
     * Its name.
     *
     * @return a word.
     */
    public String label() {
        return label;
    }

    /** First half of a connection's key: of an address its first eight bytes, of a port the protocol. */
    long high(final Connection connection) {
        return switch (this) {
            case SOURCE -> connection.sourceHigh(0);
            case DESTINATION -> connection.sourceHigh(1);
            case PORT -> connection.protocol();
        };
    }

    /** Second half; IPv4 addresses are in the form ::ffff:a.b.c.d, which no IPv6 packet has. */
    long low(final Connection connection) {
        return switch (this) {
            case SOURCE -> Endpoint.low(connection, 0);
            case DESTINATION -> Endpoint.low(connection, 1);
            case PORT -> connection.hasPorts() ? HAS_PORT | connection.destinationPort(0) : 0;
        };
    }

    /** Text of a key. */
    String text(final long high, final long low) {
        if (this != PORT) {
            return Endpoint.address(high, low);
        }
        final String protocol = Endpoint.protocol((int)high);
        return (low & HAS_PORT) == 0 ? protocol : protocol + '/' + (low & 0xFFFF);
    }
}
