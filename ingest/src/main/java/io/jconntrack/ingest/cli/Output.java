/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

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
     * Write what was collected, and empty it.
     *
     * @return false when nobody reads any more.
     */
    static boolean write(final OutputStream out, final StringBuilder lines) throws IOException {
        try {
            out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
            lines.setLength(0);
            return true;
        } catch (final IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return false;
            }
            throw e;
        }
    }
}
