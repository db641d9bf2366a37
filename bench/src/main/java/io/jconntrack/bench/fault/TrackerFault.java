/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.SharedTable;
import io.jconntrack.entry.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;

/**
 * A tracker is killed while it takes a table over or churns it. What happened is a function of a seed: a twin does the
 * same on a copy of the table, up to the step in which the tracker was killed, and the two are compared entry by entry.
 */
final class TrackerFault implements Fault {
    private static final long BEGINNING = 5_000_000_000_000L;
    private static final long SHORTEST_NANOS = 50_000;
    /** Steps that a recovered table has to do as well as any. */
    private static final int STEPS_AFTER = 500;

    private final Path directory;
    private final Path table;
    private final Path twin;
    private final Path notes;
    private final int capacity;
    private final long longestNanos;
    private Child next;
    private long nowNanos = BEGINNING;
    private boolean quick;

    /**
     * A table with the connections that last.
     *
     * @param directory for its files.
     * @param capacity of the table.
     * @param longestMillis latest moment of a kill.
     */
    TrackerFault(final Path directory, final int capacity, final int longestMillis) throws IOException {
        this.directory = directory;
        this.capacity = capacity;
        longestNanos = longestMillis * 1_000_000L;
        table = directory.resolve("table.dat");
        twin = directory.resolve("twin.dat");
        notes = directory.resolve("notes");
        try (SharedTable made = ChurnScript.open(table, capacity, nowNanos)) {
            final ChurnScript script = new ChurnScript(capacity, 0, nowNanos);
            script.establish(made.worker(0));
        }
    }

    private Child start() throws IOException {
        quick = !quick;
        return Child.start(ChurnChild.class.getName(), quick ? 1 : 4, directory.resolve("child.log"), table, notes,
            capacity);
    }

    @Override
    public void once(final SplittableRandom random, final Tally tally) throws IOException {
        Files.copy(table, twin, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(notes);
        final long seed = random.nextLong();
        final long made;
        try (Child child = next == null ? start() : next; Notes steps = Notes.open(notes)) {
            next = null;
            child.go(seed, nowNanos);
            child.await(() -> steps.get(ChurnChild.BEGUN) != 0);
            // as often within a few steps as within thousands
            child.killAfter((long)(SHORTEST_NANOS
                * Math.pow((double)longestNanos / SHORTEST_NANOS, random.nextDouble())));
            made = steps.get(ChurnChild.STEP);
        }
        // it gets ready meanwhile
        next = start();
        compare(seed, made, tally);
        tally.note(made == 0 ? "killed in recovery" : "killed in churn", 1);
        tally.note("steps", made);
    }

    private void compare(final long seed, final long made, final Tally tally) throws IOException {
        final ChurnScript script = new ChurnScript(capacity, seed, nowNanos);
        try (SharedTable model = ChurnScript.open(twin, capacity, nowNanos)) {
            for (long step = 1; step < made; step++) {
                script.step(model.worker(0));
            }
            final long endNanos = nowNanos + made * ChurnScript.STEP_NANOS;
            final TableContents before = TableContents.of(model.worker(0), endNanos);
            if (made > 0) {
                script.step(model.worker(0));
            }
            nowNanos = endNanos;
            check(before, TableContents.of(model.worker(0), endNanos), tally);
        }
        goOn(seed);
    }

    private void check(final TableContents before, final TableContents after, final Tally tally) throws IOException {
        final long start = System.nanoTime();
        try (SharedTable recovered = ChurnScript.open(table, capacity, nowNanos)) {
            tally.recovered(System.nanoTime() - start);
            final Recovery recovery = recovered.recovery();
            tally.note("kept", recovery.kept());
            tally.note("changed half", recovery.interrupted());
            tally.note("dropped unconfirmed", recovery.unconfirmed());
            final TableContents found = TableContents.of(recovered.worker(0), nowNanos);
            final TableContents.Difference difference = found.against(before, after);
            tally.lost(difference.lost());
            tally.strange(difference.strange());
            TableContents.checkIndex(recovered.worker(0));
            require(difference.lost() == 0 && difference.strange() == 0 && difference.changed() == 0,
                difference.toString());
            require(!recovered.isNew() && recovery.kept() == found.size(), "kept=" + recovery.kept() + " found="
                + found.size());
            require(recovery.implausible() == 0 && recovery.duplicates() == 0 && recovery.unconfirmed() <= 1
                && recovery.interrupted() <= 2, recovery.toString());
        }
    }

    /** The recovered table works as any, and is the next try's beginning. */
    private void goOn(final long seed) throws IOException {
        try (SharedTable recovered = ChurnScript.open(table, capacity, nowNanos)) {
            final ChurnScript script = new ChurnScript(capacity, ~seed, nowNanos);
            for (int step = 0; step < STEPS_AFTER; step++) {
                script.step(recovered.worker(0));
            }
            TableContents.checkIndex(recovered.worker(0));
            nowNanos = script.nowNanos();
        }
    }

    private static void require(final boolean holds, final String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    @Override
    public void close() {
        if (next != null) {
            next.close();
        }
    }
}
