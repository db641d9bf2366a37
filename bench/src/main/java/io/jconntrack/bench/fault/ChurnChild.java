/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.Conntrack;
import io.jconntrack.SharedTable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that takes a table over and churns it until it is killed. It notes each step that it has made, where a kill
 * can't undo the note.
 */
final class ChurnChild {
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
        final String[] go = Child.ready();
        try (Notes notes = Notes.open(Path.of(args[1]))) {
            final ChurnScript script = new ChurnScript(capacity, Long.parseLong(go[0]), Long.parseLong(go[1]));
            try (SharedTable table = ChurnScript.open(Path.of(args[0]), capacity, script.nowNanos())) {
                final Conntrack conntrack = table.worker(0);
                for (long done = 1;; done++) {
                    notes.put(0, done);
                    script.step(conntrack);
                }
            }
        }
    }
}
