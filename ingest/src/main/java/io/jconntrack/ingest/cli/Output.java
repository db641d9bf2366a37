/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.text.Ascii;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines for programs that may stop reading at any time.
 */
final class Output {
    private Output() {
    }

    /**
     * Write what was collected to standard output, and empty it.
     *
     * @param out standard output.
     * @return false when nobody reads any more.
     */
    static boolean write(final OutputStream out, final Ascii lines) throws IOException {
        try {
            lines.writeTo(out);
            lines.setLength(0);
            return true;
        } catch (final IOException e) {
            return ended(e);
        }
    }

    /**
     * Write what was collected to standard output, and empty it.
     *
     * @param out standard output.
     * @return false when nobody reads any more.
     */
    static boolean write(final OutputStream out, final StringBuilder lines) throws IOException {
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            lines.setLength(0);
            return true;
        } catch (final IOException e) {
            return ended(e);
        }
    }

    /** False when nobody reads any more; the message that says so depends on the locale. */
    private static boolean ended(final IOException failure) throws IOException {
        if ("Broken pipe".equals(failure.getMessage()) || ClosedPipe.isStandardOutput()) {
            return false;
        }
        throw failure;
    }
}
