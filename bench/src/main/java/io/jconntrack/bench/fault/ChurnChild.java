/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.Conntrack;
import io.jconntrack.SharedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that takes a table over and churns it, with one worker or several, until it is killed. It notes each step
 * that a worker makes, where a kill can't undo the note.
 */
final class ChurnChild {
    /** Note that is 1 once it begins to take the table over. */
    static final int BEGUN = 0;
    private static final int WARM_STEPS = 3000;
    /** A cache line each. */
    private static final int NOTES_OF_WORKER = 16;

    private ChurnChild() {
    }

    /**
     * The process: table, notes, capacity, workers; then a line on standard input with seed and time, so that the
     * Java machine is there when it is to begin.
     *
     * @param args of it.
     * @throws IOException when the table can't be had.
     */
    public static void main(final String[] args) throws IOException {
        final int capacity = Integer.parseInt(args[2]);
        final int workers = Integer.parseInt(args[3]);
        warm(Path.of(args[0] + ".warm"), capacity, workers);
        final String[] go = Child.ready();
        final long seed = Long.parseLong(go[0]);
        final long nowNanos = Long.parseLong(go[1]);
        try (Notes notes = Notes.open(Path.of(args[1]))) {
            notes.put(BEGUN, 1);
            try (SharedTable table = ChurnScript.open(Path.of(args[0]), capacity, workers, nowNanos)) {
                for (int worker = 1; worker < workers; worker++) {
                    final int number = worker;
                    Thread.ofPlatform().start(() -> churn(table.worker(number),
                        new ChurnScript(capacity, number, workers, seed, nowNanos), notes, step(number)));
                }
                churn(table.worker(0), new ChurnScript(capacity, 0, workers, seed, nowNanos), notes, step(0));
            }
        }
    }

    /** Number of the note of the step that a worker is making; 0 before the first. */
    static int step(final int worker) {
        return NOTES_OF_WORKER * (worker + 1);
    }

    private static void churn(final Conntrack conntrack, final ChurnScript script, final Notes notes,
        final int note) {
        for (long done = 1;; done++) {
            notes.put(note, done);
            script.step(conntrack);
        }
    }

    /** Classes are loaded before it begins, so that it is not these that a kill meets. */
    private static void warm(final Path file, final int capacity, final int workers) throws IOException {
        final ChurnScript script = new ChurnScript(capacity, 0, workers, 1, 1);
        for (int i = 0; i < 2; i++) {
            try (SharedTable table = ChurnScript.open(file, capacity, workers, script.nowNanos())) {
                for (int step = 0; step < WARM_STEPS; step++) {
                    script.step(table.worker(0));
                }
            }
        }
        Files.delete(file);
    }
}
