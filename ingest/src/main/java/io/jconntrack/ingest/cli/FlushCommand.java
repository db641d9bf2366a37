/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jconntrack flush}: empties a running tracker's table.
 */
@Command(name = "flush", aliases = {"-F", "--flush"}, mixinStandardHelpOptions = true,
    description = "Remove all connections of a running tracker, or those of a family. With other filters: delete.")
final class FlushCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private NameOption name;
    @Option(names = {"-f", "--family"}, paramLabel = "FAMILY", converter = TupleOptions.Family.class,
        description = "ipv4 or ipv6. Default: both.")
    private Integer family;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (TrackerClient client = new TrackerClient(name.files())) {
            client.flush(family == null ? 0 : family);
        }
        spec.commandLine().getErr().println("jconntrack: connection tracking table has been emptied.");
        return 0;
    }
}
