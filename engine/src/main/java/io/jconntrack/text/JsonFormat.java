/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.Verdict;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import java.util.Locale;

/**
 * Entries and verdicts as JSON, one object a line.
 */
public final class JsonFormat {
    private final Conntrack conntrack;
    private final Connection connection;
    private final Ascii line = new Ascii(Ascii.LINE);
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
        line.setLength(0);
        appendVerdict(line, number, verdict, elapsedNanos, nowNanos);
        out.append(line);
    }

    /** Whether a helper said it: the packet did its part in its connection. */
    private static boolean isHelpers(final Reason reason) {
        return reason == Reason.HELPER_PARTIAL || reason == Reason.HELPER_REFUSED;
    }

    private void appendVerdict(final Ascii out, final long number, final long verdict, final long elapsedNanos,
        final long nowNanos) {
        final ConnState state = Verdict.state(verdict);
        seconds(out.append("{\"i\":").append(number).append(",\"t\":"), elapsedNanos);
        out.append(",\"verdict\":\"").append(state.name()).append("\",\"dir\":");
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
            out.append(reason.refuses() ? ",\"reason\":\"" : isHelpers(reason) ? ",\"helper\":\"" : ",\"ignored\":\"")
                .append(reason.name().toLowerCase(Locale.ROOT)).append('"');
        }
        out.append(",\"entry\":");
        if (Verdict.entry(verdict) >= 0 && connection.moveTo(Verdict.entry(verdict))) {
            JsonEntry.appendAfterPacket(out, connection, nowNanos, refresh());
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
     * @param c the entry, of any table.
     * @param nowNanos time from which the remaining seconds count.
     */
    public void appendEntry(final StringBuilder out, final Connection c, final long nowNanos) {
        JsonEntry.append(out, c, nowNanos);
    }

    /** Seconds with six decimals. */
    static void seconds(final Ascii out, final long nanos) {
        final String micros = Long.toString(nanos / 1000 % 1_000_000L);
        out.append(nanos / 1_000_000_000L).append('.').repeat('0', 6 - micros.length()).append(micros);
    }

    private String refresh() {
        final Setting applied = conntrack.lastTimeout();
        if (applied == null) {
            return null;
        }
        return linux && applied == Setting.TCP_TIMEOUT_LISTEN ? "tcp_timeout_syn_sent2" : applied.shortName();
    }
}
