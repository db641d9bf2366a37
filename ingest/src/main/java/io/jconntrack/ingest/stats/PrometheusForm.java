/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * For Prometheus: the names of {@link Metric} with prefix and suffix, base units, one label for the worker and one for
 * what the figure is told by.
 */
public final class PrometheusForm {
    /** Name of the histogram of latencies. */
    public static final String LATENCY = "jconntrack_wire_to_verdict_seconds";
    /** Name of what tells which tracker it is. */
    public static final String INFO = "jconntrack_tracker_info";

    private static final String LATENCY_HELP = "From the kernel's time stamp on a frame to the engine's answer, for "
        + "every packet; to 1 %.";
    private static final String INFO_HELP = "Which tracker it is: always 1.";
    private static final long[] BOUNDS_NANOS = {250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000,
        250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000,
        250_000_000, 500_000_000, 1_000_000_000};
    private static final double NANOS = 1e9;
    /** More than a bucket gets to. */
    private static final long MOST = 1L << 56;

    private PrometheusForm() {
    }

    /**
     * In the text format, version 0.0.4.
     *
     * @param report that has the figures.
     * @return lines, each with an end of line.
     */
    public static String text(final Report report) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(report, out);
        } catch (final IOException never) {
            throw new IllegalStateException(never);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(final Report report, final OutputStream out) throws IOException {
        PrometheusTextFormatWriter.create().write(out, of(report), EscapingScheme.ALLOW_UTF8);
    }

    /**
     * As the client library has them.
     *
     * @param report that has the figures.
     * @return all of them.
     */
    public static MetricSnapshots of(final Report report) {
        final List<MetricSnapshot> snapshots = new ArrayList<>();
        snapshots.add(InfoSnapshot.builder().name(INFO.replace("_info", "")).help(INFO_HELP)
            .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(Labels.of("name", report.name(), "profile",
                report.profile(), "pid", String.valueOf(report.pid()))).build()).build());
        for (final Metric metric : Metric.values()) {
            final List<Sample> samples = report.samples().stream().filter(s -> s.metric() == metric).toList();
            if (!samples.isEmpty()) {
                snapshots.add(snapshot(metric, samples));
            }
        }
        snapshots.add(latencies(report.latencies()));
        return new MetricSnapshots(snapshots);
    }

    /** What there is to say when the tracker's files can't be read. */
    static MetricSnapshots down() {
        return new MetricSnapshots(snapshot(Metric.UP, List.of(new Sample(Metric.UP, Sample.ALL, null, "", 0))));
    }

    private static MetricSnapshot snapshot(final Metric metric, final List<Sample> samples) {
        if (metric.type() == Metric.Type.COUNTER) {
            final CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("jconntrack_" + metric.label()).help(metric.help());
            samples.forEach(s -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                // what stands in a file that is damaged may be below 0
                .value(Math.max(0, s.scaled())).labels(labels(s)).build()));
            return counter.build();
        }
        final GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(metric.prometheusName()).help(metric.help());
        samples.forEach(s -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(s.scaled())
            .labels(labels(s)).build()));
        return gauge.build();
    }

    private static Labels labels(final Sample sample) {
        final Labels worker = sample.worker() == Sample.ALL ? Labels.EMPTY
            : Labels.of("worker", String.valueOf(sample.worker()));
        return sample.value() == null ? worker : worker.add(sample.metric().dimension(), sample.value());
    }

    private static HistogramSnapshot latencies(final List<Histogram> workers) {
        final HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(LATENCY).help(LATENCY_HELP);
        for (int worker = 0; worker < workers.size(); worker++) {
            histogram.dataPoint(dataPoint(workers.get(worker), worker));
        }
        return histogram.build();
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot dataPoint(final Histogram nanos, final int worker) {
        final long[] counts = new long[BOUNDS_NANOS.length + 1];
        double sum = 0;
        for (final HistogramIterationValue value : nanos.recordedValues()) {
            final long lowest = nanos.lowestEquivalentValue(value.getValueIteratedTo());
            int bucket = 0;
            while (bucket < BOUNDS_NANOS.length && lowest > BOUNDS_NANOS[bucket]) {
                bucket++;
            }
            counts[bucket] += value.getCountAddedInThisIterationStep();
            sum += (double)nanos.medianEquivalentValue(lowest) * value.getCountAddedInThisIterationStep();
        }
        final ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.length; i++) {
            // counts of a file that is damaged may overflow
            buckets.bucket(i < BOUNDS_NANOS.length ? BOUNDS_NANOS[i] / NANOS : Double.POSITIVE_INFINITY,
                Math.clamp(counts[i], 0, MOST));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder().classicHistogramBuckets(buckets.build())
            .sum(sum / NANOS).labels(Labels.of("worker", String.valueOf(worker))).build();
    }
}
