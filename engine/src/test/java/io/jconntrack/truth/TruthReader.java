/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.truth;

import io.jconntrack.snapshot.TableDump;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.collections.LongHashSet;

/**
 * A process that lists a table all the time and checks each line against the truth. It prints what it saw, or the first
 * line that never existed.
 */
final class TruthReader {
    private final Path table;
    private final Window window;
    private final long nowNanos;
    private final LongHashSet generations = new LongHashSet();
    private final LongHashSet inThisDump = new LongHashSet();
    private final long[] lowest = new long[Truth.WORKERS];
    /** Bit n is set when a line of kind n, see {@link Truth}, was checked. */
    private int kinds;
    private long lines;
    private long dumps;

    private TruthReader(final Path table, final Window window, final long nowNanos) {
        this.table = table;
        this.window = window;
        this.nowNanos = nowNanos;
    }

    /**
     * The process.
     *
     * @param args table, window, time, lines to check.
     */
    public static void main(final String[] args) throws IOException {
        final TruthReader reader =
            new TruthReader(Path.of(args[0]), new Window(Path.of(args[1])), Long.parseLong(args[2]));
        System.out.println("ready");
        final long enough = Long.parseLong(args[3]);
        final ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        while (reader.lines < enough && parent.isAlive()) {
            final String wrong = reader.dump();
            if (wrong != null) {
                System.out.println("WRONG " + wrong);
                return;
            }
        }
        if (reader.kinds != 15) {
            System.out.println("WRONG not every kind was seen: " + reader.kinds);
            return;
        }
        System.out.println("DONE " + reader.lines + ' ' + reader.generations.size() + ' ' + reader.dumps);
    }

    /** List the table once; gives what is wrong, or null. */
    private String dump() throws IOException {
        for (int worker = 0; worker < lowest.length; worker++) {
            lowest[worker] = window.lowest(worker);
        }
        inThisDump.clear();
        final Form form = dumps++ % 2 == 0 ? Form.NF : Form.PROC;
        final StringBuilder text = new StringBuilder();
        try (TableDump dump = TableDump.open(table, nowNanos, 0)) {
            final EntryFormat format = new EntryFormat(form, dump.settings());
            while (dump.next()) {
                text.setLength(0);
                format.append(text, dump.connection(), dump.nowNanos());
                text.append('\n');
                final String wrong = check(text.toString(), form == Form.NF);
                if (wrong != null) {
                    return wrong + ": " + text.toString().strip();
                }
            }
        }
        return null;
    }

    private String check(final String line, final boolean nf) {
        lines++;
        final long n = Truth.numberOf(line);
        final int k = Truth.packetOf(line);
        if (n < 0 || k < 0 || k >= Truth.packets(n)) {
            return "no such connection, n=" + n + " k=" + k;
        }
        if (!line.equals(Truth.line(n, k, nf, true) + '\n') && !line.equals(Truth.line(n, k, nf, false) + '\n')) {
            return "not what it was, expected " + Truth.line(n, k, nf, true) + " or " + Truth.line(n, k, nf, false)
                + " but";
        }
        final int worker = Truth.worker(n);
        final long i = Truth.index(n);
        if (i < lowest[worker]) {
            return "had gone before";
        }
        if (i >= window.next(worker)) {
            return "has not begun";
        }
        kinds |= 1 << (n & 3);
        generations.add(n);
        return inThisDump.add(n) ? null : "twice";
    }
}
