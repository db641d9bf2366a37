/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/**
 * An entry as {@code conntrack -L} prints it, with or without the address family in front.
 */
final class ConntrackFormat {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final boolean extended;
    private final boolean withId;
    private final boolean withStart;
    private final boolean withLabels;
    private final long toEpochNanos;

    /**
     * A format.
     *
     * @param toEpochNanos what has to be added to the tracker's time to have nanoseconds since 1970.
     */
    ConntrackFormat(final boolean extended, final Set<Form.Option> options, final long toEpochNanos) {
        this.extended = extended;
        withId = options.contains(Form.Option.ID);
        withStart = options.contains(Form.Option.KTIMESTAMP);
        withLabels = options.contains(Form.Option.LABELS);
        this.toEpochNanos = toEpochNanos;
    }

    /** Append one line, without its end. */
    void append(final Ascii out, final Connection c, final long nowNanos) {
        if (extended) {
            ProcFormat.family(out, c);
        }
        ProcFormat.protocol(out, c);
        out.append(c.secondsLeft(nowNanos)).append(' ');
        final String state = c.state();
        if (state != null) {
            out.append(state).append(' ');
        }
        ProcFormat.tuples(out, c, c.has(Column.ACCOUNTING), true);
        out.append("mark=").append(Integer.toUnsignedLong(c.mark()));
        if (c.zone() != 0) {
            out.append(" zone=").append(c.zone());
        }
        if (c.has(Column.TIMESTAMP)) {
            out.append(" delta-time=").append(age(c, nowNanos, toEpochNanos));
            if (withStart) {
                date(out.append(" [start="), c.startNanos() + toEpochNanos).append(']');
            }
        }
        if (c.helper() != null) {
            out.append(" helper=").append(c.helper());
        }
        out.append(" use=1");
        if (withId) {
            out.append(" id=").append(c.id());
        }
        if (withLabels && c.has(Column.LABELS)) {
            final int before = out.length();
            out.append(" labels=");
            if (Labels.append(out, c, "", "", ",") == 0) {
                out.setLength(before);
            }
        }
    }

    /** From full second to full second, as conntrack counts. */
    static long age(final Connection c, final long nowNanos, final long toEpochNanos) {
        return Math.floorDiv(nowNanos + toEpochNanos, NANOS_PER_SECOND)
            - Math.floorDiv(c.startNanos() + toEpochNanos, NANOS_PER_SECOND);
    }

    /** A moment as asctime(3) spells it, in the local time zone. */
    static Ascii date(final Ascii out, final long epochNanos) {
        out.append(DATE.format(ZonedDateTime.ofInstant(
            Instant.ofEpochSecond(Math.floorDiv(epochNanos, NANOS_PER_SECOND)), ZoneId.systemDefault())));
        return out;
    }
}
