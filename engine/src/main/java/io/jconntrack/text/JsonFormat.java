/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.Verdict;
import io.jconntrack.packet.Packet;
import io.jconntrack.packet.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.table.Column;
import io.jconntrack.table.Status;
import java.util.Locale;

/**
 * Entries and verdicts as JSON, one object a line.
 */
public final class JsonFormat {
    private final Conntrack conntrack;
    private final Connection connection;
    private final boolean linux;

    /**
     * A format.
     *
     * @param conntrack whose entries and verdicts are printed.
     */
    public JsonFormat(final Conntrack conntrack) {
        this.conntrack = conntrack;
        connection = new Connection(conntrack);
        linux = conntrack.settings().profile() == Profile.LINUX;
    }

    /**
     * Append a verdict, right after the packet.
     *
     * @param out to append to.
     * @param number of the packet.
     * @param verdict of the packet.
     * @param elapsedNanos time of the packet since the first.
     * @param nowNanos time of the packet.
     */
    public void appendVerdict(final StringBuilder out, final long number, final long verdict,
        final long elapsedNanos, final long nowNanos) {
        final ConnState state = Verdict.state(verdict);
        seconds(out.append("{\"i\":").append(number).append(",\"t\":"), elapsedNanos);
        out.append(",\"verdict\":\"").append(state).append("\",\"dir\":");
        if (Verdict.hasDirection(verdict)) {
            out.append(Verdict.isReply(verdict) ? "\"reply\"" : "\"orig\"");
        } else {
            out.append("null");
        }
        final Reason reason = Verdict.reason(verdict);
        if (!reason.refuses()) {
            out.append(",\"reason\":null");
        }
        if (reason != Reason.NONE) {
            out.append(reason.refuses() ? ",\"reason\":\"" : ",\"ignored\":\"")
                .append(reason.name().toLowerCase(Locale.ROOT)).append('"');
        }
        out.append(",\"entry\":");
        if (Verdict.entry(verdict) >= 0 && connection.moveTo(Verdict.entry(verdict))) {
            entry(out, connection, nowNanos, refresh());
        } else {
            out.append("null");
        }
        if (Verdict.isQuoted(verdict)) {
            out.append(",\"inner\":true");
        }
        out.append(",\"count\":").append(conntrack.count()).append('}');
    }

    /**
     * Append an entry.
     *
     * @param out to append to.
     * @param c the entry.
     * @param nowNanos time from which the remaining seconds count.
     */
    public void appendEntry(final StringBuilder out, final Connection c, final long nowNanos) {
        entry(out, c, nowNanos, null);
    }

    /** An entry, with the time-out that its last packet applied, in JSON; null leaves that out. */
    static void entry(final StringBuilder out, final Connection c, final long nowNanos, final String refresh) {
        out.append("{\"l3\":").append(c.l3()).append(",\"proto\":").append(c.protocol()).append(",\"l4\":\"")
            .append(c.protocolName()).append('"');
        if (c.state() != null) {
            out.append(",\"state\":\"").append(c.state()).append('"');
        }
        out.append(",\"timeout\":").append(c.secondsLeft(nowNanos));
        if (refresh != null) {
            out.append(",\"refresh\":").append(refresh);
        }
        out.append(",\"status\":[");
        final int status = c.status();
        boolean first = true;
        for (int bit = 0; Status.name(bit) != null; bit++) {
            if ((status >>> bit & 1) != 0) {
                out.append(first ? "\"" : ",\"").append(Status.name(bit)).append('"');
                first = false;
            }
        }
        out.append("],\"orig\":");
        tuple(out, c, 0);
        out.append(",\"reply\":");
        tuple(out, c, 1);
        out.append(",\"zone\":").append(c.zone());
        if (c.has(Column.ACCOUNTING)) {
            out.append(",\"packets\":[").append(c.packets(0)).append(',').append(c.packets(1)).append("],\"bytes\":[")
                .append(c.bytes(0)).append(',').append(c.bytes(1)).append(']');
        }
        if (c.isTcp()) {
            out.append(",\"wscale\":[").append(c.windowScale(0)).append(',').append(c.windowScale(1))
                .append("],\"tcpflags\":[").append(c.tcpFlags(0)).append(',').append(c.tcpFlags(1)).append(']');
        } else if (c.protocol() == Packet.SCTP) {
            out.append(",\"vtag\":[").append(c.vtag(0)).append(',').append(c.vtag(1)).append(']');
        }
        out.append('}');
    }

    private String refresh() {
        final Setting applied = conntrack.lastTimeout();
        if (applied == null) {
            return "null";
        }
        return linux && applied == Setting.TCP_TIMEOUT_LISTEN ? "\"tcp_timeout_syn_sent2\""
            : '"' + applied.shortName() + '"';
    }

    /** Seconds with six decimals. */
    static void seconds(final StringBuilder out, final long nanos) {
        final String micros = Long.toString(nanos / 1000 % 1_000_000L);
        out.append(nanos / 1_000_000_000L).append('.').repeat('0', 6 - micros.length()).append(micros);
    }

    private static void tuple(final StringBuilder out, final Connection c, final int direction) {
        address(out.append("{\"src\":\""), c, direction);
        address(out.append("\",\"dst\":\""), c, 1 - direction);
        out.append('"');
        if (c.isIcmp()) {
            out.append(",\"type\":").append(c.icmpType(direction)).append(",\"code\":").append(c.icmpCode())
                .append(",\"id\":").append(c.icmpId());
        } else if (c.hasPorts()) {
            out.append(",\"sport\":").append(c.sourcePort(direction)).append(",\"dport\":")
                .append(c.destinationPort(direction));
        } else if (c.protocol() == Packet.GRE) {
            out.append(",\"srckey\":").append(c.sourcePort(direction)).append(",\"dstkey\":")
                .append(c.destinationPort(direction));
        }
        out.append('}');
    }

    private static void address(final StringBuilder out, final Connection c, final int direction) {
        if (c.l3() == 4) {
            Addresses.appendV4(out, c.sourceLow(direction));
        } else {
            Addresses.appendV6Short(out, c.sourceHigh(direction), c.sourceLow(direction));
        }
    }
}
