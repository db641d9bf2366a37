/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerOptions;
import io.jconntrack.ingest.agent.TrackerProcess;
import io.jconntrack.snapshot.SnapshotLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack track}: the tracker alone, for capture helpers to attach to.
 */
@Command(name = "track", mixinStandardHelpOptions = true,
    description = "Run a tracker: connections of the packets that a capture helper (jconntrack capture) puts on its "
        + "rings. It needs no privilege and drops those that it has.")
final class TrackCommand implements Callable<Integer> {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private TrackOptions options;
    @CommandLine.Mixin
    private LoadOption load;
    @CommandLine.Mixin
    private RunOptions run;
    @CommandLine.Mixin
    private MetricsOption metrics;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final TrackerFiles files = name.files();
        final TrackerOptions tracker = options.read();
        final PrintWriter err = spec.commandLine().getErr();
        load.check(tracker.workers(), "--workers");
        metrics.check();
        say(err, run.becomeOrdinary(files, "track", () -> load.handOver(files)));
        try (Stop stop = new Stop(run.seconds());
            SnapshotLoader loader = load.open(files, tracker.settings().profile(), line -> say(err, line))) {
            try (TrackerProcess process = TrackerProcess.start(files, tracker, line -> say(err, line), loader);
                MetricsOption.Server server = metrics.start(files, null)) {
                say(err, "tracking: name=" + files.name() + " pid=" + ProcessHandle.current().pid() + " profile="
                    + tracker.settings().profile().label() + " workers=" + process.workers() + " files="
                    + files.directory());
                stop.start();
                run.endWithParent(stop::now);
                while (!stop.await(LOOK_NANOS)) {
                    if (!process.isWhole()) {
                        throw new IOException("a worker could not start, or has ended");
                    }
                    process.report(System.nanoTime());
                    final String news = server.look();
                    if (news != null) {
                        say(err, news);
                    }
                }
            }
            say(err, "ended; the files stay until: jconntrack clean --name " + files.name());
        }
        return 0;
    }

    private static void say(final PrintWriter err, final String line) {
        err.println("track: " + line);
        err.flush();
    }
}
