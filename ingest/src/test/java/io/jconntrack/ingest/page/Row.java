/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the page should know of a connection, for comparisons that are made without its script.
 */
record Row(String protocol, String state, long left, boolean six, BigInteger source, BigInteger destination,
    int sourcePort, int destinationPort, long packets0, long packets1, long bytes0, long bytes1, long age,
    boolean assured, boolean replied, String line) {

    /** All connections of a dump, in its order. */
    static List<Row> all(final Dump dump) throws IOException {
        final List<Row> rows = new ArrayList<>();
        final EntryFormat conntrack = new EntryFormat(Form.CONNTRACK, Set.of(), dump.settings(),
            dump.epochNanos() - dump.nowNanos());
        while (dump.next()) {
            rows.add(of(dump.connection(), dump.nowNanos(), conntrack));
        }
        return rows;
    }

    private static Row of(final Connection c, final long nowNanos, final EntryFormat conntrack) {
        final StringBuilder line = new StringBuilder();
        conntrack.append(line, c, nowNanos);
        return new Row(c.protocolName(), c.state() == null ? "" : c.state(), c.secondsLeft(nowNanos), c.l3() == 6,
            address(c, 0), address(c, 1), c.hasPorts() ? c.sourcePort(0) : -1,
            c.hasPorts() ? c.destinationPort(0) : -1, c.packets(0), c.packets(1), c.bytes(0), c.bytes(1),
            c.has(Column.TIMESTAMP)
                ? Long.parseLong(line.toString().replaceFirst("(?s).* delta-time=(\\d+) .*", "$1")) : 0,
            (c.status() & Status.ASSURED) != 0, (c.status() & Status.SEEN_REPLY) != 0, line.toString().strip());
    }

    private static BigInteger address(final Connection c, final int direction) {
        return new BigInteger(1, ByteBuffer.allocate(16).putLong(c.sourceHigh(direction))
            .putLong(c.sourceLow(direction)).array());
    }

    /** Whether an address is an IPv4 one in a prefix. */
    static boolean isIn(final boolean six, final BigInteger address, final long prefix, final int length) {
        return !six && address.longValue() >>> 32 - length == prefix >>> 32 - length;
    }
}
