/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.table.TupleKey;

/**
 * From a packet to the key of its connection.
 * <p>
 * ICMP queries have their id in the place of the asking side's port, and type and code of the query in the place of
 * the other's; so question and answer have one key, and the same id asked from the other side has another.
 */
public final class Tuples {
    private static final int GRE_PPP = 0x880B;

    private Tuples() {
    }

    /**
     * Set a key from a packet.
     *
     * @param key to set.
     * @param p packet, or the one that an ICMP error quotes.
     * @param zone of the packet.
     * @return {@link Reason#NONE}, or why the packet has no tuple.
     */
    public static Reason set(final TupleKey key, final Packet p, final int zone) {
        return switch (p.protocol()) {
            case Packet.TCP, Packet.UDP, Packet.UDPLITE, Packet.SCTP -> ports(key, p, zone);
            case Packet.ICMP, Packet.ICMPV6 -> icmp(key, p, zone);
            case Packet.GRE -> gre(key, p, zone);
            default -> set(key, p, zone, 0, 0, 0);
        };
    }

    private static Reason set(final TupleKey key, final Packet p, final int zone, final int src, final int dst,
        final int query) {
        key.set(p.l3(), p.protocol(), zone, p.srcHigh(), p.srcLow(), src, p.dstHigh(), p.dstLow(), dst, query);
        return Reason.NONE;
    }

    private static Reason ports(final TupleKey key, final Packet p, final int zone) {
        if (p.transportLength() < 4 || !p.captured(0, 4)) {
            return Reason.TRANSPORT_TRUNCATED;
        }
        final int ports = p.transportInt(0);
        return set(key, p, zone, ports >>> 16, ports & 0xFFFF, 0);
    }

    private static Reason icmp(final TupleKey key, final Packet p, final int zone) {
        if (p.l3() == 4 != (p.protocol() == Packet.ICMP)) {
            return set(key, p, zone, 0, 0, 0);
        }
        if (p.transportLength() < 8 || !p.captured(0, 8)) {
            return Reason.TRANSPORT_TRUNCATED;
        }
        final int type = p.transportByte(0);
        final int asked = queryOf(p.l3(), type);
        if (asked < 0) {
            return Reason.ICMP_NOT_A_QUERY;
        }
        final int id = p.transportShort(4);
        final int typeAndCode = asked << 8 | p.transportByte(1);
        return asked == type ? set(key, p, zone, id, typeAndCode, 1) : set(key, p, zone, typeAndCode, id, 2);
    }

    /** Version 1 is PPTP (RFC 2637), with its call id as a key; others have none. */
    private static Reason gre(final TupleKey key, final Packet p, final int zone) {
        int callId = 0;
        if (p.transportLength() >= 8 && p.captured(0, 8) && (p.transportShort(0) & 7) == 1) {
            if (p.transportShort(2) != GRE_PPP) {
                return Reason.GRE_PROTOCOL;
            }
            callId = p.transportShort(6);
        }
        return set(key, p, zone, 0, callId, 0);
    }

    /**
     * The query to which a type belongs.
     *
     * @param l3 4 or 6.
     * @param type ICMP or ICMPv6 type.
     * @return the query's type: itself, or the one that it answers; -1 where there is no such pair.
     */
    public static int queryOf(final int l3, final int type) {
        if (l3 == 4) {
            return switch (type) {
                case 8, 13, 15, 17 -> type;
                case 0 -> 8;
                case 14, 16, 18 -> type - 1;
                default -> -1;
            };
        }
        return switch (type) {
            case 128, 139 -> type;
            case 129, 140 -> type - 1;
            default -> -1;
        };
    }

    /**
     * Whether a packet with an ICMP protocol number is an answer and can't open an entry.
     *
     * @param p the packet.
     * @return true for answers.
     */
    public static boolean isIcmpAnswer(final Packet p) {
        return queryOf(p.l3(), p.transportByte(0)) != p.transportByte(0);
    }

    /**
     * The type that answers a query.
     *
     * @param l3 4 or 6.
     * @param query its type.
     * @return the answer's type.
     */
    public static int answerTo(final int l3, final int query) {
        return l3 == 4 && query == 8 ? 0 : query + 1;
    }
}
