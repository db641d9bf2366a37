/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.settings.Settings;

/**
 * Connections in any of the forms: what comes before the first, each one, what comes behind the last.
 */
public final class EntryFormat {
    private final Form form;
    private final ProcFormat proc;

    /**
     * A format.
     *
     * @param form of the text.
     * @param settings of the tracker whose entries are printed.
     */
    public EntryFormat(final Form form, final Settings settings) {
        this.form = form;
        proc = new ProcFormat(form == Form.NF, settings);
    }

    /**
     * Append one connection, with the end of its line.
     *
     * @param out to append to.
     * @param c the connection.
     * @param nowNanos time from which the remaining seconds count.
     */
    public void append(final StringBuilder out, final Connection c, final long nowNanos) {
        switch (form) {
            case PROC, NF -> proc.append(out, c, nowNanos);
            case JSON -> JsonEntry.append(out, c, nowNanos);
            default -> throw new AssertionError(form);
        }
        out.append('\n');
    }
}
