/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.net.Address;
import io.jconntrack.net.Protocols;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.Tuples;

/**
 * A tuple as text, to name a connection:
 * <pre>
 *  tcp 10.0.0.1:1000 10.2.0.1:80
 *  udp [2001:db8::1]:53 [2001:db8::2]:99 zone=7
 *  icmp 10.0.0.1 10.0.0.2 8/0/77            type/code/id
 *  gre 10.0.0.1:0 10.0.0.2:0x1234           keys; 0 when left out
 *  89 10.0.0.1 10.0.0.2                     any protocol's number
 * </pre>
 * or a line of conntrack(8), of /proc or of ours, whose first tuple is meant, or a part of one:
 * {@code tcp src=10.0.0.1 dst=10.2.0.1 sport=1000 dport=80}. The tuple of either direction names the connection.
 */
public final class TupleText {
    private static final String ZONE = "zone=";

    private TupleText() {
    }

    /**
     * Read a tuple.
     *
     * @param text a tuple, or a line that has one.
     * @return the tuple.
     * @throws IllegalArgumentException when it is none; the message names the word that is wrong.
     */
    public static Tuple parse(final String text) {
        final String[] words = text.trim().split("\\s+");
        if (words[0].isEmpty()) {
            throw new IllegalArgumentException("a tuple is missing, such as tcp 10.0.0.1:1000 10.2.0.1:80");
        }
        for (int i = 0; i < words.length; i++) {
            if (words[i].startsWith("src=") || words[i].startsWith("dst=")) {
                return new TupleWords(words, i).parse();
            }
        }
        return shortForm(words);
    }

    private static Tuple shortForm(final String[] words) {
        final int protocol = Protocols.number(words[0]);
        final boolean hasZone = words.length > 1 && words[words.length - 1].startsWith(ZONE);
        final int zone = hasZone
            ? number(words[words.length - 1], words[words.length - 1].substring(ZONE.length()), 0xFFFF) : 0;
        final int count = words.length - (hasZone ? 1 : 0);
        if (count < 3) {
            throw new IllegalArgumentException(words[0] + ": two addresses must follow, such as "
                + words[0] + (Protocols.hasPorts(protocol) ? " 10.0.0.1:1000 10.2.0.1:80" : " 10.0.0.1 10.2.0.1"));
        }
        final Address src = Endpoint.address(words[1]);
        final Address dst = Endpoint.address(words[2]);
        final int l3 = family(words[1], src, words[2], dst);
        final boolean icmp = isIcmp(protocol, l3, words[0]);
        if (count > (icmp ? 4 : 3)) {
            throw new IllegalArgumentException(words[icmp ? 4 : 3] + ": too much for a tuple of " + words[0]);
        }
        final int srcPort = Endpoint.port(words[1], protocol);
        final int dstPort = Endpoint.port(words[2], protocol);
        if (!icmp) {
            return new Tuple(l3, protocol, zone, src.high(), src.low(), srcPort, dst.high(), dst.low(), dstPort);
        }
        if (count < 4) {
            throw new IllegalArgumentException(words[0] + ": type/code/id must follow the addresses, such as 8/0/77");
        }
        final String[] parts = words[3].split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(words[3] + ": should be type/code/id, such as 8/0/77");
        }
        return icmp(words[3], l3, protocol, zone, src, dst, number(words[3], parts[0], 255),
            number(words[3], parts[1], 255), number(words[3], parts[2], 0xFFFF));
    }

    static Tuple icmp(final String word, final int l3, final int protocol, final int zone, final Address src,
        final Address dst, final int type, final int code, final int id) {
        final int query = Tuples.queryOf(l3, type);
        if (query < 0) {
            throw new IllegalArgumentException(word + ": type " + type + " is neither a query nor an answer to one");
        }
        return Tuple.icmp(l3, protocol, zone, src, dst, query, query != type, code, id);
    }

    static int family(final String srcWord, final Address src, final String dstWord,
        final Address dst) {
        if (src.l3() != dst.l3()) {
            throw new IllegalArgumentException(dstWord + ": is IPv" + dst.l3() + ", but " + srcWord + " is IPv"
                + src.l3());
        }
        return src.l3();
    }

    /** Whether the tuple has type, code and id; refuses the ICMP of the other IP version, which is not tracked. */
    static boolean isIcmp(final int protocol, final int l3, final String word) {
        if (protocol == (l3 == 4 ? Packet.ICMPV6 : Packet.ICMP)) {
            throw new IllegalArgumentException(word + ": goes with IPv" + (10 - l3) + " addresses");
        }
        return protocol == Packet.ICMP || protocol == Packet.ICMPV6;
    }

    /** A number, decimal or behind 0x. */
    static int number(final String word, final String digits, final int max) {
        int value;
        try {
            value = digits.startsWith("0x") ? Integer.parseUnsignedInt(digits.substring(2), 16)
                : Character.isDigit(digits.isEmpty() ? 'x' : digits.charAt(0)) ? Integer.parseInt(digits) : -1;
        } catch (final NumberFormatException e) {
            value = -1;
        }
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(word + ": " + (digits.isEmpty() ? "nothing" : digits)
                + " is not a number from 0 to " + max);
        }
        return value;
    }

    /**
     * Append a tuple as {@link #parse} reads it.
     *
     * @param out to append to.
     * @param tuple the tuple.
     */
    public static void append(final StringBuilder out, final Tuple tuple) {
        final boolean ports = Protocols.hasPorts(tuple.protocol()) || tuple.protocol() == Packet.GRE;
        out.append(Protocols.nameOrNumber(tuple.protocol())).append(' ');
        Endpoint.append(out, tuple.l3(), tuple.srcHigh(), tuple.srcLow(), ports ? tuple.srcPort() : -1);
        Endpoint.append(out.append(' '), tuple.l3(), tuple.dstHigh(), tuple.dstLow(), ports ? tuple.dstPort() : -1);
        if (tuple.isIcmp()) {
            out.append(' ').append(tuple.dstPort() >>> 8).append('/').append(tuple.dstPort() & 0xFF).append('/')
                .append(tuple.srcPort());
        }
        if (tuple.zone() != 0) {
            out.append(' ').append(ZONE).append(tuple.zone());
        }
    }
}
