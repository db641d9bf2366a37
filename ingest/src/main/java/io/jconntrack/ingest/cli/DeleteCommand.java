/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.ingest.agent.ConnectionCommand;
import io.jconntrack.ingest.agent.TrackerClient;
import io.jconntrack.snapshot.TableDump;
import io.jconntrack.text.Ascii;
import io.jconntrack.text.EntryFormat;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack delete}: removes the connections that a filter finds.
 */
@Command(name = "delete", aliases = {"-D", "--delete"}, mixinStandardHelpOptions = true,
    description = "Remove connections of a running tracker and print them; all of them without a filter. Exit code 1 "
        + "when there was none.")
final class DeleteCommand implements Callable<Integer> {
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
        try (TrackerClient client = new TrackerClient(name.files());
            TableDump table = TrackerTable.open(name.files())) {
            final EntryFormat format = form.format(table);
            final ChangeReport report = new ChangeReport(format, spec.commandLine().getOut());
            final ConnectionCommand<String> command = client.delete((line, isDone) -> {
                if (isDone) {
                    report.lines().append(line);
                    report.done();
                } else {
                    report.gone();
                }
            });
            final Ascii line = new Ascii(512);
            while (table.next()) {
                if (wanted.test(table.connection())) {
                    line.setLength(0);
                    format.append(line, table.connection(), table.nowNanos());
                    line.append('\n');
                    command.add(table.connection(), line.toString());
                }
            }
            command.finish();
            return report.finish(spec.commandLine().getErr(), "deleted");
        }
    }
}
