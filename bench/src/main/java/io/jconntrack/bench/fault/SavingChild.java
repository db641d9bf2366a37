/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.ingest.archive.Archive;
import io.jconntrack.ingest.archive.ArchiveSize;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotReader;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that saves a table as a snapshot, or adds a snapshot to an archive, again and again until it is killed. It
 * notes how often it has done so.
 */
final class SavingChild {
    /** Note of what was done. */
    static final int DONE = 0;
    private static final int ENTRIES = 50_000;
    private static final int OBSERVATIONS = 1000;

    private SavingChild() {
    }

    static Archive archive(final Path file) throws IOException {
        return Archive.openOrCreate(file, new ArchiveSize(ENTRIES, OBSERVATIONS), note -> { });
    }

    /**
     * The process: save or archive, from file, to file, notes; then a line on standard input.
     *
     * @param args of it.
     * @throws IOException when that can't be done.
     */
    public static void main(final String[] args) throws IOException {
        final Path from = Path.of(args[1]);
        final Path to = Path.of(args[2]);
        try (Notes notes = Notes.open(Path.of(args[3]))) {
            if (args[0].equals("save")) {
                Child.ready();
                while (true) {
                    try (TableDump dump = TableDump.open(from, System.nanoTime(),
                        System.currentTimeMillis() * 1_000_000)) {
                        SnapshotFile.save(to, new SnapshotWriter("faults", 1, dump.settings(), count -> { }), dump);
                    }
                    notes.put(DONE, notes.get(DONE) + 1);
                }
            } else {
                add(from, to, notes);
            }
        }
    }

    private static void add(final Path from, final Path to, final Notes notes) throws IOException {
        try (Archive archive = archive(to)) {
            Child.ready();
            while (true) {
                try (SnapshotReader snapshot = SnapshotReader.open(from)) {
                    archive.add(snapshot, "faults", count -> true);
                }
                notes.put(DONE, notes.get(DONE) + 1);
            }
        }
    }
}
