/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.settings.Profile;
import io.jconntrack.text.JsonEntry;
import io.jconntrack.text.ProcFormat;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jconntrack list}: the connections of a tracker, a line each.
 */
@Command(name = "list", aliases = {"-L", "--dump"}, mixinStandardHelpOptions = true,
    description = "Print the connections of a tracker, running or ended, without disturbing it.")
final class ListCommand implements Callable<Integer> {
    enum Form { PROC, NF, JSON }

    private static final int CHUNK = 1 << 14;

    @CommandLine.Mixin
    private NameOption name;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM",
        description = "proc (default of a classic tracker), nf (default of a linux one), json.")
    private Form form;

    @Override
    public Integer call() throws IOException {
        try (TableOfTracker table = new TableOfTracker(name.files());
            OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            final Form chosen =
                form != null ? form : table.settings.profile() == Profile.LINUX ? Form.NF : Form.PROC;
            final ProcFormat proc = new ProcFormat(chosen == Form.NF, table.settings);
            final StringBuilder lines = new StringBuilder(2 * CHUNK);
            for (int number = table.next(0); number >= 0; number = table.next(number + 1)) {
                if (chosen == Form.JSON) {
                    JsonEntry.append(lines, table.connection, table.nowNanos);
                } else {
                    proc.append(lines, table.connection, table.nowNanos);
                }
                lines.append('\n');
                if (lines.length() >= CHUNK && !Output.write(out, lines)) {
                    return 0;
                }
            }
            Output.write(out, lines);
        }
        return 0;
    }
}
