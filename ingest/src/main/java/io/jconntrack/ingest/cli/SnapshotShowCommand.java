/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.snapshot.Dump;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack snapshot show}: the connections in a file, as {@code list} prints those of a tracker.
 */
@Command(name = "show", mixinStandardHelpOptions = true,
    description = "Print the connections of a snapshot as list prints those of a tracker.")
final class SnapshotShowCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private FormOptions form;
    @CommandLine.Mixin
    private FilterOptions filter;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Snapshot; - for standard input.")
    private String file;

    @Override
    public Integer call() throws IOException {
        form.read();
        final ConnectionFilter wanted = filter.read();
        try (Dump dump = SnapshotFiles.open(file)) {
            Messages.shown(spec, DumpOutput.print(dump, wanted, form.format(dump)), "connections");
        }
        return 0;
    }
}
