/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.filter;

import io.jconntrack.Connection;
import io.jconntrack.net.Prefix;
import io.jconntrack.packet.Packet;
import java.util.function.Predicate;

/**
 * Chooses connections by tuple, state, status, mark, labels and zone, with the meaning of conntrack(8)'s options.
 * All conditions must hold. Immutable, for any number of threads; a test allocates nothing.
 *
 * @see FilterBuilder
 */
public final class ConnectionFilter implements Predicate<Connection> {
    /** Stands for a number that may be any. */
    static final int ANY = -1;

    private final int l3;
    private final int protocol;
    private final int zone;
    private final int status;
    private final int statusMask;
    private final int mark;
    private final int markMask;
    private final Prefix source;
    private final Prefix destination;
    private final boolean hasPorts;
    private final int sourcePort;
    private final int destinationPort;
    private final boolean hasKeys;
    private final int sourceKey;
    private final int destinationKey;
    private final Prefix replySource;
    private final Prefix replyDestination;
    private final int replySourcePort;
    private final int replyDestinationPort;
    private final boolean hasIcmp;
    private final int icmpType;
    private final int icmpCode;
    private final int icmpId;
    private final String[] states;
    private final int[] labels;
    private final boolean isEmpty;

    ConnectionFilter(final FilterBuilder b) {
        l3 = b.l3;
        protocol = b.protocol;
        zone = b.zone;
        status = b.status;
        statusMask = b.statusMask;
        mark = b.mark & b.markMask;
        markMask = b.markMask;
        source = b.sources[0];
        replySource = b.sources[1];
        destination = b.destinations[0];
        replyDestination = b.destinations[1];
        sourcePort = b.sourcePorts[0];
        replySourcePort = b.sourcePorts[1];
        destinationPort = b.destinationPorts[0];
        replyDestinationPort = b.destinationPorts[1];
        hasPorts = (sourcePort & replySourcePort & destinationPort & replyDestinationPort) != ANY;
        sourceKey = b.sourceKey;
        destinationKey = b.destinationKey;
        hasKeys = (sourceKey & destinationKey) != ANY;
        icmpType = b.icmpType;
        icmpCode = b.icmpCode;
        icmpId = b.icmpId;
        hasIcmp = (icmpType & icmpCode & icmpId) != ANY;
        states = b.states.toArray(String[]::new);
        labels = b.labels.stream().mapToInt(Integer::intValue).toArray();
        isEmpty = b.isEmpty();
    }

    /**
     * A filter is built here.
     *
     * @return a builder of a filter that lets everything through as yet.
     */
    public static FilterBuilder builder() {
        return new FilterBuilder();
    }

    /**
     * Whether it lets every connection through.
     *
     * @return true when there is no condition.
     */
    public boolean isEmpty() {
        return isEmpty;
    }

    /**
     * Whether a connection meets all conditions.
     *
     * @param c the connection.
     * @return true when it does.
     */
    @Override
    public boolean test(final Connection c) {
        return isEmpty || is(l3, c.l3()) && is(protocol, c.protocol()) && is(zone, c.zone())
            && (c.status() & statusMask) == status && (markMask == 0 || (c.mark() & markMask) == mark)
            && addresses(c) && (!hasPorts || ports(c)) && (!hasIcmp || icmp(c)) && (!hasKeys || keys(c))
            && (states.length == 0 || state(c)) && (labels.length == 0 || labels(c));
    }

    private static boolean is(final int wanted, final int number) {
        return wanted == ANY || wanted == number;
    }

    private boolean addresses(final Connection c) {
        return isSource(source, c, 0) && isSource(destination, c, 1)
            && isSource(replySource, c, 1) && isSource(replyDestination, c, 0);
    }

    /** No address is ever translated: where one direction goes to, the other comes from. */
    private static boolean isSource(final Prefix prefix, final Connection c, final int direction) {
        return prefix == null || prefix.contains(c.l3(), c.sourceHigh(direction), c.sourceLow(direction));
    }

    private boolean ports(final Connection c) {
        return c.hasPorts() && is(sourcePort, c.sourcePort(0)) && is(destinationPort, c.destinationPort(0))
            && is(replySourcePort, c.sourcePort(1)) && is(replyDestinationPort, c.destinationPort(1));
    }

    private boolean icmp(final Connection c) {
        return c.isIcmp() && is(icmpType, c.icmpType(0)) && is(icmpCode, c.icmpCode()) && is(icmpId, c.icmpId());
    }

    private boolean keys(final Connection c) {
        return c.protocol() == Packet.GRE && is(sourceKey, c.sourcePort(0))
            && is(destinationKey, c.destinationPort(0));
    }

    private boolean state(final Connection c) {
        final String state = c.state();
        for (final String wanted : states) {
            if (wanted.equals(state)) {
                return true;
            }
        }
        return false;
    }

    private boolean labels(final Connection c) {
        for (final int label : labels) {
            if (!c.hasLabel(label)) {
                return false;
            }
        }
        return true;
    }
}
