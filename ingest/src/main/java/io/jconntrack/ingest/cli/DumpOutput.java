/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.text.Ascii;
import io.jconntrack.text.EntryFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Predicate;

/**
 * Connections printed as they are found: the first at once, in constant memory.
 */
final class DumpOutput {
    private static final int CHUNK = 1 << 14;

    private DumpOutput() {
    }

    /** Takes lines, and empties what they stand in; false when nobody reads any more. */
    interface Sink {
        boolean write(Ascii lines) throws IOException;
    }

    /**
     * Print connections to standard output. It ends quietly when nobody reads any more.
     *
     * @param dump whose connections they are.
     * @param wanted which of them.
     * @param format in which.
     * @return how many were printed.
     */
    static long print(final Dump dump, final Predicate<Connection> wanted, final EntryFormat format)
        throws IOException {
        return print(dump, wanted, format, Output::write);
    }

    /** Print the connection that a dump stands at to standard output. */
    static void printOne(final Dump dump, final EntryFormat format) throws IOException {
        final Ascii lines = new Ascii(CHUNK);
        format.appendHead(lines);
        format.append(lines, dump.connection(), dump.nowNanos());
        lines.append('\n');
        format.appendFoot(lines);
        Output.write(lines);
    }

    /** Print connections to a command's writer. */
    static long print(final Dump dump, final Predicate<Connection> wanted, final EntryFormat format,
        final PrintWriter out) throws IOException {
        return print(dump, wanted, format, lines -> {
            out.append(lines.toString());
            lines.setLength(0);
            return !out.checkError();
        });
    }

    private static long print(final Dump dump, final Predicate<Connection> wanted, final EntryFormat format,
        final Sink sink) throws IOException {
        final Ascii lines = new Ascii(2 * CHUNK);
        format.appendHead(lines);
        long printed = 0;
        while (dump.next()) {
            if (wanted.test(dump.connection())) {
                format.append(lines, dump.connection(), dump.nowNanos());
                lines.append('\n');
                printed++;
                if ((lines.length() >= CHUNK || printed == 1) && !sink.write(lines)) {
                    return printed;
                }
            }
        }
        format.appendFoot(lines);
        sink.write(lines);
        return printed;
    }
}
