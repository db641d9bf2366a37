/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.stats.ListenAddress;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Whether, and where, a tracker's counters are served to Prometheus: by a process of its own, so that no request ever
 * makes a worker wait.
 */
final class MetricsOption {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--metrics", paramLabel = "[HOST]:PORT",
        description = "Serve the counters to Prometheus over HTTP, from a process of its own (jconntrack stats "
            + "--serve); without a host on the loopback interface.")
    private String metrics;

    /**
     * See that it can be had, before anything is started.
     *
     * @throws CommandLine.ParameterException when it is no address.
     * @throws IOException when nobody may listen there.
     */
    void check() throws IOException {
        if (metrics != null) {
            parse("--metrics", metrics, spec).check();
        }
    }

    /**
     * Start the server; it ends with this process.
     *
     * @param user that it becomes if it has privileges, or null for the ordinary one.
     */
    Server start(final TrackerFiles files, final String user) throws IOException {
        if (metrics == null) {
            return new Server(null);
        }
        final List<String> arguments = new java.util.ArrayList<>(
            List.of("stats", "--name", files.name(), "--serve", metrics));
        if (user != null) {
            arguments.addAll(List.of("--user", user));
        }
        return new Server(new Child("metrics server", arguments));
    }

    /** An address, or wrong usage. */
    static ListenAddress parse(final String option, final String text, final CommandLine.Model.CommandSpec spec) {
        try {
            return ListenAddress.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + ' ' + e.getMessage(), e);
        }
    }

    /** The server, or none. Whatever becomes of it, tracking goes on. */
    static final class Server implements AutoCloseable {
        private Child child;

        private Server(final Child child) {
            this.child = child;
        }

        /** See whether it runs, and start it again when it was killed; gives what happened, or null for nothing. */
        String look() {
            if (child == null) {
                return null;
            }
            try {
                return child.revive();
            } catch (final IOException ended) {
                child = null;
                return ended.getMessage() + "; tracking goes on without it";
            }
        }

        @Override
        public void close() {
            if (child != null) {
                child.close();
            }
        }
    }
}
