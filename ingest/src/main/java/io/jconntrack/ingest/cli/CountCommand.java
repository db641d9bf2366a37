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
import picocli.CommandLine.Option;

/**
 * {@code jconntrack count}: how many connections a tracker has, all or of each kind.
 */
@Command(name = "count", aliases = {"-C", "--count"}, mixinStandardHelpOptions = true,
    description = "Print the number of connections of a tracker, running or ended; or how many have each state, "
        + "address, port, ...")
final class CountCommand implements Callable<Integer> {
    /** How counts are printed. */
    enum CountForm {
        TEXT, JSON
    }

    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private FilterOptions filter;
    @CommandLine.Mixin
    private NatOptions nat;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--by", paramLabel = "WHAT",
        description = "Count the connections of each ${COMPLETION-CANDIDATES}; the most frequent first.")
    private CountBy by;

    @Option(names = "--top", paramLabel = "N", description = "With --by: no more than the first N.")
    private Integer top;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM", description = "text (default) or json, an object a line.")
    private CountForm form = CountForm.TEXT;

    @Override
    public Integer call() throws IOException {
        if (top != null && (by == null || top < 1)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                by == null ? "--top needs --by" : "--top is at least 1, not " + top);
        }
        final ConnectionFilter wanted = filter.read();
        final Counts counts = new Counts(by);
        try (TableDump table = TrackerTable.open(name.files())) {
            while (table.next()) {
                if (wanted.test(table.connection())) {
                    counts.add(table.connection());
                }
            }
        }
        final StringBuilder lines = new StringBuilder();
        counts.append(lines, form == CountForm.JSON, top == null ? Integer.MAX_VALUE : top);
        spec.commandLine().getOut().print(lines);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
