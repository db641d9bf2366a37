/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.snapshot.Change;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.util.Locale;

/**
 * Differences of two dumps, a line each: a word, the connection as it is (or was, when it is gone), then what it was
 * and by how much it grew.
 */
final class DiffFormat {
    private static final int WORD = 8;

    private final Form form;
    private final EntryFormat oldFormat;
    private final EntryFormat newFormat;
    private final Dump before;
    private final Dump after;

    DiffFormat(final FormOptions options, final Dump before, final Dump after) {
        form = options.form(after);
        this.before = before;
        this.after = after;
        oldFormat = options.format(before);
        newFormat = options.format(after);
    }

    /** Append a line; one of the two connections may be null. */
    void append(final StringBuilder out, final Change change, final Connection old, final Connection now) {
        if (form == Form.JSON) {
            appendJson(out, change, old, now);
        } else {
            appendText(out, change, old, now);
        }
    }

    private void appendText(final StringBuilder out, final Change change, final Connection old,
        final Connection now) {
        final String word = change.name().toLowerCase(Locale.ROOT);
        out.repeat(' ', WORD - word.length()).append(word).append(' ');
        entry(out, old, now);
        if (change == Change.CHANGED) {
            appendWas(out.append(" was "), old);
        }
        if ((change == Change.CHANGED || change == Change.GREW) && old.has(Column.ACCOUNTING)
            && now.has(Column.ACCOUNTING)) {
            out.append(" packets ");
            grown(out, old.packets(0), now.packets(0)).append(',');
            grown(out, old.packets(1), now.packets(1)).append(" bytes ");
            grown(out, old.bytes(0), now.bytes(0)).append(',');
            grown(out, old.bytes(1), now.bytes(1));
        }
        out.append('\n');
    }

    private void entry(final StringBuilder out, final Connection old, final Connection now) {
        if (now != null) {
            newFormat.append(out, now, after.nowNanos());
        } else {
            oldFormat.append(out, old, before.nowNanos());
        }
    }

    private static void appendWas(final StringBuilder out, final Connection old) {
        if (old.state() != null) {
            out.append(old.state()).append(' ');
        }
        if ((old.status() & Status.SEEN_REPLY) == 0) {
            out.append("[UNREPLIED] ");
        }
        if ((old.status() & Status.ASSURED) != 0) {
            out.append("[ASSURED] ");
        }
        out.setLength(out.length() - 1);
    }

    private static StringBuilder grown(final StringBuilder out, final long from, final long to) {
        return out.append(to < from ? "" : "+").append(to - from);
    }

    private void appendJson(final StringBuilder out, final Change change, final Connection old,
        final Connection now) {
        out.append("{\"change\":\"").append(change.name().toLowerCase(Locale.ROOT)).append("\",\"was\":");
        if (old == null) {
            out.append("null");
        } else {
            entry(out, old, null);
        }
        out.append(",\"entry\":");
        if (now == null) {
            out.append("null");
        } else {
            entry(out, null, now);
        }
        out.append("}\n");
    }
}
