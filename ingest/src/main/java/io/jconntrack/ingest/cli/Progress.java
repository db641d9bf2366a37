/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.pcap.CaptureReader;
import java.nio.file.Path;

/**
 * A line on standard error that says how far a long file is; only on a terminal.
 */
final class Progress implements AutoCloseable {
    private static final int PACKETS_BETWEEN = 1 << 16;

    private final Path file;
    private final CaptureReader reader;
    private final boolean on = System.console() != null && System.console().isTerminal();
    private final long startNanos = System.nanoTime();
    private boolean shown;

    Progress(final Path file, final CaptureReader reader) {
        this.file = file;
        this.reader = reader;
    }

    void packet(final long packets) {
        if (on && packets % PACKETS_BETWEEN == 0) {
            final double seconds = (System.nanoTime() - startNanos) / 1e9;
            System.err.printf("\r%s: %d %%, %d packets, %.1f Mpps ", file.getFileName(),
                100 * reader.bytesRead() / Math.max(1, reader.fileSize()), packets, packets / seconds / 1e6);
            shown = true;
        }
    }

    @Override
    public void close() {
        if (shown) {
            System.err.print("\r\033[K");
        }
    }
}
