/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.archive.Archive;
import io.jconntrack.ingest.archive.History;
import io.jconntrack.ingest.archive.Life;
import io.jconntrack.text.Tuple;
import io.jconntrack.text.TupleText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack snapshot history}: what became of a connection.
 */
@Command(name = "history", mixinStandardHelpOptions = true,
    description = "Print the life of a connection as the snapshots of an archive show it: a line for each change.")
final class SnapshotHistoryCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private ArchiveOption archive;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM", description = "text (default) or json.")
    private ArchiveForm form = ArchiveForm.TEXT;

    @Parameters(arity = "1..*", paramLabel = "TUPLE",
        description = "The connection, in either direction: tcp 10.0.0.1:1000 10.2.0.1:80, udp [2001:db8::1]:53 "
            + "[2001:db8::2]:99, icmp 10.0.0.1 10.0.0.2 8/0/77 (type/code/id), with zone=N behind it where there are "
            + "zones; or a line of conntrack -L or of list.")
    private List<String> words;

    @Override
    public Integer call() throws IOException {
        final Tuple tuple;
        try {
            tuple = TupleText.parse(String.join(" ", words));
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        final PrintWriter err = spec.commandLine().getErr();
        final StringBuilder lines = new StringBuilder();
        try (Archive opened = Archive.open(archive.file(), note -> err.println("jconntrack: " + note))) {
            final History history = opened.history(tuple);
            if (history.damaged() > 0) {
                err.println("jconntrack: " + archive.file() + ": " + history.damaged()
                    + " observations of this connection are damaged and left out");
            }
            if (history.observations().isEmpty()) {
                err.println("jconntrack: " + archive.file() + ": " + tuple + " is in none of its "
                    + opened.catalogue().size() + " snapshots");
                return 1;
            }
            if (form == ArchiveForm.JSON) {
                ArchiveText.lifeJson(lines, tuple, history, Life.of(history, opened.catalogue()));
            } else {
                ArchiveText.life(lines, tuple, history, Life.of(history, opened.catalogue()));
            }
        }
        spec.commandLine().getOut().append(lines).flush();
        return 0;
    }
}
