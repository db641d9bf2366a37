/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.text.Ascii;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Lines for programs that may stop reading at any time.
 */
final class Output {
    /** Standard output without a buffer; not ours to close. */
    static final FileOutputStream STANDARD = new FileOutputStream(FileDescriptor.out);

    private Output() {
    }

    /**
     * Write what was collected to standard output, and empty it.
     *
     * @return false when nobody reads any more.
     */
    static boolean write(final Ascii lines) throws IOException {
        try {
            lines.writeTo(STANDARD);
            lines.setLength(0);
            return true;
        } catch (final IOException e) {
            return ended(e);
        }
    }

    /**
     * Write what was collected to standard output, and empty it.
     *
     * @return false when nobody reads any more.
     */
    static boolean write(final StringBuilder lines) throws IOException {
        try {
            STANDARD.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            lines.setLength(0);
            return true;
        } catch (final IOException e) {
            return ended(e);
        }
    }

    private static boolean ended(final IOException failure) throws IOException {
        if (isUnread(failure)) {
            return false;
        }
        throw failure;
    }

    /** Whether a write to standard output failed because nobody reads any more; its message depends on the locale. */
    static boolean isUnread(final IOException failure) {
        return "Broken pipe".equals(failure.getMessage()) || ClosedPipe.isStandardOutput();
    }
}
