/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The micro-benchmarks run; for a moment, in this JVM.
 */
final class MicroTest {
    @Test
    void shouldRunEveryMicroBenchmark() throws Exception {
        final Collection<RunResult> results = new Runner(new OptionsBuilder().include("io.jconntrack.bench")
            .param("connections", "1000").forks(0).warmupIterations(0).measurementIterations(1)
            .measurementTime(new TimeValue(10, TimeUnit.MILLISECONDS)).verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true).build()).run();
        final Set<String> names = new TreeSet<>();
        for (final RunResult result : results) {
            names.add(result.getParams().getBenchmark().replace("io.jconntrack.bench.", ""));
            assertTrue(result.getPrimaryResult().getScore() > 0, result.getParams().getBenchmark());
        }
        assertEquals(Set.of("DecodeMicro.decode", "DecodeMicro.decodeAndKey", "DecodeMicro.key",
            "PrefetchMicro.burst", "TableMicro.insertAndRemove", "TableMicro.keyAlone", "TableMicro.lookupHit",
            "TableMicro.lookupMiss",
            "TcpMicro.read", "TcpMicro.readAndTrack", "TextMicro.append",
            "WheelMicro.addAndRemove", "WheelMicro.insertAndExpire", "WheelMicro.refresh"), names);
    }
}
