/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.io.PrintStream;

/**
 * A line on standard error that says what is going on. The launcher says whether that is a terminal.
 */
final class Progress {
    /** System property that switches it on. */
    static final String PROPERTY = "jconntrack.progress";

    private static final PrintStream OUT = Boolean.getBoolean(PROPERTY) ? System.err : null;

    private Progress() {
    }

    /**
     * Show a step in the place of the last one.
     *
     * @param step what begins.
     */
    static void show(final String step) {
        if (OUT != null) {
            OUT.print("\r\033[K" + step + " ...");
        }
    }

    /** Take the line away. */
    static void clear() {
        if (OUT != null) {
            OUT.print("\r\033[K");
        }
    }
}
