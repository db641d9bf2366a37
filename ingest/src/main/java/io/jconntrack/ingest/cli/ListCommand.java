/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack list}: the connections of a tracker, a line each.
 */
@Command(name = "list", aliases = {"-L", "--dump", "--list"}, mixinStandardHelpOptions = true,
    description = "Print the connections of a tracker, running or ended, without disturbing it.")
final class ListCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private FormOptions form;
    @CommandLine.Mixin
    private FilterOptions filter;
    @CommandLine.Mixin
    private NatOptions nat;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        form.read();
        final ConnectionFilter wanted = filter.read();
        try (TableDump table = TrackerTable.open(name.files())) {
            Messages.shown(spec, DumpOutput.print(table, wanted, form.format(table)),
                "connections");
        }
        return 0;
    }
}
