/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.Connection;

/**
 * What is shown of a connection. Filled anew when it makes room for another.
 */
public final class ConnectionRow extends TopRows.Row {
    private int protocol;
    private String state;
    private long secondsLeft;
    private final long[] highs = new long[2];
    private final long[] lows = new long[2];
    private final int[] ports = new int[2];
    private long packets;
    private long bytes;
    private long packetsSince;
    private long bytesSince;

    /** An empty row. */
    ConnectionRow() {
    }

    void set(final Connection connection, final long nowNanos, final long newPackets, final long newBytes) {
        protocol = connection.protocol();
        state = connection.state();
        secondsLeft = connection.secondsLeft(nowNanos);
        for (int direction = 0; direction < 2; direction++) {
            highs[direction] = connection.sourceHigh(direction);
            lows[direction] = Endpoint.low(connection, direction);
            ports[direction] = connection.hasPorts() ? connection.sourcePort(direction) : -1;
        }
        packets = connection.packets(0) + connection.packets(1);
        bytes = connection.bytes(0) + connection.bytes(1);
        packetsSince = newPackets;
        bytesSince = newBytes;
        if (state == null) {
            state = (connection.status() & io.jconntrack.entry.Status.SEEN_REPLY) == 0 ? "unreplied" : "";
        }
    }

    String protocol() {
        return Endpoint.protocol(protocol);
    }

    /** Of TCP and SCTP their state; else whether nobody has answered. */
    String state() {
        return state;
    }

    long secondsLeft() {
        return secondsLeft;
    }

    /** Where the first packet came from: address and port. */
    String source() {
        return Endpoint.text(highs[0], lows[0], ports[0]);
    }

    /** Who answers: where the first packet went to. */
    String destination() {
        return Endpoint.text(highs[1], lows[1], ports[1]);
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    long packetsSince() {
        return packetsSince;
    }

    long bytesSince() {
        return bytesSince;
    }
}
