/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * For people: a value and its name a line.
 */
public final class LinesForm {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    private LinesForm() {
    }

    /**
     * All figures; counts of packets by reason only where they are not 0.
     *
     * @param report that has them.
     * @return lines, each with an end of line.
     */
    public static String of(final Report report) {
        final StringBuilder text = new StringBuilder("# tracker ").append(report.name()).append(": pid=")
            .append(report.pid()).append(" started=").append(moment(report, Metric.START_TIME)).append(" active=")
            .append(moment(report, Metric.ACTIVE_TIME))
            .append(report.get(Metric.UP, Sample.ALL, null) == 0 ? " ended" : "").append('\n');
        for (final Sample sample : shown(report)) {
            if (sample.number() != 0 || !isByReason(sample.metric())) {
                line(text, sample.number(), "", label(sample));
            }
        }
        latencies(text, sum(report.latencies()));
        for (final String error : report.errors()) {
            text.append("# error, ").append(error).append('\n');
        }
        return text.toString();
    }

    /**
     * What changed from one moment to another: counters by second, the rest as it is now.
     *
     * @param before the earlier moment.
     * @param after the later one.
     * @param seconds between them, above 0.
     * @return lines, each with an end of line; counters that stood still are left out. After a restart of the tracker
     *     they count from 0.
     */
    public static String rates(final Report before, final Report after, final double seconds) {
        final Map<String, Long> old = new HashMap<>();
        if (before.get(Metric.START_TIME, Sample.ALL, null) == after.get(Metric.START_TIME, Sample.ALL, null)) {
            shown(before).forEach(sample -> old.put(label(sample), sample.number()));
        }
        final StringBuilder text = new StringBuilder("# ").append(moment(after, Metric.ACTIVE_TIME)).append('\n');
        for (final Sample sample : shown(after)) {
            final long was = old.getOrDefault(label(sample), 0L);
            if (sample.metric().type() == Metric.Type.COUNTER && sample.number() != was) {
                text.append(String.format(Locale.ROOT, "%15.1f /s %s%n", (sample.number() - was) / seconds,
                    label(sample)));
            } else if (sample.metric() == Metric.ENTRIES) {
                line(text, sample.number(), "   ", label(sample));
            }
        }
        return text.toString();
    }

    /** The figures of each worker, and before them the sums where there are several. */
    private static List<Sample> shown(final Report report) {
        final List<Sample> all = new java.util.ArrayList<>(report.samples());
        all.removeIf(sample -> sample.metric() == Metric.UP || sample.metric() == Metric.START_TIME
            || sample.metric() == Metric.ACTIVE_TIME);
        if (report.workers() > 1) {
            all.addAll(report.sums());
        }
        return all;
    }

    private static String moment(final Report report, final Metric metric) {
        return Instant.ofEpochMilli(report.get(metric, Sample.ALL, null)).toString();
    }

    private static boolean isByReason(final Metric metric) {
        return metric == Metric.INVALID_PACKETS || metric == Metric.IGNORED_PACKETS;
    }

    private static String label(final Sample sample) {
        final String of = sample.worker() == Sample.ALL ? "s: " : " " + sample.worker() + ": ";
        return switch (sample.metric().scope()) {
            case WORKER -> "worker" + of + sample.words();
            case RING -> "ring" + of + sample.words();
            case TRACKER, INDEX -> sample.words();
        };
    }

    private static void line(final StringBuilder text, final long value, final String gap, final String label) {
        text.append(String.format(Locale.ROOT, "%15d %s%s%n", value, gap, label));
    }

    /** Of all workers together. */
    static Histogram sum(final List<Histogram> histograms) {
        final Histogram sum = histograms.getFirst().copy();
        histograms.subList(1, histograms.size()).forEach(sum::add);
        return sum;
    }

    private static void latencies(final StringBuilder text, final Histogram nanos) {
        for (final double percentile : PERCENTILES) {
            line(text, nanos.getValueAtPercentile(percentile), "",
                "nanoseconds from wire to verdict, percentile " + percentile);
        }
    }
}
