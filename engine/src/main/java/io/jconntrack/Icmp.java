/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.Redirect;
import io.jconntrack.protocol.Tuples;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.TupleKey;

/**
 * What is special about ICMP: errors about other connections, and neighbour discovery.
 */
final class Icmp {
    /** The packet is a query or its answer, and is tracked like any other. */
    static final long QUERY = -1;

    private static final int HEADER_LENGTH = 8;

    private final Connections connections;
    private final boolean checksum;
    private final Packet quoted = new Packet();

    Icmp(final Connections connections, final boolean checksum) {
        this.connections = connections;
        this.checksum = checksum;
    }

    static boolean is(final Packet p) {
        return p.protocol() == Packet.ICMP || p.protocol() == Packet.ICMPV6;
    }

    static boolean isError(final Packet p) {
        final int type = p.transportByte(0);
        return p.l3() == 6 ? type < 128 : type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    /**
     * Track a packet.
     *
     * @param key is set to the connection that the packet belongs to or is about.
     * @return the verdict, or {@link #QUERY}.
     */
    long track(final Packet packet, final TupleKey key, final int zone, final long nowNanos) {
        final int l3 = packet.l3();
        if (packet.protocol() != (l3 == 4 ? Packet.ICMP : Packet.ICMPV6)) {
            return Verdict.invalid(Reason.ICMP_FAMILY, -1);
        }
        if (packet.transportLength() < HEADER_LENGTH || !packet.captured(0, HEADER_LENGTH)) {
            return Verdict.invalid(Reason.TRANSPORT_TRUNCATED, -1);
        }
        final int type = packet.transportByte(0);
        final boolean error = isError(packet);
        if (checksum && packet.needsChecksum() && !packet.checksumIsRight()) {
            final boolean hasTuple = error ? readQuote(packet, key, zone)
                : Tuples.set(key, packet, zone) == Reason.NONE;
            return Verdict.invalid(Reason.TRANSPORT_CHECKSUM,
                hasTuple ? connections.number(connections.find(key, nowNanos)) : -1);
        }
        if (error) {
            return error(packet, HEADER_LENGTH, key, zone, nowNanos);
        }
        if (l3 == 4 && type > 18) {
            return Verdict.invalid(Reason.ICMP_TYPE, -1);
        }
        // MLD (RFC 2710, RFC 3810), neighbour discovery (RFC 4861), multicast router discovery (RFC 4286)
        if (l3 == 6 && (type >= 130 && type <= 136 || type == 143 || type == 151 || type == 152)) {
            return Verdict.of(ConnState.UNTRACKED);
        }
        if (l3 == 6 && type == Redirect.TYPE) {
            final int at = Redirect.quoteOffset(packet);
            return at < 0 ? Verdict.invalid(Reason.of(~at), -1) : error(packet, at, key, zone, nowNanos);
        }
        final Reason reason = Tuples.set(key, packet, zone);
        return reason == Reason.NONE ? QUERY : Verdict.invalid(reason, -1);
    }

    /**
     * Set a key to the connection that an error quotes.
     *
     * @return false when the quoted packet can't be read.
     */
    boolean readQuote(final Packet packet, final TupleKey key, final int zone) {
        return readQuote(packet, HEADER_LENGTH, key, zone);
    }

    private boolean readQuote(final Packet packet, final int at, final TupleKey key, final int zone) {
        return quoted.decodeQuoted(packet, at) && Tuples.set(key, quoted, zone) == Reason.NONE;
    }

    private long error(final Packet packet, final int quoteAt, final TupleKey key, final int zone,
        final long nowNanos) {
        if (!readQuote(packet, quoteAt, key, zone)) {
            return Verdict.invalid(Reason.ICMP_QUOTE, -1);
        }
        final long entry = connections.find(key, nowNanos);
        if (entry == ConnectionTable.NONE) {
            return Verdict.invalid(Reason.ICMP_UNKNOWN, -1);
        }
        final int number = connections.number(entry);
        if (packet.dstLow() != quoted.srcLow() || packet.dstHigh() != quoted.srcHigh()) {
            return Verdict.quoting(Verdict.invalid(Reason.ICMP_DESTINATION, number));
        }
        final int direction = 1 - ConnectionTable.direction(entry, key);
        return Verdict.quoting(Verdict.of(ConnState.RELATED, direction, number));
    }
}
