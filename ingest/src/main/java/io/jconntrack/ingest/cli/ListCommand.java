/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.snapshot.TableDump;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.IOException;
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
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private FilterOptions filter;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM",
        description = "proc (default of a classic tracker), nf (default of a linux one), json.")
    private Form form;

    @Override
    public Integer call() throws IOException {
        final ConnectionFilter wanted = filter.read();
        try (TableDump table = TrackerTable.open(name.files())) {
            final Form chosen = form != null ? form : Form.of(table.settings().profile());
            DumpOutput.print(table, wanted, new EntryFormat(chosen, table.settings()));
        }
        return 0;
    }
}
