/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.event.EventCause;
import io.jconntrack.event.EventType;
import java.util.EnumSet;
import java.util.Set;

/**
 * Events as text: as conntrack(8) prints them behind its option -E, or as JSON, one object a line.
 */
public final class EventFormat {
    /** What conntrack(8) has behind its option -o. */
    public enum Option {
        /** When it happened, in front of the line. */
        TIMESTAMP,
        /** The connection's number, behind the line. */
        ID,
        /** The address family as well. */
        EXTENDED,
        /** When the connection started and ended, of one that ended, where the tracker keeps that. */
        KTIMESTAMP,
        /** An element of a document instead of conntrack's line; has the number in any case. */
        XML,
        /** A JSON object instead of conntrack's line; has time and number in any case. */
        JSON
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int TYPE_WIDTH = 9;
    private static final int SECONDS_WIDTH = 8;
    private static final int MICROS_WIDTH = 6;

    private final Set<Option> options;

    /**
     * A format.
     *
     * @param options of it; copied.
     */
    public EventFormat(final Set<Option> options) {
        this.options = EnumSet.noneOf(Option.class);
        this.options.addAll(options);
    }

    /**
     * Append what comes before the first event.
     *
     * @param out to append to.
     */
    public void appendHead(final Ascii out) {
        if (isXml()) {
            out.append(XmlFormat.HEAD);
        }
    }

    /**
     * Append what comes behind the last event.
     *
     * @param out to append to.
     */
    public void appendFoot(final Ascii out) {
        if (isXml()) {
            out.append(XmlFormat.FOOT);
        }
    }

    private boolean isXml() {
        return options.contains(Option.XML) && !options.contains(Option.JSON);
    }

    /**
     * Append one line, without its end.
     *
     * @param out to append to.
     * @param type of the event.
     * @param cause bits of {@link EventCause}.
     * @param c the connection as it was then; not looked at when the type is START.
     * @param nowNanos when it happened, in the tracker's time.
     * @param shownNanos the same moment as it is printed, not below 0: since 1970, or since the first packet.
     */
    public void append(final Ascii out, final EventType type, final int cause, final Connection c,
        final long nowNanos, final long shownNanos) {
        if (options.contains(Option.JSON)) {
            json(out, type, cause, c, nowNanos, shownNanos);
            return;
        }
        if (options.contains(Option.XML)) {
            EventXml.append(out, type, cause, c, nowNanos, shownNanos, options);
            return;
        }
        if (options.contains(Option.TIMESTAMP)) {
            timestamp(out, shownNanos);
        }
        final String name = type.name();
        out.repeat(' ', Math.max(0, TYPE_WIDTH - 2 - name.length())).append('[').append(name).append("] ");
        if (type != EventType.START) {
            connection(out, type, cause, c, nowNanos, shownNanos);
        }
        // a blank stands behind each word
        out.setLength(out.length() - 1);
    }

    /**
     * Append one line, without its end.
     *
     * @param out to append to.
     * @param type of the event.
     * @param cause bits of {@link EventCause}.
     * @param c the connection as it was then; not looked at when the type is START.
     * @param nowNanos when it happened, in the tracker's time.
     * @param shownNanos the same moment as it is printed, not below 0: since 1970, or since the first packet.
     */
    public void append(final StringBuilder out, final EventType type, final int cause, final Connection c,
        final long nowNanos, final long shownNanos) {
        final Ascii line = new Ascii(Ascii.LINE);
        append(line, type, cause, c, nowNanos, shownNanos);
        out.append(line);
    }

    private static void timestamp(final Ascii out, final long nanos) {
        out.append('[');
        padded(out, nanos / NANOS_PER_SECOND, SECONDS_WIDTH);
        out.append('.');
        padded(out, nanos / 1000 % 1_000_000, MICROS_WIDTH);
        out.append("]\t");
    }

    private static void padded(final Ascii out, final long number, final int width) {
        final String digits = Long.toString(number);
        out.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }

    /** What the kernel tells of a connection: only its end has counters, only a new state is told. */
    private void connection(final Ascii out, final EventType type, final int cause, final Connection c,
        final long nowNanos, final long shownNanos) {
        final boolean ends = type == EventType.DESTROY;
        if (options.contains(Option.EXTENDED)) {
            ProcFormat.family(out, c);
        }
        ProcFormat.protocol(out, c);
        final long seconds = c.secondsLeft(nowNanos);
        if (!ends || seconds > 0) {
            out.append(seconds).append(' ');
        }
        if (c.state() != null && (type != EventType.UPDATE || (cause & EventCause.STATE) != 0)) {
            out.append(c.state()).append(' ');
        }
        ProcFormat.tuples(out, c, ends && c.has(Column.ACCOUNTING), true);
        if (c.mark() != 0 || (cause & EventCause.MARK) != 0) {
            out.append("mark=").append(Integer.toUnsignedLong(c.mark())).append(' ');
        }
        if (c.zone() != 0) {
            out.append("zone=").append(c.zone()).append(' ');
        }
        if (ends && c.has(Column.TIMESTAMP)) {
            final long started = shownNanos - (nowNanos - c.startNanos());
            out.append("delta-time=").append(Math.floorDiv(shownNanos, NANOS_PER_SECOND)
                - Math.floorDiv(started, NANOS_PER_SECOND)).append(' ');
            if (options.contains(Option.KTIMESTAMP)) {
                ConntrackFormat.date(out.append("[start="), started).append("] ");
                ConntrackFormat.date(out.append("[stop="), shownNanos).append("] ");
            }
        }
        if (!ends && c.helper() != null) {
            out.append("helper=").append(c.helper()).append(' ');
        }
        if (options.contains(Option.ID)) {
            out.append("id=").append(c.id()).append(' ');
        }
        if ((cause & EventCause.DELETED) != 0) {
            out.append("[USERSPACE] ");
        }
    }

    private static void json(final Ascii out, final EventType type, final int cause, final Connection c,
        final long nowNanos, final long shownNanos) {
        out.append("{\"event\":\"").append(type.name()).append("\",\"t\":");
        JsonFormat.seconds(out, shownNanos);
        if (type != EventType.START) {
            out.append(",\"id\":").append(c.id()).append(",\"cause\":[");
            String before = "\"";
            for (int bits = cause; bits != 0; bits &= bits - 1) {
                // a bit without a name is damage
                final String name = EventCause.name(Integer.numberOfTrailingZeros(bits));
                if (name != null) {
                    out.append(before).append(name).append('"');
                    before = ",\"";
                }
            }
            out.append("],\"entry\":");
            JsonEntry.append(out, c, nowNanos, shownNanos - nowNanos);
        }
        out.append('}');
    }
}
