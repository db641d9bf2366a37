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
 * A process that takes a table over and churns it until it is killed. It notes each step that it has made, where a kill
 * can't undo the note.
 */
final class ChurnChild {
    /** Note of the step that is being made; 0 before the first. */
    static final int STEP = 0;
    /** Note that is 1 once it begins to take the table over. */
    static final int BEGUN = 1;
    private static final int WARM_STEPS = 3000;

    private ChurnChild() {
    }

    /**
     * The process: table, notes, capacity; then a line on standard input with seed and time, so that the Java machine
     * is there when it is to begin.
     *
     * @param args of it.
     * @throws IOException when the table can't be had.
     */
    public static void main(final String[] args) throws IOException {
        final int capacity = Integer.parseInt(args[2]);
        warm(Path.of(args[0] + ".warm"), capacity);
        final String[] go = Child.ready();
        try (Notes notes = Notes.open(Path.of(args[1]))) {
            final ChurnScript script = new ChurnScript(capacity, Long.parseLong(go[0]), Long.parseLong(go[1]));
            notes.put(BEGUN, 1);
            try (SharedTable table = ChurnScript.open(Path.of(args[0]), capacity, script.nowNanos())) {
                final Conntrack conntrack = table.worker(0);
                for (long done = 1;; done++) {
                    notes.put(STEP, done);
                    script.step(conntrack);
                }
            }
        }
    }

    /** Classes are loaded before it begins, so that it is not these that a kill meets. */
    private static void warm(final Path file, final int capacity) throws IOException {
        final ChurnScript script = new ChurnScript(capacity, 1, 1);
        for (int i = 0; i < 2; i++) {
            try (SharedTable table = ChurnScript.open(file, capacity, script.nowNanos())) {
                for (int step = 0; step < WARM_STEPS; step++) {
                    script.step(table.worker(0));
                }
            }
        }
        Files.delete(file);
    }
}
