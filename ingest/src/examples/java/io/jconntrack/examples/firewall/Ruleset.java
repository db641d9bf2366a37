/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples.firewall;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.Verdict;
import io.jconntrack.net.LinkLayer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The rules. NEW and ESTABLISHED may leave, only ESTABLISHED and RELATED may come back, NEW without SYN is refused.
 * <pre>
 *  iptables -P FORWARD DROP
 *  iptables -A FORWARD -p tcp ! --syn -m conntrack --ctstate NEW -j DROP
 *  iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
 *  iptables -A FORWARD -i inside -o outside -m conntrack --ctstate NEW -j ACCEPT
 * </pre>
 * Used by the tracker's thread. Frames are Ethernet's, whole, without a VLAN tag.
 */
public final class Ruleset {
    private static final int ETHERNET = 1;
    private static final int ETHERTYPE_AT = 12;
    private static final int ETHERTYPE_ARP = 0x0806;
    /** State of a connection whose first packet was a SYN. */
    private static final String SYN_SENT = "SYN_SENT";

    private final Conntrack conntrack;
    private final Connection connection;

    /**
     * Rules on what a tracker says.
     *
     * @param conntrack the tracker; the rules give it every packet but fragments.
     */
    public Ruleset(final Conntrack conntrack) {
        this.conntrack = conntrack;
        connection = new Connection(conntrack);
    }

    /**
     * Track a frame and decide on it.
     *
     * @param frame the buffer that holds it, off-heap, from its first byte on.
     * @param length bytes of the frame.
     * @param leaves whether it comes from inside.
     * @param nowNanos time, which must not run backwards.
     * @return whether it goes on, or why not.
     */
    public Decision decide(final DirectBuffer frame, final int length, final boolean leaves, final long nowNanos) {
        final int ip = LinkLayer.ipOffset(frame, 0, length, ETHERNET);
        if (ip < 0) {
            return isArp(frame, length) ? Decision.PASSED : Decision.NOT_IP;
        }
        if (Fragments.is(frame, ip, length)) {
            return Decision.FRAGMENT;
        }
        final long verdict = conntrack.process(frame, ip, length - ip, nowNanos);
        return switch (Verdict.state(verdict)) {
            case ESTABLISHED, RELATED -> Decision.PASSED;
            case NEW -> decideNew(leaves, verdict);
            // the neighbours' talk about their addresses: ICMPv6 has it in IP, ARP has not
            case UNTRACKED -> Decision.PASSED;
            default -> Decision.INVALID;
        };
    }

    private Decision decideNew(final boolean leaves, final long verdict) {
        final Decision decision = !leaves ? Decision.NEW_FROM_OUTSIDE
            : isTcpWithoutSyn(verdict) ? Decision.NEW_WITHOUT_SYN : Decision.PASSED;
        if (decision != Decision.PASSED) {
            // or a scan would fill the table
            conntrack.discard(verdict);
        }
        return decision;
    }

    /** "-p tcp ! --syn": the tracker would pick up a connection in the middle, unless its tcp_loose is 0. */
    private boolean isTcpWithoutSyn(final long verdict) {
        return connection.moveTo(Verdict.entry(verdict)) && connection.isTcp()
            && !SYN_SENT.equals(connection.state());
    }

    private static boolean isArp(final DirectBuffer frame, final int length) {
        return length >= ETHERTYPE_AT + 2
            && frame.getShort(ETHERTYPE_AT, ByteOrder.BIG_ENDIAN) == ETHERTYPE_ARP;
    }
}
