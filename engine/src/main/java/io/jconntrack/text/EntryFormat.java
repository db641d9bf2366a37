/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.settings.Settings;
import java.util.Set;

/**
 * Connections in any of the forms: what comes before the first, each one, what comes behind the last.
 */
public final class EntryFormat {
    private final Form form;
    private final boolean withId;
    private final long toEpochNanos;
    private final ProcFormat proc;
    private final ConntrackFormat conntrack;
    private final XmlFormat xml;

    /**
     * A format with nothing added to its form, for trackers whose time is nanoseconds since 1970.
     *
     * @param form of the text.
     * @param settings of the tracker whose entries are printed.
     */
    public EntryFormat(final Form form, final Settings settings) {
        this(form, Set.of(), settings, 0);
    }

    /**
     * A format.
     *
     * @param form of the text.
     * @param options what is added to it.
     * @param settings of the tracker whose entries are printed.
     * @param toEpochNanos what has to be added to the tracker's time to have nanoseconds since 1970.
     */
    public EntryFormat(final Form form, final Set<Form.Option> options, final Settings settings,
        final long toEpochNanos) {
        this.form = form;
        this.toEpochNanos = toEpochNanos;
        withId = options.contains(Form.Option.ID);
        proc = new ProcFormat(form == Form.NF, settings);
        conntrack = new ConntrackFormat(form == Form.EXTENDED, options, toEpochNanos);
        xml = new XmlFormat(options, toEpochNanos);
    }

    /**
     * Append what comes before the first connection.
     *
     * @param out to append to.
     */
    public void appendHead(final Ascii out) {
        if (form == Form.XML) {
            out.append(XmlFormat.HEAD);
        }
    }

    /**
     * Append what comes behind the last connection.
     *
     * @param out to append to.
     */
    public void appendFoot(final Ascii out) {
        if (form == Form.XML) {
            out.append(XmlFormat.FOOT);
        }
    }

    /**
     * Append one connection, without the end of its line.
     *
     * @param out to append to.
     * @param c the connection.
     * @param nowNanos time from which the remaining seconds count.
     */
    public void append(final StringBuilder out, final Connection c, final long nowNanos) {
        final Ascii line = new Ascii(Ascii.LINE);
        append(line, c, nowNanos);
        out.append(line);
    }

    /**
     * Append one connection, without the end of its line.
     *
     * @param out to append to.
     * @param c the connection.
     * @param nowNanos time from which the remaining seconds count.
     */
    public void append(final Ascii out, final Connection c, final long nowNanos) {
        switch (form) {
            case PROC, NF -> {
                proc.append(out, c, nowNanos);
                if (withId) {
                    out.append(" id=").append(c.id());
                }
            }
            case CONNTRACK, EXTENDED -> conntrack.append(out, c, nowNanos);
            case XML -> xml.append(out, c, nowNanos);
            case JSON -> JsonEntry.append(out, c, nowNanos, toEpochNanos);
            default -> throw new AssertionError(form);
        }
    }
}
