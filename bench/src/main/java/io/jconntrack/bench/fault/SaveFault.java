/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.snapshot.SnapshotReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Who saves a snapshot over an older one is killed: the file holds all of the one or all of the other.
 */
final class SaveFault implements Fault {
    private final Path directory;
    private final RunningTracker tracker;
    private final Path file;
    private final Path notes;
    private final long longestNanos;
    private Child next;

    /**
     * With a tracker.
     *
     * @param directory for the files.
     * @param longestMillis latest moment of a kill.
     */
    SaveFault(final Path directory, final int longestMillis) throws IOException {
        this.directory = directory;
        longestNanos = longestMillis * 1_000_000L;
        file = directory.resolve("saved.snapshot");
        notes = directory.resolve("save-notes");
        tracker = new RunningTracker(directory);
    }

    private Child start() throws IOException {
        return Child.start(SavingChild.class.getName(), 1, directory.resolve("save.log"), "save",
            tracker.files.table(), file, notes);
    }

    @Override
    public void once(final SplittableRandom random, final Tally tally) throws IOException {
        try (Child child = next == null ? start() : next; Notes done = Notes.open(notes)) {
            next = null;
            final long before = done.get(SavingChild.DONE);
            child.go();
            child.await(() -> done.get(SavingChild.DONE) > before);
            child.killAfter(random.nextLong(longestNanos));
            tally.note("saved", done.get(SavingChild.DONE) - before);
        }
        final long start = System.nanoTime();
        int found = 0;
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            while (reader.next()) {
                found++;
            }
        }
        tally.recovered(System.nanoTime() - start);
        tally.expected(RunningTracker.CONNECTIONS);
        tally.lost(Math.max(0, RunningTracker.CONNECTIONS - found));
        tally.strange(Math.max(0, found - RunningTracker.CONNECTIONS));
        final long left = unfinished();
        tally.note("unfinished files beside", left);
        if (left > 1) {
            throw new IllegalStateException("a save leaves what those before did not finish: files=" + left);
        }
        next = start();
    }

    private long unfinished() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".tmp")).count();
        }
    }

    @Override
    public void close() throws IOException {
        if (next != null) {
            next.close();
        }
        tracker.close();
    }
}
