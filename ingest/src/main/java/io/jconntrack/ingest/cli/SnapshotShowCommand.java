/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack snapshot show}: the connections in a file, as {@code list} prints those of a tracker.
 */
@Command(name = "show", mixinStandardHelpOptions = true,
    description = "Print the connections of a snapshot as list prints those of a tracker.")
final class SnapshotShowCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private FilterOptions filter;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM",
        description = "proc (default of a classic tracker), nf (default of a linux one), json.")
    private Form form;

    @Parameters(paramLabel = "FILE", description = "Snapshot; - for standard input.")
    private String file;

    @Override
    public Integer call() throws IOException {
        final ConnectionFilter wanted = filter.read();
        try (Dump dump = SnapshotFiles.open(file)) {
            final Form chosen = form != null ? form : Form.of(dump.settings().profile());
            DumpOutput.print(dump, wanted, new EntryFormat(chosen, dump.settings()));
        }
        return 0;
    }
}
