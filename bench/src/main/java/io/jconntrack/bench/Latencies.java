/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Histograms of times in nanoseconds, and what we print of them.
 */
final class Latencies {
    private static final long HIGHEST = 10_000_000_000L;

    private Latencies() {
    }

    /**
     * An empty histogram; recording into it allocates nothing.
     *
     * @return a histogram from 1 ns to 10 s, three digits.
     */
    static Histogram histogram() {
        return new Histogram(HIGHEST, 3);
    }

    /**
     * Record a time; what is longer than ten seconds counts as ten.
     *
     * @param histogram to record into.
     * @param nanos the time.
     */
    static void record(final Histogram histogram, final long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, HIGHEST));
    }

    /**
     * The percentiles that reports name.
     *
     * @param histogram of nanoseconds.
     * @return nanoseconds by name, in ascending order.
     */
    static Map<String, Object> percentiles(final Histogram histogram) {
        final Map<String, Object> values = new LinkedHashMap<>();
        values.put("p50", histogram.getValueAtPercentile(50));
        values.put("p90", histogram.getValueAtPercentile(90));
        values.put("p99", histogram.getValueAtPercentile(99));
        values.put("p99.9", histogram.getValueAtPercentile(99.9));
        values.put("p99.99", histogram.getValueAtPercentile(99.99));
        values.put("max", histogram.getMaxValue());
        values.put("count", histogram.getTotalCount());
        return values;
    }

    /**
     * One line of them, in microseconds.
     *
     * @param histogram of nanoseconds.
     * @return such as {@code p50 2.1 µs, p90 ...}.
     */
    static String line(final Histogram histogram) {
        final StringBuilder text = new StringBuilder();
        percentiles(histogram).forEach((name, nanos) -> {
            if (!"count".equals(name)) {
                text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(micros((Long)nanos));
            }
        });
        return text.append(" µs").toString();
    }

    /**
     * Nanoseconds as microseconds.
     *
     * @param nanos to convert.
     * @return with one digit behind the point, two below one.
     */
    static String micros(final long nanos) {
        return String.format(java.util.Locale.ROOT, nanos < 1000 ? "%.2f" : "%.1f", nanos / 1000.0);
    }
}
