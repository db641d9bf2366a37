/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.net.Prefix;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import io.jconntrack.text.Tuple;
import io.jconntrack.text.TupleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack snapshot find}: a connection, or those of an address, in several files.
 */
@Command(name = "find", mixinStandardHelpOptions = true,
    description = "Look for connections in snapshots: by a tuple ('tcp 10.0.0.1:1000 10.2.0.1:80', either direction), "
        + "by an address or a prefix of one (10.0.0.0/8, either end), by options. Exit code 1 when there is none.")
final class SnapshotFindCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private FormOptions form;
    @CommandLine.Mixin
    private FilterOptions filter;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE... [TUPLE|PREFIX]", hideParamSyntax = true,
        description = "Snapshots, then what is looked for unless options say it. Of several snapshots each line names "
            + "its own.")
    private List<String> parameters;

    @Override
    public Integer call() throws IOException {
        form.read().linesOnly();
        final ConnectionFilter options = filter.read();
        final boolean optionsAlone = !options.isEmpty() && Files.exists(Path.of(parameters.getLast()));
        final List<String> files = optionsAlone ? parameters : parameters.subList(0, parameters.size() - 1);
        final Predicate<Connection> wanted = optionsAlone ? options : options.and(wanted(parameters.getLast()));
        if (files.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "a file or what to look for is missing");
        }
        long found = 0;
        for (final String file : files) {
            final long here = find(file, files.size() > 1, wanted);
            if (here < 0) {
                return 0;
            }
            found += here;
        }
        return found > 0 ? 0 : 1;
    }

    private Predicate<Connection> wanted(final String text) {
        try {
            if (text.indexOf(' ') < 0) {
                final Prefix prefix = Prefix.parse(text);
                return c -> prefix.contains(c.l3(), c.sourceHigh(0), c.sourceLow(0))
                    || prefix.contains(c.l3(), c.sourceHigh(1), c.sourceLow(1));
            }
            final Tuple tuple = TupleText.parse(text);
            return c -> c.l3() == tuple.l3() && c.protocol() == tuple.protocol()
                && tuple.isSameConnection(Tuple.of(c));
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage() + " (what to look for)", e);
        }
    }

    /** Gives -1 when nobody reads any more. */
    private long find(final String file, final boolean named, final Predicate<Connection> wanted)
        throws IOException {
        final StringBuilder lines = new StringBuilder();
        long found = 0;
        try (Dump dump = SnapshotFiles.open(file)) {
            final EntryFormat format = form.format(dump);
            while (dump.next()) {
                if (wanted.test(dump.connection())) {
                    found++;
                    append(lines, file, named, form.form(dump), format, dump);
                    if (!Output.write(lines)) {
                        return -1;
                    }
                }
            }
        }
        return found;
    }

    private static void append(final StringBuilder lines, final String file, final boolean named, final Form form,
        final EntryFormat format, final Dump dump) {
        final boolean json = form == Form.JSON;
        if (named) {
            lines.append(json ? "{\"file\":\"" + file.replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"entry\":"
                : file + ": ");
        }
        format.append(lines, dump.connection(), dump.nowNanos());
        if (named && json) {
            lines.append('}');
        }
        lines.append('\n');
    }
}
