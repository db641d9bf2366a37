/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static io.jconntrack.bench.Ranges.require;

import io.jconntrack.memory.Affinity;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code inspect}: what an operator's commands cost a tracker under full load.
 */
@Command(name = "inspect", mixinStandardHelpOptions = true,
    description = "A tracker under full load on one core, and the operator's commands in turn on the others: how long "
        + "each takes, how much memory, and how many packets per second the tracker loses meanwhile.")
final class InspectCommand implements Callable<Integer> {
    private static final List<String> VERBS = List.of("list -o proc", "list -o nf", "list -o conntrack",
        "list -o extended", "list -o xml", "list -o json", "list -p tcp --sport 1024", "count", "count --by state",
        "count --by src", "stats", "stats -o prometheus", "top --once", "snapshot save %t/snapshot", "--help");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "1000000",
        description = "Established ones. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--repeats", paramLabel = "N", defaultValue = "5",
        description = "Rounds through all commands, after one that does not count. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "1",
        description = "How long the tracker is watched before and after; a command that is quicker is run again until "
            + "as much has passed. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--verb", paramLabel = "WORDS",
        description = "A command of jconntrack to measure instead of the usual ones, with its options; may be "
            + "repeated. %%t is a directory for files.")
    private List<String> verbs = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object, as the last line.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        require(spec, connections >= 1 && connections <= 100_000_000, "--connections", connections, "1 to 100000000");
        require(spec, repeats >= 1, "--repeats", repeats, "at least 1");
        require(spec, seconds > 0 && seconds <= 600, "--seconds", seconds, "above 0, up to 600");
        final Settings settings = settings();
        final BitSet cores = Affinity.allowedCores();
        if (cores.cardinality() < 2) {
            throw new IllegalStateException("two cores are needed: one for the tracker alone");
        }
        final int core = cores.nextSetBit(0);
        final Path directory = Files.createTempDirectory("jconntrack-bench-");
        final PrintWriter out = spec.commandLine().getOut();
        Progress.show("opening the connections");
        try (InspectedTracker tracker = new InspectedTracker(settings, connections, core)) {
            cores.clear(core);
            // what is started from here on runs there too
            Affinity.allow(cores);
            final List<Inspection> inspections = inspections(tracker, directory);
            for (int repeat = -1; repeat < repeats; repeat++) {
                for (int i = 0; i < inspections.size(); i++) {
                    Progress.show("round " + (repeat + 1) + " of " + repeats + ", command " + (i + 1) + " of "
                        + inspections.size());
                    inspections.get(i).measure(tracker, repeat, (long)(seconds * 1e9));
                }
                tracker.check();
            }
            Progress.clear();
            print(out, inspections);
        } finally {
            try (var files = Files.list(directory)) {
                for (final Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
        out.flush();
        return 0;
    }

    private Settings settings() {
        final Settings settings = new Settings(Profile.LINUX).set(Setting.MAX, connections);
        try {
            set.forEach(settings::set);
        } catch (final SettingException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return settings;
    }

    /** Controls first: what it costs when nothing happens, or when another program uses its core, or the memory. */
    private List<Inspection> inspections(final InspectedTracker tracker, final Path directory) {
        final List<Inspection> all = new ArrayList<>();
        all.add(new Inspection("(nothing)", List.of("sleep", String.valueOf(seconds)), repeats));
        all.add(new Inspection("(a loop in another program)",
            List.of("sh", "-c", "i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done"), repeats));
        all.add(new Inspection("(reading the table's file)",
            List.of("sh", "-c", "cat \"$1\" | wc -c", "sh", tracker.files.table().toString()), repeats));
        for (final String verb : verbs.isEmpty() ? VERBS : verbs) {
            final List<String> argv = launcher();
            for (final String word : verb.replace("%t", directory.toString()).split(" +")) {
                argv.add(word);
            }
            if (!verb.startsWith("-")) {
                argv.add("--name");
                argv.add(tracker.files.name());
            }
            all.add(new Inspection(verb.replace("%t/", ""), argv, repeats));
        }
        return all;
    }

    /** The program as a user starts it, or where that is not known, as this one was started. */
    private static List<String> launcher() {
        final String launcher = System.getProperty("jconntrack.launcher");
        return new ArrayList<>(launcher != null ? List.of(launcher) : List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), "io.jconntrack.ingest.cli.Main"));
    }

    private void print(final PrintWriter out, final List<Inspection> inspections) {
        out.printf("inspect, %d connections, medians of %d%n", connections, repeats);
        out.printf("  %-28s %9s %12s %12s %9s%n", "command", "time", "own memory", "with table", "loss");
        inspections.forEach(inspection -> out.println(inspection.line()));
        if (json) {
            final Map<String, Object> report = new LinkedHashMap<>();
            report.put("benchmark", "inspect");
            report.put("connections", connections);
            report.put("commands", inspections.stream().map(Inspection::fields).toList());
            out.println(Json.of(report));
        }
    }
}
