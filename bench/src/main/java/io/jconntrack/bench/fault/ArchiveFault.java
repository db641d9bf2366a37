/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.ingest.archive.Archive;
import io.jconntrack.ingest.archive.SnapshotInfo;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Who adds snapshots to an archive is killed: the archive opens again, and each snapshot whose addition was over is
 * there and complete.
 */
final class ArchiveFault implements Fault {
    private static final long CONNECTIONS = 300;
    private static final int TRIES_OF_A_FILE = 50;

    private final Path directory;
    private final Path snapshot;
    private final Path notes;
    private final long longestNanos;
    private Path file;
    private long promised;
    private int tries;

    /**
     * With a snapshot.
     *
     * @param directory for the files.
     * @param longestMillis latest moment of a kill.
     */
    ArchiveFault(final Path directory, final int longestMillis) throws IOException {
        this.directory = directory;
        longestNanos = longestMillis * 1_000_000L;
        snapshot = directory.resolve("some.snapshot");
        notes = directory.resolve("archive-notes");
        final Path table = directory.resolve("archived-table.dat");
        final int capacity = (int)CONNECTIONS * 8;
        try (var shared = ChurnScript.open(table, capacity, 1, 1)) {
            new ChurnScript(capacity, 0, 1, 1, 1).establish(shared.worker(0));
        }
        try (TableDump dump = TableDump.open(table, 1, System.currentTimeMillis() * 1_000_000)) {
            SnapshotFile.save(snapshot, new SnapshotWriter("faults", 1, dump.settings(), count -> { }), dump);
        }
    }

    @Override
    public void once(final SplittableRandom random, final Tally tally) throws IOException {
        if (tries++ % TRIES_OF_A_FILE == 0) {
            if (file != null) {
                Files.delete(file);
            }
            file = directory.resolve("archive-" + tries + ".dat");
            promised = 0;
        }
        Files.deleteIfExists(notes);
        try (Child child = Child.start(SavingChild.class.getName(), 1, directory.resolve("archive.log"), "archive",
            snapshot, file, notes); Notes done = Notes.open(notes)) {
            child.go();
            child.await(() -> done.get(SavingChild.DONE) > 0);
            child.killAfter(random.nextLong(longestNanos));
            promised += done.get(SavingChild.DONE);
            tally.note("snapshots added", done.get(SavingChild.DONE));
        }
        final long start = System.nanoTime();
        try (Archive archive = SavingChild.archive(file)) {
            tally.recovered(System.nanoTime() - start);
            long complete = 0;
            for (final SnapshotInfo info : archive.catalogue()) {
                complete += info.isComplete() && info.size() == CONNECTIONS ? 1 : 0;
                tally.strange(info.isComplete() && info.size() != CONNECTIONS ? 1 : 0);
            }
            tally.expected(CONNECTIONS * promised);
            tally.lost(CONNECTIONS * Math.max(0, promised - complete));
            // an addition may have been over and not yet noted
            tally.strange(Math.max(0, complete - promised - 1));
            promised = complete;
        }
    }

    @Override
    public void close() {
        // the directory goes with all that is in it
    }
}
