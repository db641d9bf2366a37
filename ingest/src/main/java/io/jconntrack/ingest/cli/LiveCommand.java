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
    enum Wait { SPIN, BACKOFF }

    private static final int MAX_QUEUES = 64;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Ten million connections are read twice and put in before a tracker that loads them is ready. */
    private static final long LOAD_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LINES_PER_HEADER = 20;

    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private SettingsOptions settings;
    @CommandLine.Mixin
    private LoadOption load;
    @CommandLine.Mixin
    private RunOptions run;
    @CommandLine.Mixin
    private MetricsOption metrics;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-i", "--interface"}, required = true, paramLabel = "IFACE",
        description = "Interface, or any for all of them.")
    private String device;

    @Option(names = "--queues", paramLabel = "N", defaultValue = "1",
        description = "Queues of the helper and workers of the tracker. Default: ${DEFAULT-VALUE}.")
    private int queues;

    @Option(names = {"-p", "--promiscuous"}, description = "Also frames that are not for this host.")
    private boolean promiscuous;

    @Option(names = "--idle", paramLabel = "HOW", defaultValue = "spin",
        description = "Without work: spin, for the shortest latency at the price of two cores, or backoff, for "
            + "laptops. Default: ${DEFAULT-VALUE}.")
    private Wait idle;

    @Parameters(paramLabel = "FILTER", arity = "0..*", description = "Packets to look at, in tcpdump's syntax.")
    private List<String> filter = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        final TrackerFiles files = name.files();
        settings.read();
        if (queues < 1 || queues > MAX_QUEUES) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "--queues " + queues + " is not 1 to " + MAX_QUEUES);
        }
        load.check(queues, "--queues");
        if (files.isAlive()) {
            throw new IOException("a tracker of this name is running: name=" + files.name());
        }
        metrics.check();
        final PrintWriter out = spec.commandLine().getOut();
        try (Stop stop = new Stop(run.seconds())) {
            if (run(files, stop)) {
                try (TrackerStatus status = new TrackerStatus(files)) {
                    out.println(new LiveStatus(status, System.nanoTime()).summary());
                }
                final String which = " --name " + files.name();
                out.println("see: jconntrack list" + which + ", stats" + which + "; remove: jconntrack clean" + which);
                out.flush();
            }
        }
        return 0;
    }

    /** Gives false when it was stopped before it had begun. */
    private boolean run(final TrackerFiles files, final Stop stop) throws IOException {
        final List<Child> children = new ArrayList<>();
        try {
            children.add(new Child("tracker", trackArguments(files)));
            final Child tracker = children.getFirst();
            final long patience = load.arguments().isEmpty() ? START_NANOS : LOAD_NANOS;
            if (!await(() -> files.isReady(tracker.pid()), tracker, stop, patience)) {
                return false;
            }
            children.add(new Child("capture helper", captureArguments(files)));
            try (MetricsOption.Server server = metrics.start(files, run.user())) {
                return show(files, children, server, stop);
            }
        } finally {
            children.forEach(Child::stop);
            children.reversed().forEach(Child::close);
        }
    }

    private List<String> trackArguments(final TrackerFiles files) {
        final List<String> arguments = new ArrayList<>(List.of("track", "--name", files.name(), "--workers",
            String.valueOf(queues)));
        add(arguments, "--user", run.user());
        arguments.addAll(settings.arguments());
        arguments.addAll(load.arguments());
        add(arguments, "--idle", idle == Wait.SPIN ? "spin" : "backoff");
        return arguments;
    }

    private List<String> captureArguments(final TrackerFiles files) {
        final List<String> arguments = new ArrayList<>(List.of("capture", "--name", files.name(), "-i", device,
            "--queues", String.valueOf(queues)));
        add(arguments, "--user", run.user());
        if (promiscuous) {
            arguments.add("--promiscuous");
        }
        add(arguments, "--idle", idle == Wait.SPIN ? "spin" : "poll");
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

    /** What a child has to come to. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Gives false when it was stopped before. */
    private static boolean await(final Condition ready, final Child child, final Stop stop,
        final long patienceNanos) throws IOException {
        final long deadline = System.nanoTime() + patienceNanos;
        while (!ready.holds()) {
            child.revive();
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the " + child + " does not get ready");
            }
            if (stop.await(LOOK_NANOS)) {
                return false;
            }
        }
        return true;
    }

    private boolean show(final TrackerFiles files, final List<Child> children, final MetricsOption.Server server,
        final Stop stop) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        TrackerStatus status = new TrackerStatus(files);
        try {
            if (!await(status::areHelpersAlive, children.getLast(), stop, START_NANOS)) {
                return false;
            }
            stop.start();
            LiveStatus lines = new LiveStatus(status, System.nanoTime());
            for (int line = 0; !stop.await(SECOND); line++) {
                revive(children);
                tell(server.look());
                if (status.cnc().pid() != children.getFirst().pid() && files.isReady(children.getFirst().pid())) {
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
            return true;
        } finally {
            status.close();
        }
    }

    private void revive(final List<Child> children) throws IOException {
        for (final Child child : children) {
            tell(child.revive());
        }
    }

    private void tell(final String news) {
        if (news != null) {
            final PrintWriter err = spec.commandLine().getErr();
            err.println("jconntrack: " + news);
            err.flush();
        }
    }
}
