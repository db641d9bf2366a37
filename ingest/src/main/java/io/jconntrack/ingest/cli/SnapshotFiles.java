/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.snapshot.Dump;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotReader;
import io.jconntrack.snapshot.SnapshotSize;
import io.jconntrack.snapshot.SnapshotWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Snapshots by the names that users give; - is standard input and output.
 */
final class SnapshotFiles {
    private static final String STANDARD = "-";

    private SnapshotFiles() {
    }

    /** Name of a file, for messages. */
    static String name(final String file) {
        return file.equals(STANDARD) ? "snapshot" : file;
    }

    /** Open a snapshot. */
    static SnapshotReader open(final String file) throws IOException {
        return file.equals(STANDARD)
            ? SnapshotReader.open(new FileInputStream(FileDescriptor.in).getChannel(), "standard input")
            : SnapshotReader.open(Path.of(file));
    }

    /** Save a dump; null when nobody reads standard output any more. */
    static SnapshotSize save(final String file, final SnapshotWriter writer, final Dump dump) throws IOException {
        if (!file.equals(STANDARD)) {
            return SnapshotFile.save(Path.of(file), writer, dump);
        }
        if (System.console() != null && System.console().isTerminal()) {
            throw new IOException("a snapshot is not for a terminal; give a file, or send it through a pipe");
        }
        try {
            return writer.write(dump, Output.STANDARD.getChannel());
        } catch (final IOException e) {
            if (Output.isUnread(e)) {
                return null;
            }
            throw e;
        }
    }
}
