/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.entry.Expectation;

/**
 * An expectation as {@code conntrack -L expect} prints it. Used by the tracker's thread.
 */
public final class ExpectationFormat {
    private static final String ALL_V4 = "255.255.255.255";
    private static final String ALL_V6 = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    private static final int ALL_BITS = 0xFFFF;

    private final Connection master;

    /**
     * A format.
     *
     * @param conntrack whose expectations are printed.
     */
    public ExpectationFormat(final Conntrack conntrack) {
        master = new Connection(conntrack);
    }

    /**
     * Append one line, without its end.
     *
     * @param out to append to.
     * @param e an expectation that was read from the tracker.
     * @param nowNanos time from which the remaining seconds count.
     */
    public void append(final StringBuilder out, final Expectation e, final long nowNanos) {
        final Ascii line = new Ascii(Ascii.LINE);
        append(line, e, nowNanos);
        out.append(line);
    }

    private void append(final Ascii out, final Expectation e, final long nowNanos) {
        final boolean isV4 = e.l3() == 4;
        final boolean fromAnyPort = e.sourcePort() == Expectation.ANY_PORT;
        out.append(e.secondsLeft(nowNanos)).append(" proto=").append(e.protocol());
        address(out.append(" src="), isV4, e.sourceHigh(), e.sourceLow());
        address(out.append(" dst="), isV4, e.destinationHigh(), e.destinationLow());
        out.append(" sport=").append(fromAnyPort ? 0 : e.sourcePort()).append(" dport=").append(e.destinationPort());
        out.append(" mask-src=");
        if (e.isFromAnywhere()) {
            address(out, isV4, 0, 0);
        } else {
            out.append(isV4 ? ALL_V4 : ALL_V6);
        }
        out.append(" mask-dst=").append(isV4 ? ALL_V4 : ALL_V6).append(" sport=").append(fromAnyPort ? 0 : ALL_BITS)
            .append(" dport=").append(ALL_BITS);
        final boolean hasMaster = master.moveTo(e.master());
        if (hasMaster) {
            ProcFormat.address(out.append(" master-src="), master, 0, true);
            ProcFormat.address(out.append(" master-dst="), master, 1, true);
            out.append(" sport=").append(master.sourcePort(0)).append(" dport=").append(master.destinationPort(0));
        }
        out.append(" class=0");
        if (hasMaster && master.helper() != null) {
            out.append(" helper=").append(master.helper());
        }
    }

    private static void address(final Ascii out, final boolean isV4, final long high, final long low) {
        if (isV4) {
            Addresses.appendV4(out, low);
        } else {
            Addresses.appendV6Short(out, high, low);
        }
    }
}
