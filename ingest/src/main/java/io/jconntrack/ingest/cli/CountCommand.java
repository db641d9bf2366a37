/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

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
        try (TableOfTracker table = new TableOfTracker(name.files())) {
            int count = 0;
            for (int number = table.next(0); number >= 0; number = table.next(number + 1)) {
                count++;
            }
            spec.commandLine().getOut().println(count);
        }
        return 0;
    }
}
