/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.text.Ascii;
import io.jconntrack.text.EntryFormat;
import java.io.PrintWriter;

/**
 * What a command tells of the connections that it changed: a line each, and how many they were. It goes on when nobody
 * reads any more: the change was asked for, not the lines.
 */
final class ChangeReport {
    private static final int CHUNK = 1 << 14;

    private final EntryFormat format;
    private final PrintWriter out;
    private final Ascii lines = new Ascii(2 * CHUNK);
    private boolean isBegun;
    private long done;
    private long gone;

    ChangeReport(final EntryFormat format, final PrintWriter out) {
        this.format = format;
        this.out = out;
    }

    /** Where the next connection that was changed is printed. */
    Ascii lines() {
        if (!isBegun) {
            isBegun = true;
            format.appendHead(lines);
        } else if (lines.length() >= CHUNK) {
            print();
        }
        return lines;
    }

    /** A connection was changed. */
    void done() {
        done++;
    }

    /** A connection had gone before. */
    void gone() {
        gone++;
    }

    private void print() {
        out.append(lines.toString());
        lines.setLength(0);
    }

    /**
     * All is done.
     *
     * @param err takes the count.
     * @param participle what was done to them.
     * @return exit code: 1 when there was nothing to do it to.
     */
    int finish(final PrintWriter err, final String participle) {
        if (isBegun) {
            format.appendFoot(lines);
        }
        print();
        out.flush();
        err.println("jconntrack: " + done + " connections " + participle
            + (gone == 0 ? "" : ", " + gone + " more had gone in the meantime"));
        err.flush();
        return done == 0 ? 1 : 0;
    }
}
