/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.stats.ConntrackForm;
import io.jconntrack.ingest.stats.JsonForm;
import io.jconntrack.ingest.stats.LinesForm;
import io.jconntrack.ingest.stats.ListenAddress;
import io.jconntrack.ingest.stats.MetricsServer;
import io.jconntrack.ingest.stats.PrometheusForm;
import io.jconntrack.ingest.stats.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jconntrack stats}: every counter of a tracker and of its capture helpers.
 */
@Command(name = "stats", aliases = {"-S", "--stats"}, mixinStandardHelpOptions = true,
    description = "Print the counters of a tracker and its packet rings, running or ended: a value and its name a "
        + "line; those of packets by reason where they are not 0.")
final class StatsCommand implements Callable<Integer> {
    enum Form { LINES, JSON, PROMETHEUS, CONNTRACK }

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private RunOptions run;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM", defaultValue = "lines",
        description = "lines, json (one object), prometheus (text format 0.0.4), or conntrack (as conntrack -S). "
            + "Default: ${DEFAULT-VALUE}.")
    private Form form;

    @Option(names = "--probes", description = "Look at all of the table's index too: how many buckets lookups read, "
        + "and how full they are.")
    private boolean withIndex;

    @Option(names = "--interval", paramLabel = "SECONDS",
        description = "Print again and again until --for is over, SIGINT or SIGTERM; lines: after the first time, "
            + "what changed by second.")
    private Double interval;

    @Option(names = "--serve", paramLabel = "[HOST]:PORT",
        description = "Serve the counters to Prometheus over HTTP until --for is over, SIGINT or SIGTERM; without a "
            + "host on the loopback interface.")
    private String serve;

    @Override
    public Integer call() throws IOException {
        final TrackerFiles files = name.files();
        final Double seconds = run.seconds();
        if (interval != null && !(interval >= 0.01 && interval < 1e6)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "--interval " + interval + " is not 0.01 to 1000000 seconds");
        }
        if (serve != null && interval != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--serve and --interval exclude each other");
        }
        if (serve != null) {
            serve(files, MetricsOption.parse("--serve", serve, spec), seconds);
        } else {
            print(files, seconds);
        }
        return 0;
    }

    private void print(final TrackerFiles files, final Double seconds) throws IOException {
        Report last = Report.read(files, withIndex);
        long lastNanos = System.nanoTime();
        if (!write(text(last)) || interval == null) {
            return;
        }
        try (Stop stop = new Stop(seconds)) {
            stop.start();
            while (!stop.await(Math.round(interval * 1e9))) {
                final Report now = Report.read(files, withIndex);
                final long nowNanos = System.nanoTime();
                if (!write(form == Form.LINES ? LinesForm.rates(last, now, (nowNanos - lastNanos) / 1e9)
                    : text(now))) {
                    return;
                }
                last = now;
                lastNanos = nowNanos;
            }
        }
    }

    private String text(final Report report) {
        return switch (form) {
            case LINES -> LinesForm.of(report);
            case JSON -> JsonForm.of(report);
            case PROMETHEUS -> PrometheusForm.text(report);
            case CONNTRACK -> ConntrackForm.of(report);
        };
    }

    /** Gives false when nobody reads any more. */
    private boolean write(final String text) {
        final PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        return !out.checkError();
    }

    private void serve(final TrackerFiles files, final ListenAddress address, final Double seconds)
        throws IOException {
        final PrintWriter err = spec.commandLine().getErr();
        // as it was typed: the verb has aliases
        run.becomeOrdinary(files, spec.commandLine().getParent().getParseResult().originalArgs().getFirst(),
            List::of);
        try (Stop stop = new Stop(seconds); MetricsServer server = MetricsServer.start(files, address, withIndex)) {
            err.println("stats: metrics of " + files.name() + " at " + server.url());
            err.flush();
            stop.start();
            run.endWithParent(stop::now);
            boolean isOver = false;
            while (!isOver) {
                isOver = stop.await(LOOK_NANOS);
            }
        }
    }
}
