/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack live}: capture helper and tracker as two processes, and what they do, a line a second.
 */
@Command(name = "live", mixinStandardHelpOptions = true,
    description = "Track what crosses an interface: start a tracker and a capture helper as two processes, print what "
        + "they do once a second, and start one again when it is killed. Needs root; neither keeps any of it.",
    footer = {"", "More options: run the two alone, jconntrack track and jconntrack capture."})
final class LiveCommand implements Callable<Integer> {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LINES_PER_HEADER = 20;

    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private RunOptions run;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-i", "--interface"}, required = true, paramLabel = "IFACE",
        description = "Interface, or any for all of them.")
    private String device;

    @Option(names = "--queues", paramLabel = "N", defaultValue = "1",
        description = "Queues of the helper and workers of the tracker. Default: ${DEFAULT-VALUE}.")
    private int queues;

    @Option(names = "--profile", paramLabel = "NAME", description = "classic (the default), or linux.")
    private String profile;

    @Option(names = "--settings", paramLabel = "FILE", description = "Settings in the syntax of sysctl.conf.")
    private String settings;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be repeated.")
    private List<String> values = new ArrayList<>();

    @Option(names = "--promiscuous", description = "Also frames that are not for this host.")
    private boolean promiscuous;

    @Option(names = "--idle", paramLabel = "HOW",
        description = "Without work: spin (the default) or backoff, for laptops.")
    private String idle;

    @Parameters(paramLabel = "FILTER", arity = "0..*", description = "Packets to look at, in tcpdump's syntax.")
    private List<String> filter = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        final TrackerFiles files = name.files();
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        if (files.isAlive()) {
            throw new IOException("a tracker of this name is running: name=" + files.name());
        }
        try (Stop stop = new Stop(run.seconds())) {
            try (Child tracker = new Child("tracker", trackArguments(files))) {
                awaitReady(files, tracker, stop);
                try (Child helper = new Child("capture helper", captureArguments(files))) {
                    show(files, List.of(tracker, helper), stop, out, err);
                }
            }
            try (TrackerStatus status = new TrackerStatus(files)) {
                out.println(new LiveStatus(status, System.nanoTime()).summary());
            }
            final String name = " --name " + files.name();
            out.println("see: jconntrack list" + name + ", stats" + name + "; remove: jconntrack clean" + name);
            out.flush();
        }
        return 0;
    }

    private List<String> trackArguments(final TrackerFiles files) {
        final List<String> arguments = new ArrayList<>(List.of("track", "--name", files.name(), "--workers",
            String.valueOf(queues)));
        add(arguments, "--user", run.user());
        add(arguments, "--profile", profile);
        add(arguments, "--settings", settings);
        values.forEach(value -> add(arguments, "--set", value));
        add(arguments, "--idle", idle);
        return arguments;
    }

    private List<String> captureArguments(final TrackerFiles files) {
        final List<String> arguments = new ArrayList<>(List.of("capture", "--name", files.name(), "-i", device,
            "--queues", String.valueOf(queues)));
        add(arguments, "--user", run.user());
        if (promiscuous) {
            arguments.add("--promiscuous");
        }
        add(arguments, "--idle", "backoff".equals(idle) ? "poll" : idle);
        if (!filter.isEmpty()) {
            arguments.add("--");
            arguments.addAll(filter);
        }
        return Collections.unmodifiableList(arguments);
    }

    private static void add(final List<String> arguments, final String option, final String value) {
        if (value != null) {
            arguments.add(option);
            arguments.add(value);
        }
    }

    private static void awaitReady(final TrackerFiles files, final Child tracker, final Stop stop)
        throws IOException {
        final long deadline = System.nanoTime() + START_NANOS;
        while (!files.isReady(tracker.pid())) {
            tracker.revive();
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the tracker does not get ready: name=" + files.name());
            }
            if (stop.await(LOOK_NANOS)) {
                return;
            }
        }
    }

    private static void awaitHelpers(final TrackerStatus status, final Child helper, final Stop stop)
        throws IOException {
        final long deadline = System.nanoTime() + START_NANOS;
        while (!status.areHelpersAlive()) {
            helper.revive();
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the capture helper does not get ready");
            }
            if (stop.await(LOOK_NANOS)) {
                return;
            }
        }
    }

    private static void show(final TrackerFiles files, final List<Child> children, final Stop stop,
        final PrintWriter out, final PrintWriter err) throws IOException {
        TrackerStatus status = new TrackerStatus(files);
        try {
            awaitHelpers(status, children.getLast(), stop);
            stop.start();
            LiveStatus lines = new LiveStatus(status, System.nanoTime());
            for (int line = 0; !stop.await(SECOND); line++) {
                for (final Child child : children) {
                    final String news = child.revive();
                    if (news != null) {
                        err.println("jconntrack: " + news);
                        err.flush();
                    }
                }
                if (!files.isReady(status.cnc().pid()) && files.isReady(children.getFirst().pid())) {
                    status.close();
                    status = new TrackerStatus(files);
                    lines = new LiveStatus(status, System.nanoTime());
                }
                if (line % LINES_PER_HEADER == 0) {
                    out.println(LiveStatus.HEADER);
                }
                out.println(lines.line(System.nanoTime()));
                out.flush();
            }
        } finally {
            status.close();
        }
    }
}
