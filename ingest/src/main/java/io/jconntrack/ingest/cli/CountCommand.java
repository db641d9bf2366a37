/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack count}: how many connections a tracker has.
 */
@Command(name = "count", aliases = {"-C", "--count"}, mixinStandardHelpOptions = true,
    description = "Print the number of connections of a tracker, running or ended.")
final class CountCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (TableDump table = TrackerTable.open(name.files())) {
            long count = 0;
            while (table.next()) {
                count++;
            }
            spec.commandLine().getOut().println(count);
        }
        return 0;
    }
}
