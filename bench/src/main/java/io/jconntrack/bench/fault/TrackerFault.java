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
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A tracker is killed while it takes a table over or churns it, with one worker or several. What each did is a function
 * of a seed: a twin does the same on a copy of the table, up to the step in which the tracker was killed, and the two
 * are compared entry by entry. Several workers take entries in an order of their own, so that the numbers of entries
 * are left out then.
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
    private final int workers;
    private final long longestNanos;
    private Child next;
    private long nowNanos = BEGINNING;
    private boolean quick;

    /**
     * A table with the connections that last.
     *
     * @param directory for its files.
     * @param capacity of the table.
     * @param workers that share it.
     * @param longestMillis latest moment of a kill.
     */
    TrackerFault(final Path directory, final int capacity, final int workers, final int longestMillis)
        throws IOException {
        this.directory = directory;
        this.capacity = capacity;
        this.workers = workers;
        longestNanos = longestMillis * 1_000_000L;
        table = directory.resolve("table.dat");
        twin = directory.resolve("twin.dat");
        notes = directory.resolve("notes");
        try (SharedTable made = ChurnScript.open(table, capacity, workers, nowNanos)) {
            new ChurnScript(capacity, 0, workers, 0, nowNanos).establish(made.worker(0));
        }
    }

    private Child start() throws IOException {
        quick = !quick;
        return Child.start(ChurnChild.class.getName(), quick ? 1 : 4, directory.resolve("child.log"), table, notes,
            capacity, workers);
    }

    @Override
    public void once(final SplittableRandom random, final Tally tally) throws IOException {
        Files.copy(table, twin, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(notes);
        final long seed = random.nextLong();
        final long[] made = new long[workers];
        try (Child child = next == null ? start() : next; Notes steps = Notes.open(notes)) {
            next = null;
            child.go(seed, nowNanos);
            child.await(() -> steps.get(ChurnChild.BEGUN) != 0);
            // as often within a few steps as within thousands
            child.killAfter((long)(SHORTEST_NANOS
                * Math.pow((double)longestNanos / SHORTEST_NANOS, random.nextDouble())));
            Arrays.setAll(made, worker -> steps.get(ChurnChild.step(worker)));
        }
        // it gets ready meanwhile
        next = start();
        compare(seed, made, tally);
        final long steps = Arrays.stream(made).sum();
        tally.note(steps == 0 ? "killed in recovery" : "killed at work", 1);
        tally.note("steps", steps);
    }

    private void compare(final long seed, final long[] made, final Tally tally) throws IOException {
        try (SharedTable model = ChurnScript.open(twin, capacity, workers, nowNanos)) {
            final ChurnScript[] scripts = scripts(seed);
            for (int worker = 0; worker < workers; worker++) {
                for (long step = 1; step < made[worker]; step++) {
                    scripts[worker].step(model.worker(worker));
                }
            }
            final long endNanos = nowNanos + Arrays.stream(made).max().getAsLong() * ChurnScript.STEP_NANOS;
            final TableContents before = contents(model, endNanos);
            for (int worker = 0; worker < workers; worker++) {
                if (made[worker] > 0) {
                    scripts[worker].step(model.worker(worker));
                }
            }
            nowNanos = endNanos;
            check(before, contents(model, endNanos), tally);
        }
        goOn(seed);
    }

    private ChurnScript[] scripts(final long seed) {
        final ChurnScript[] scripts = new ChurnScript[workers];
        Arrays.setAll(scripts, worker -> new ChurnScript(capacity, worker, workers, seed, nowNanos));
        return scripts;
    }

    private TableContents contents(final SharedTable of, final long atNanos) {
        return TableContents.of(of.worker(0), atNanos, workers == 1);
    }

    private void check(final TableContents before, final TableContents after, final Tally tally) throws IOException {
        final long start = System.nanoTime();
        try (SharedTable recovered = ChurnScript.open(table, capacity, workers, nowNanos)) {
            tally.recovered(System.nanoTime() - start);
            final Recovery recovery = recovered.recovery();
            tally.note("changed half", recovery.interrupted());
            tally.note("dropped unconfirmed", recovery.unconfirmed());
            final TableContents found = contents(recovered, nowNanos);
            final TableContents.Difference difference = found.against(before, after);
            tally.expected(found.size() + difference.lost());
            tally.lost(difference.lost());
            tally.strange(difference.strange());
            TableContents.checkIndex(recovered.worker(0));
            require(difference.lost() == 0 && difference.strange() == 0 && difference.changed() == 0,
                difference.toString());
            require(!recovered.isNew() && recovery.kept() == found.size(), "kept=" + recovery.kept() + " found="
                + found.size());
            require(recovery.implausible() == 0 && recovery.duplicates() == 0 && recovery.unconfirmed() <= workers
                && recovery.interrupted() <= 2 * workers, recovery.toString());
        }
    }

    /** The recovered table works as any, and is the next try's beginning. */
    private void goOn(final long seed) throws IOException {
        try (SharedTable recovered = ChurnScript.open(table, capacity, workers, nowNanos)) {
            final ChurnScript[] scripts = scripts(~seed);
            for (int step = 0; step < STEPS_AFTER; step++) {
                for (int worker = 0; worker < workers; worker++) {
                    scripts[worker].step(recovered.worker(worker));
                }
            }
            TableContents.checkIndex(recovered.worker(0));
            nowNanos = scripts[0].nowNanos();
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
