/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.snapshot.Change;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.snapshot.DumpDiff;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack snapshot diff}: what became of the connections between two files.
 */
@Command(name = "diff", mixinStandardHelpOptions = true,
    description = "Print what changed between two snapshots: connections that appeared, are gone, were replaced by "
        + "others of the same tuple, changed their state, or grew (where packets are counted). Options choose "
        + "connections that were or are such.")
final class SnapshotDiffCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private FormOptions form;
    @CommandLine.Mixin
    private FilterOptions filter;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "Older snapshot; - for standard input.")
    private String older;

    @Parameters(index = "1", paramLabel = "NEW", description = "Newer snapshot; - for standard input.")
    private String newer;

    @Override
    public Integer call() throws IOException {
        form.read().linesOnly();
        final ConnectionFilter wanted = filter.read();
        final long[] counts = new long[Change.values().length];
        try (Dump before = SnapshotFiles.open(older); Dump after = SnapshotFiles.open(newer)) {
            final DiffFormat format = new DiffFormat(form, before, after);
            final StringBuilder lines = new StringBuilder();
            DumpDiff.compare(before, after, (change, old, now) -> {
                if (old != null && wanted.test(old) || now != null && wanted.test(now)) {
                    counts[change.ordinal()]++;
                    format.append(lines, change, old, now);
                }
                return lines.length() < 1 << 14 || Output.write(lines);
            });
            Output.write(lines);
        }
        final StringBuilder summary = new StringBuilder();
        for (final Change change : Change.values()) {
            summary.append(change.name().toLowerCase(Locale.ROOT)).append('=').append(counts[change.ordinal()])
                .append(' ');
        }
        spec.commandLine().getErr().println(summary.toString().trim());
        return 0;
    }
}
