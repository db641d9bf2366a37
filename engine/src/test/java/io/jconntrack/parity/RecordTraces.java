/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records the traces that every build replays: scenarios and random traffic, answered by the running kernel.
 * Arguments: the directory to write to; and {@code --only-passing} to leave out what the engine answers differently.
 */
final class RecordTraces {
    private final KernelOracle oracle = KernelOracle.open();
    private final Path directory;
    private final boolean onlyPassing;
    private int left;

    private RecordTraces(final Path directory, final boolean onlyPassing) throws IOException {
        this.directory = directory;
        this.onlyPassing = onlyPassing;
    }

    static void main(final String[] args) throws IOException {
        final Path directory = Path.of(args[0]);
        if (args.length > 1 && args[1].equals("--helpers")) {
            // the oracle gives helpers to connections only when it is made to: record-helpers does
            final Trace trace = Trace.record(KernelOracle.open(), "helpers", HelperScenarios.count()
                + " scenarios with helpers, answered by Linux " + System.getProperty("os.version"), Map.of(),
                HelperScenarios.capture());
            new Trace(trace.packets(), trace.note(), Map.of("helper", "1"), trace.capture(), trace.answers(),
                trace.table()).write(directory, "helpers");
            return;
        }
        Files.createDirectories(directory);
        try (var old = Files.newDirectoryStream(directory, "*.gz")) {
            for (final Path file : old) {
                if (!file.getFileName().toString().startsWith("helpers.")) {
                    Files.delete(file);
                }
            }
        }
        new RecordTraces(directory, args.length > 1 && args[1].equals("--only-passing")).all();
    }

    private void all() throws IOException {
        final Map<String, Map<String, String>> variants = Variants.tcp();
        for (final Map.Entry<String, Map<String, String>> variant : variants.entrySet()) {
            record("scenarios-" + variant.getKey(), variant.getValue(), "scenarios", Scenarios.capture(),
                Scenarios.count() + " scenarios");
        }
        int seed = 1;
        for (final Map.Entry<String, Map<String, String>> variant : variants.entrySet()) {
            random("tcp-" + variant.getKey(), variant.getValue(), TrafficGenerator.Kind.TCP, seed++,
                variant.getKey().equals("default") ? 3000 : 1000);
        }
        random("datagrams", Map.of(), TrafficGenerator.Kind.DATAGRAMS, seed++, 2600);
        random("checksum", Map.of("checksum", "1"), TrafficGenerator.Kind.DATAGRAMS, seed++, 1000);
        random("sctp", Map.of(), TrafficGenerator.Kind.SCTP, seed++, 1000);
        random("fragments", Map.of(), TrafficGenerator.Kind.FRAGMENTS, seed++, 1000);
        random("mixed", Map.of(), TrafficGenerator.Kind.MIXED, seed, 2600);
        System.err.println(left == 0 ? "all recorded" : left + " left out");
    }

    private void random(final String name, final Map<String, String> settings, final TrafficGenerator.Kind kind,
        final long seed, final int packets) throws IOException {
        record(name, settings, name, TrafficGenerator.generate(kind, seed, packets), kind + ", seed " + seed);
    }

    private void record(final String name, final Map<String, String> settings, final String packets,
        final Capture capture, final String made) throws IOException {
        final Trace trace = Trace.record(oracle, packets,
            made + ", answered by Linux " + System.getProperty("os.version"), new LinkedHashMap<>(settings), capture);
        final Comparison.Result result = trace.compare();
        final boolean out = onlyPassing && !result.same();
        if (out) {
            left++;
        } else {
            trace.write(directory, name);
        }
        System.err.printf("%-28s %6d packets, %d differ%s%n", name, capture.size(), result.differing(),
            out ? ": left out" : "");
    }
}
