/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import io.jconntrack.Connection;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.table.Column;
import io.jconntrack.table.Status;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the page should know of a connection, for comparisons that are made without its script.
 */
record Row(String protocol, String state, long left, boolean six, BigInteger source, BigInteger destination,
    int sourcePort, int destinationPort, long packets0, long packets1, long bytes0, long bytes1, long age,
    boolean assured, boolean replied, String line) {

    /** All connections of a dump, in its order. */
    static List<Row> all(final Dump dump) throws IOException {
        final List<Row> rows = new ArrayList<>();
        final EntryFormat nf = new EntryFormat(Form.NF, dump.settings());
        while (dump.next()) {
            rows.add(of(dump.connection(), dump.nowNanos(), nf));
        }
        return rows;
    }

    private static Row of(final Connection c, final long nowNanos, final EntryFormat nf) throws IOException {
        final StringBuilder line = new StringBuilder();
        nf.append(line, c, nowNanos);
        return new Row(c.protocolName(), c.state() == null ? "" : c.state(), c.secondsLeft(nowNanos), c.l3() == 6,
            address(c, 0), address(c, 1), c.hasPorts() ? c.sourcePort(0) : -1,
            c.hasPorts() ? c.destinationPort(0) : -1, c.packets(0), c.packets(1), c.bytes(0), c.bytes(1),
            c.has(Column.TIMESTAMP) ? (nowNanos - c.startNanos()) / 1_000_000_000L : 0,
            (c.status() & Status.ASSURED) != 0, (c.status() & Status.SEEN_REPLY) != 0, conntrack(line.toString()));
    }

    /** From /proc's spelling to conntrack's: no family, short addresses, no zone 0, one user, no GRE time-outs. */
    private static String conntrack(final String line) throws IOException {
        final StringBuilder result = new StringBuilder();
        final String behindFamily = line.strip().substring("ipv4     2 ".length());
        final int words = behindFamily.indexOf(' ', 9) + 1;
        result.append(behindFamily, 0, words);
        for (final String word : behindFamily.substring(words).split(" ")) {
            final boolean isAddress = word.matches("(src|dst)=.*:.*");
            if (!word.equals("zone=0") && !word.matches("(stream_)?timeout=.*")) {
                result.append(isAddress ? word.substring(0, 4) + shortest(word.substring(4))
                    : word.startsWith("use=") ? "use=1" : word).append(' ');
            }
        }
        return result.toString().strip();
    }

    /** The longest run of zeros, the first of several, becomes two colons. */
    private static String shortest(final String address) throws IOException {
        final String plain = InetAddress.getByName(address).getHostAddress();
        String best = "";
        for (final java.util.regex.MatchResult run
            : java.util.regex.Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])").matcher(plain).results().toList()) {
            best = run.group().length() > best.length() ? run.group() : best;
        }
        return best.isEmpty() ? plain : (":" + plain + ":").replaceFirst(":" + best + ":", "::")
            .replaceFirst("^:(?!:)", "").replaceFirst("(?<!:):$", "");
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
