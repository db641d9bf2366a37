/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.filter.FilterBuilder;
import io.jconntrack.ingest.agent.ConnectionCommand;
import io.jconntrack.ingest.agent.TrackerClient;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.snapshot.TableDump;
import io.jconntrack.text.EntryFormat;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jconntrack update}: sets mark and time-out of the connections that a filter finds.
 */
@Command(name = "update", aliases = {"-U", "--update"}, mixinStandardHelpOptions = true,
    description = "Set the mark or the time-out of connections of a running tracker and print them as they are then. "
        + "Exit code 1 when there was nothing to change.")
final class UpdateCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private FormOptions form;
    @CommandLine.Mixin
    private TupleOptions tuple;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-m", "--mark"}, paramLabel = "MARK[/MASK]", converter = MarkChange.Converter.class,
        description = "New mark: the bits of MASK, all of them without it, become 0, then those of MARK are flipped.")
    private MarkChange mark;

    @Option(names = {"-t", "--timeout"}, paramLabel = "SECONDS", converter = Seconds.class,
        description = "New time-out, until the connection's next packet sets it anew.")
    private Long timeoutNanos;

    @Override
    public Integer call() throws IOException {
        final FilterBuilder filter = ConnectionFilter.builder();
        tuple.addTo(filter, spec.commandLine());
        if (mark == null && timeoutNanos == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "nothing to update: give --mark or --timeout");
        }
        form.read();
        final TrackerFiles files = name.files();
        try (TrackerClient client = new TrackerClient(files); TableDump table = TrackerTable.open(files);
            TableDump after = TrackerTable.open(files)) {
            if (mark != null && !table.view().columnSet().contains(Column.MARK)) {
                throw new IOException("the tracker keeps no marks; run it with --columns mark: name=" + files.name());
            }
            return update(client, filter.build(), table, after);
        }
    }

    private int update(final TrackerClient client, final ConnectionFilter wanted, final TableDump table,
        final TableDump after) throws IOException {
        final EntryFormat format = form.format(table);
        final ChangeReport report = new ChangeReport(format, spec.commandLine().getOut());
        final int cleared = mark == null ? 0 : mark.cleared();
        final int flipped = mark == null ? 0 : mark.flipped();
        final long timeout = timeoutNanos == null ? -1 : timeoutNanos;
        final ConnectionCommand<Seen> command = client.update(cleared, flipped, timeout, (seen, isDone) -> {
            if (!isDone) {
                report.gone();
                return;
            }
            final Connection c = after.connection();
            final long now = System.nanoTime();
            if (c.moveTo(seen.number()) && c.id() == seen.id() && !c.isExpired(now)) {
                format.append(report.lines(), c, now);
                report.lines().append('\n');
            }
            report.done();
        });
        while (table.next()) {
            final Connection c = table.connection();
            // as conntrack does: what would not change is no update
            if (wanted.test(c) && (timeoutNanos != null || mark.of(c.mark()) != c.mark())) {
                command.add(c, new Seen(c.number(), c.id()));
            }
        }
        command.finish();
        return report.finish(spec.commandLine().getErr(), "updated");
    }

    /** Where a connection was when it was found. */
    private record Seen(int number, long id) {
    }

    /** Reads {@code -t}. */
    static final class Seconds implements CommandLine.ITypeConverter<Long> {
        private static final long NANOS = 1_000_000_000L;

        @Override
        public Long convert(final String text) {
            final long most = io.jconntrack.Conntrack.LONGEST_TIMEOUT_NANOS / NANOS;
            return TupleOptions.number(text, most) * NANOS;
        }
    }
}
