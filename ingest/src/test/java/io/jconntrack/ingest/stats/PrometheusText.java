/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format, version 0.0.4, as its description has it, and refuses what does not keep to it.
 */
final class PrometheusText {
    private static final Pattern SAMPLE =
        Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"\\\\\n]*)\",?");

    /** Values by name and labels in order, as name{a=b,c=d}. */
    final Map<String, Double> samples = new LinkedHashMap<>();
    final Map<String, String> types = new HashMap<>();
    final Map<String, String> helps = new HashMap<>();

    PrometheusText(final String text) {
        assertTrue(text.endsWith("\n"));
        for (final String line : text.split("\n")) {
            if (line.startsWith("# HELP ")) {
                final String[] words = line.split(" ", 4);
                assertEquals(null, helps.put(words[2], words[3]), line);
            } else if (line.startsWith("# TYPE ")) {
                final String[] words = line.split(" ", 4);
                assertTrue(helps.containsKey(words[2]), line);
                assertEquals(null, types.put(words[2], words[3]), line);
            } else {
                sample(line);
            }
        }
        histograms();
    }

    private void sample(final String line) {
        final Matcher matcher = SAMPLE.matcher(line);
        assertTrue(matcher.matches(), line);
        final String name = matcher.group(1);
        assertTrue(types.containsKey(name)
            || "histogram".equals(types.get(name.replaceFirst("_(bucket|sum|count)$", ""))), line);
        assertEquals("counter".equals(types.get(name)), name.endsWith("_total"), line);
        final Map<String, String> labels = new TreeMap<>();
        final Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
        int end = 0;
        while (label.lookingAt()) {
            assertFalse(labels.containsKey(label.group(1)), line);
            labels.put(label.group(1), label.group(2));
            end = label.end();
            label.region(end, label.regionEnd());
        }
        assertEquals(matcher.group(2) == null ? 0 : matcher.group(2).length(), end, line);
        final String key = name + labels.toString().replace(", ", ",");
        assertEquals(null, samples.put(key, value(matcher.group(3))), line);
    }

    private static double value(final String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    /** Buckets are cumulative, and the last one holds all. */
    private void histograms() {
        double before = 0;
        for (final Map.Entry<String, Double> sample : samples.entrySet()) {
            if (sample.getKey().contains("_bucket{")) {
                assertTrue(sample.getValue() >= before, sample.getKey());
                before = sample.getValue();
                if (sample.getKey().contains("le=+Inf")) {
                    assertEquals(samples.get(sample.getKey().replace("_bucket", "_count").replace("le=+Inf,", "")),
                        before, sample.getKey());
                    before = 0;
                }
            }
        }
    }

    /** A value; labels in the order of their names. */
    double get(final String nameAndLabels) {
        final String key = nameAndLabels.contains("{") ? nameAndLabels : nameAndLabels + "{}";
        assertTrue(samples.containsKey(key), () -> key + " is not in " + samples.keySet());
        return samples.get(key);
    }
}
