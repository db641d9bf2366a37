/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.io.PrintWriter;

/**
 * What a command tells of the connections that it changed: a line each, and how many they were.
 */
final class ChangeReport {
    private static final int CHUNK = 1 << 14;

    private final PrintWriter out;
    private final StringBuilder lines = new StringBuilder(2 * CHUNK);
    private long done;
    private long gone;

    ChangeReport(final PrintWriter out) {
        this.out = out;
    }

    /** Where the next connection that was changed is printed; {@link #done()} follows. */
    StringBuilder lines() {
        return lines;
    }

    /** A connection was changed. It goes on when nobody reads any more: the change was asked for, not the lines. */
    void done() {
        done++;
        if (lines.length() >= CHUNK) {
            print();
        }
    }

    /** A connection had gone before. */
    void gone() {
        gone++;
    }

    private void print() {
        out.append(lines);
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
        print();
        out.flush();
        err.println("jconntrack: " + done + " flow entries have been " + participle + '.'
            + (gone == 0 ? "" : " " + gone + " more had gone in the meantime."));
        return done == 0 ? 1 : 0;
    }
}
