/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/statistics.md lists every figure, and none that does not exist. When this fails, the expected rows are what
 * belongs there.
 */
class MetricsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "statistics.md");

    private static String row(final Metric metric) {
        final String worker = metric.scope() == Metric.Scope.WORKER || metric.scope() == Metric.Scope.RING ? "worker"
            : "";
        final String labels = Stream.of(worker, metric.dimension() == null ? "" : metric.dimension())
            .filter(label -> !label.isEmpty()).collect(Collectors.joining(", "));
        return "| `" + metric.prometheusName() + "` | " + metric.type().name().toLowerCase(Locale.ROOT) + " | " + labels
            + " | " + metric.help() + " |";
    }

    @Test
    void shouldListEveryFigureWithItsMeaning() throws IOException {
        final String expected = Stream.of(Metric.values()).map(MetricsDocumentTest::row)
            .collect(Collectors.joining("\n"));
        final String found = Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `jconntrack_"))
            .filter(line -> !line.contains(PrometheusForm.INFO) && !line.contains(PrometheusForm.LATENCY))
            .collect(Collectors.joining("\n"));
        assertEquals(expected, found);
    }
}
