/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.event.EventCause;
import io.jconntrack.event.EventType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Set;

/**
 * An event as an element of the document that {@code conntrack -E -o xml} prints, without the words that conntrack puts
 * between two elements.
 */
final class EventXml {
    private EventXml() {
    }

    /** Append one element, without an end of the line. */
    static void append(final Ascii out, final EventType type, final int cause, final Connection c,
        final long nowNanos, final long shownNanos, final Set<EventFormat.Option> options) {
        out.append("<flow type=\"").append(type.name().toLowerCase(Locale.ROOT)).append("\">");
        if (type != EventType.START) {
            connection(out, type, cause, c, nowNanos, shownNanos, options);
        }
        if (options.contains(EventFormat.Option.TIMESTAMP)) {
            when(out, shownNanos);
        }
        out.append("</flow>");
    }

    private static void connection(final Ascii out, final EventType type, final int cause,
        final Connection c, final long nowNanos, final long shownNanos, final Set<EventFormat.Option> options) {
        final boolean ends = type == EventType.DESTROY;
        XmlFormat.tuples(out, c, ends && c.has(Column.ACCOUNTING));
        out.append("<meta direction=\"independent\">");
        if (c.state() != null && (type != EventType.UPDATE || (cause & EventCause.STATE) != 0)) {
            XmlFormat.element(out, "state", XmlFormat.stateName(c));
        }
        final long seconds = c.secondsLeft(nowNanos);
        if (!ends || seconds > 0) {
            XmlFormat.element(out, "timeout", seconds);
        }
        if (c.mark() != 0 || (cause & EventCause.MARK) != 0) {
            XmlFormat.element(out, "mark", Integer.toUnsignedLong(c.mark()));
        }
        if (c.zone() != 0) {
            XmlFormat.element(out, "zone", c.zone());
        }
        XmlFormat.element(out, "id", c.id());
        XmlFormat.flags(out, c);
        if (ends && c.has(Column.TIMESTAMP)) {
            if (options.contains(EventFormat.Option.KTIMESTAMP)) {
                XmlFormat.element(out.append("<timestamp>"), "start", shownNanos - nowNanos + c.startNanos());
                XmlFormat.element(out, "stop", shownNanos);
                out.append("</timestamp>");
            }
            XmlFormat.element(out, "deltatime", ConntrackFormat.age(c, nowNanos, shownNanos - nowNanos));
        }
        out.append("</meta>");
        if (!ends && c.helper() != null) {
            XmlFormat.element(out, "helper", c.helper());
        }
    }

    /** The fields of a struct tm, days of the week from 1 for Sunday. */
    private static void when(final Ascii out, final long epochNanos) {
        final ZonedDateTime time = ZonedDateTime.ofInstant(
            Instant.ofEpochSecond(Math.floorDiv(epochNanos, 1_000_000_000L)), ZoneId.systemDefault());
        out.append("<when>");
        XmlFormat.element(out, "hour", twoDigits(time.getHour()));
        XmlFormat.element(out, "min", twoDigits(time.getMinute()));
        XmlFormat.element(out, "sec", twoDigits(time.getSecond()));
        XmlFormat.element(out, "wday", time.getDayOfWeek().getValue() % 7 + 1);
        XmlFormat.element(out, "day", time.getDayOfMonth());
        XmlFormat.element(out, "month", time.getMonthValue());
        XmlFormat.element(out, "year", time.getYear());
        out.append("</when>");
    }

    private static String twoDigits(final int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
