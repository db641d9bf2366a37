/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;

/**
 * An entry in the spelling of /proc/net/ip_conntrack (the mission text's) or of /proc/net/nf_conntrack.
 */
public final class ProcFormat {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final boolean nf;
    private final long greTimeout;
    private final long greStreamTimeout;

    /**
     * A format.
     *
     * @param nf true for nf_conntrack, false for ip_conntrack.
     * @param settings of the tracker whose entries are printed.
     */
    public ProcFormat(final boolean nf, final Settings settings) {
        this.nf = nf;
        greTimeout = settings.get(Setting.GRE_TIMEOUT);
        greStreamTimeout = settings.get(Setting.GRE_TIMEOUT_STREAM);
    }

    /**
     * Append one line, without its end.
     *
     * @param out to append to.
     * @param c the entry.
     * @param nowNanos time from which the remaining seconds count.
     */
    public void append(final StringBuilder out, final Connection c, final long nowNanos) {
        final Ascii line = new Ascii(Ascii.LINE);
        append(line, c, nowNanos);
        out.append(line);
    }

    /**
     * Append one line, without its end.
     *
     * @param out to append to.
     * @param c the entry.
     * @param nowNanos time from which the remaining seconds count.
     */
    public void append(final Ascii out, final Connection c, final long nowNanos) {
        if (nf) {
            family(out, c);
        }
        protocol(out, c);
        out.append(c.secondsLeft(nowNanos)).append(' ');
        if (c.state() != null) {
            out.append(c.state()).append(' ');
        }
        if (c.protocol() == Packet.GRE) {
            out.append("timeout=").append(greTimeout).append(", stream_timeout=").append(greStreamTimeout).append(' ');
        }
        tuples(out, c, c.has(Column.ACCOUNTING), false);
        if (nf) {
            out.append("mark=").append(Integer.toUnsignedLong(c.mark())).append(" zone=").append(c.zone());
            if (c.has(Column.TIMESTAMP)) {
                out.append(" delta-time=").append((nowNanos - c.startNanos()) / NANOS_PER_SECOND);
            }
            out.append(" use=2");
        } else {
            out.append("use=1");
        }
    }

    static void family(final Ascii out, final Connection c) {
        out.append(c.l3() == 4 ? "ipv4     2 " : "ipv6     10 ");
    }

    static void protocol(final Ascii out, final Connection c) {
        final String name = c.protocolName();
        out.append(name).repeat(' ', Math.max(0, 8 - name.length())).append(' ').append(c.protocol()).append(' ');
    }

    /** Both tuples and the flags, with a blank behind each word. */
    static void tuples(final Ascii out, final Connection c, final boolean counters,
        final boolean shortAddresses) {
        tuple(out, c, 0, counters, shortAddresses);
        if ((c.status() & Status.SEEN_REPLY) == 0) {
            out.append("[UNREPLIED] ");
        }
        tuple(out, c, 1, counters, shortAddresses);
        if ((c.status() & Status.ASSURED) != 0) {
            out.append("[ASSURED] ");
        }
    }

    private static void tuple(final Ascii out, final Connection c, final int direction,
        final boolean counters, final boolean shortAddresses) {
        address(out.append("src="), c, direction, shortAddresses);
        address(out.append(" dst="), c, 1 - direction, shortAddresses);
        out.append(' ');
        if (c.isIcmp()) {
            out.append("type=").append(c.icmpType(direction)).append(" code=").append(c.icmpCode()).append(" id=")
                .append(c.icmpId()).append(' ');
        } else if (c.hasPorts()) {
            out.append("sport=").append(c.sourcePort(direction)).append(" dport=")
                .append(c.destinationPort(direction)).append(' ');
        } else if (c.protocol() == Packet.GRE) {
            out.append("srckey=0x").append(Integer.toHexString(c.sourcePort(direction))).append(" dstkey=0x")
                .append(Integer.toHexString(c.destinationPort(direction))).append(' ');
        }
        if (counters) {
            out.append("packets=").append(c.packets(direction)).append(" bytes=").append(c.bytes(direction))
                .append(' ');
        }
    }

    static void address(final Ascii out, final Connection c, final int direction, final boolean isShort) {
        if (c.l3() == 4) {
            Addresses.appendV4(out, c.sourceLow(direction));
        } else if (isShort) {
            Addresses.appendV6Short(out, c.sourceHigh(direction), c.sourceLow(direction));
        } else {
            Addresses.appendV6Full(out, c.sourceHigh(direction), c.sourceLow(direction));
        }
    }
}
