/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.entry.ConnectionKey;
import io.jconntrack.net.Address;
import io.jconntrack.packet.Packet;

/**
 * A connection's tuple in one of its directions, which is enough to name the connection.
 * <p>
 * An ICMP query's tuple is always that of the asking side: its id is {@code srcPort}, type and code of the query are
 * the two bytes of {@code dstPort}. A GRE key stands in the place of a port; where the protocol has none of these both
 * are 0.
 *
 * @param l3 4 or 6.
 * @param protocol IP protocol number, 0 to 255.
 * @param zone 0 to 65535.
 * @param srcHigh first eight bytes of the source address, big-endian; 0 for IPv4.
 * @param srcLow last eight bytes, or the IPv4 address.
 * @param srcPort 0 to 65535.
 * @param dstHigh first eight bytes of the destination address; 0 for IPv4.
 * @param dstLow last eight bytes, or the IPv4 address.
 * @param dstPort 0 to 65535.
 * @see TupleText
 */
public record Tuple(int l3, int protocol, int zone, long srcHigh, long srcLow, int srcPort, long dstHigh, long dstLow,
    int dstPort) {
    /**
     * The original tuple of a connection.
     *
     * @param c the connection.
     * @return its tuple.
     */
    public static Tuple of(final Connection c) {
        return new Tuple(c.l3(), c.protocol(), c.zone(), c.sourceHigh(0), c.sourceLow(0), c.sourcePort(0),
            c.sourceHigh(1), c.sourceLow(1), c.destinationPort(0));
    }

    /**
     * The tuple of a packet, which is the original's or the reply's.
     *
     * @param l3 4 or 6.
     * @param protocol ICMP's number of that version.
     * @param zone 0 to 65535.
     * @param src source address.
     * @param dst destination address.
     * @param query type of the query: the packet's, or the one that it answers.
     * @param isAnswer whether the packet answers.
     * @param code of the packet.
     * @param id of the packet.
     */
    static Tuple icmp(final int l3, final int protocol, final int zone, final Address src, final Address dst,
        final int query, final boolean isAnswer, final int code, final int id) {
        final Address asks = isAnswer ? dst : src;
        final Address answers = isAnswer ? src : dst;
        return new Tuple(l3, protocol, zone, asks.high(), asks.low(), id, answers.high(), answers.low(),
            query << 8 | code);
    }

    /**
     * Set a table's key to this connection's.
     *
     * @param key to set.
     * @return the key.
     */
    public ConnectionKey fill(final ConnectionKey key) {
        key.set(l3, protocol, zone, srcHigh, srcLow, srcPort, dstHigh, dstLow, dstPort, isIcmp() ? 1 : 0);
        return key;
    }

    /**
     * Whether it holds ICMP type, code and id.
     *
     * @return true for ICMP over IPv4 and ICMPv6 over IPv6.
     */
    public boolean isIcmp() {
        return protocol == (l3 == 4 ? Packet.ICMP : Packet.ICMPV6);
    }

    /**
     * The tuple of the other direction.
     *
     * @return itself for ICMP, where both directions are told by the query's.
     */
    public Tuple reversed() {
        return isIcmp() ? this
            : new Tuple(l3, protocol, zone, dstHigh, dstLow, dstPort, srcHigh, srcLow, srcPort);
    }

    /**
     * Whether two tuples name one connection.
     *
     * @param other tuple.
     * @return true when it is this one or that of the other direction.
     */
    public boolean isSameConnection(final Tuple other) {
        return equals(other) || reversed().equals(other);
    }

    /**
     * As {@link TupleText} reads it.
     *
     * @return one line.
     */
    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder();
        TupleText.append(out, this);
        return out.toString();
    }
}
