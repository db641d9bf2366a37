/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static io.jconntrack.bench.Ranges.require;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code soak}: whether a tracker stays right, small and quick when it runs for long.
 */
@Command(name = "soak", mixinStandardHelpOptions = true,
    description = "Connections that come, live and expire at changing rates, in a table that readers list meanwhile. "
        + "Fails when a verdict is wrong, when the table differs from a model of it, or when a reader saw a connection "
        + "that never was. Prints a line for each interval.")
final class SoakCommand implements Callable<Integer> {
    private static final int INTERVALS = 60;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "200000",
        description = "Live ones on average; there may be three times as many. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "60",
        description = "How long, in real time. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--interval", paramLabel = "S",
        description = "Seconds of real time from one comparison to the next. Default: a 60th of the whole, at least 1.")
    private Double interval;

    @Option(names = "--speed", paramLabel = "N", defaultValue = "20",
        description = "Seconds of packet time in a second. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(names = "--readers", paramLabel = "N", defaultValue = "2",
        description = "Threads that list the table. Default: ${DEFAULT-VALUE}.")
    private int readers;

    @Option(names = "--seed", paramLabel = "N", description = "Of rates and lives. Default: another one each time.")
    private Long seed;

    @Option(names = "--directory", paramLabel = "DIR", defaultValue = "/dev/shm",
        description = "Where the table's file is made and deleted. Default: ${DEFAULT-VALUE}.")
    private Path directory;

    @Option(names = "--json", description = "Print one JSON object, as the last line.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        require(spec, connections >= 100 && connections <= 5_000_000, "--connections", connections, "100 to 5000000");
        require(spec, seconds > 0 && seconds <= 1e6, "--seconds", seconds, "above 0, up to 1000000");
        final double each = interval != null ? interval : Math.max(1, seconds / INTERVALS);
        require(spec, each > 0 && each <= 1e6, "--interval", each, "above 0, up to 1000000");
        require(spec, speed > 0 && speed <= 10_000, "--speed", speed, "above 0, up to 10000");
        require(spec, readers >= 0 && readers <= 64, "--readers", readers, "0 to 64");
        require(spec, Files.isDirectory(directory), "--directory", directory, "a directory");
        final long chosen = seed != null ? seed : ThreadLocalRandom.current().nextLong();
        final PrintWriter out = spec.commandLine().getOut();
        out.println("soak, " + connections + " connections, " + readers + " readers, speed " + speed + ", seed "
            + chosen);
        final Path file = directory.resolve("jconntrack-soak-" + ProcessHandle.current().pid());
        try (Soak soak = new Soak(file, connections, readers, speed, chosen)) {
            final List<SoakInterval> intervals = run(soak, each, out);
            final Map<String, Object> report = report(soak, intervals, chosen);
            out.println("drift " + report.get("drift"));
            if (json) {
                out.println(Json.of(report));
            }
        } finally {
            Files.deleteIfExists(file);
        }
        out.flush();
        return 0;
    }

    private List<SoakInterval> run(final Soak soak, final double each, final PrintWriter out) throws IOException {
        final List<SoakInterval> intervals = new ArrayList<>();
        final long start = System.nanoTime();
        final long end = start + (long)(seconds * 1e9);
        out.println(SoakInterval.HEAD);
        out.flush();
        for (long at = start; at < end;) {
            at = Math.min(end, at + (long)(each * 1e9));
            intervals.add(soak.run(start, at));
            out.println(intervals.getLast().line());
            out.flush();
        }
        return intervals;
    }

    private Map<String, Object> report(final Soak soak, final List<SoakInterval> intervals, final long chosen) {
        final Map<String, Object> drift = new LinkedHashMap<>();
        drift.put("p50", SoakInterval.drift(intervals, SoakInterval::p50));
        drift.put("p99", SoakInterval.drift(intervals, SoakInterval::p99));
        drift.put("p99.99", SoakInterval.drift(intervals, SoakInterval::p9999));
        drift.put("heap", SoakInterval.drift(intervals, SoakInterval::heapBytes));
        drift.put("resident", SoakInterval.drift(intervals, SoakInterval::residentBytes));
        final Map<String, Object> report = new LinkedHashMap<>();
        report.put("benchmark", "soak");
        report.put("connections", connections);
        report.put("speed", speed);
        report.put("seed", chosen);
        report.put("packet_seconds", soak.packetSeconds());
        report.put("comparisons", intervals.size());
        report.put("readers", readers);
        report.put("dumps", soak.read()[0]);
        report.put("lines_checked", soak.read()[1]);
        report.put("drift", drift);
        report.put("intervals", intervals.stream().map(SoakInterval::fields).toList());
        return report;
    }
}
