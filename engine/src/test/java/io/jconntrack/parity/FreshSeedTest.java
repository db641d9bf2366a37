/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random traffic that nobody has seen before, through the running kernel and the engine. Skipped where the kernel
 * cannot be asked; {@code -Djconntrack.seed=N} repeats a run.
 */
class FreshSeedTest {
    private static final int CAPTURES = 5;
    private static final int PACKETS = 18_000;

    @Test
    void shouldAnswerAsTheRunningKernelWhenTrafficIsFresh() throws IOException {
        final String missing = KernelOracle.missing();
        assumeTrue(missing == null, "not compared with the running kernel: " + missing);
        final KernelOracle oracle = KernelOracle.open();
        final long seed = Long.getLong("jconntrack.seed", new SplittableRandom().nextInt(1, 1_000_000_000));
        System.out.println("FreshSeedTest: -Djconntrack.seed=" + seed);
        final List<Map<String, String>> variants = List.copyOf(Variants.tcp().values());
        for (int i = 0; i < CAPTURES; i++) {
            final Map<String, String> settings =
                i == 0 ? Map.of() : variants.get((int)Math.floorMod(seed + i, (long)variants.size()));
            compare(oracle, settings, TrafficGenerator.Kind.TCP, seed + i, PACKETS);
        }
        // every burst of UDP costs the oracle two seconds of waiting
        compare(oracle, Map.of(), TrafficGenerator.Kind.MIXED, seed, 5000);
        compare(oracle, Map.of("checksum", "1"), TrafficGenerator.Kind.FRAGMENTS, seed, 2400);
    }

    private static void compare(final KernelOracle oracle, final Map<String, String> settings,
        final TrafficGenerator.Kind kind, final long seed, final int packets) throws IOException {
        final Capture capture = TrafficGenerator.generate(kind, seed, packets);
        final Comparison.Result result;
        try (KernelOracle.Run run = oracle.run(capture, settings, false)) {
            result = Comparison.compare(capture, settings, run, run::table, null);
        }
        assertTrue(result.same(), () -> report(oracle, settings, kind, seed, packets, capture, result));
        assertTrue(result.skipped() < packets / 10, result.skipped() + " answers were not usable");
    }

    private static String report(final KernelOracle oracle, final Map<String, String> settings,
        final TrafficGenerator.Kind kind, final long seed, final int packets, final Capture capture,
        final Comparison.Result result) {
        final String what = kind + " seed " + seed + ", " + packets + " packets, settings " + settings + ": "
            + result.differing() + " packets differ\n";
        if (result.first() == null) {
            return what + String.join("\n", result.table());
        }
        try {
            final ByteArrayOutputStream text = new ByteArrayOutputStream();
            final Capture small = new Shrinker(oracle, settings).shrink(capture, result.first().number());
            if (small == null) {
                return what + "the first, which does not show alone: " + result.first();
            }
            Shrinker.print(new PrintStream(text, true, StandardCharsets.UTF_8), oracle, small, settings);
            return what + text.toString(StandardCharsets.UTF_8);
        } catch (final IOException e) {
            return what + result.first() + "\nnot shrunk: " + e;
        }
    }
}
