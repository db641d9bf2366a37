/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Steady traffic at an offered rate. A packet is due at its place in the schedule, whatever the tracker does; the time
 * of a batch runs from the moment at which its first packet was due until its last verdict and the expiry after it. So
 * a pause counts for every batch that it delayed (coordinated omission is corrected by construction).
 * <p>
 * The tracker takes whatever is due, up to the batch size. In alternating phases the same loop runs without a tracker:
 * what it shows are the machine's own pauses, as jHiccup measures them.
 */
final class Latency {
    private final int batch;
    private final double periodNanos;

    private Latency(final int batch, final double rateMpps) {
        this.batch = batch;
        this.periodNanos = 1000 / rateMpps;
    }

    /**
     * Measure jconntrack and the peers.
     *
     * @param options of the command line.
     * @param rateMpps packets offered, in millions per second.
     * @return what was found; nanoseconds per packet are those of the schedule unless a tracker can't keep up.
     */
    static Report measure(final Options options, final double rateMpps) {
        final Latency latency = new Latency(options.batch, rateMpps);
        final Traffic traffic = new Traffic(options.ipv6, options.udp);
        final Map<String, Object> parameters = Benchmarks.parameters(options);
        parameters.put("offered_mpps", rateMpps);
        try (Comparison comparison = new Comparison(options, options.settings(options.connections),
            tracker -> new Steady(tracker, traffic, 0, options.connections))) {
            final List<Result> results = new ArrayList<>();
            for (int i = 0; i < comparison.loads().size(); i++) {
                final Result result = latency.measure((Steady)comparison.loads().get(i), options);
                result.bytesPerConnection = comparison.bytesPerConnection(i);
                results.add(result);
            }
            return new Report("latency", parameters, results, null);
        }
    }

    private Result measure(final Steady steady, final Options options) {
        final double[] nanos = new double[options.repeats];
        final Histogram times = Latencies.histogram();
        final Histogram pauses = Latencies.histogram();
        final int packets = options.packets;
        final long invalid = steady.tracker().packets(ConnState.INVALID);
        long allocated = 0;
        for (int round = -2; round < options.repeats; round++) {
            Progress.show(steady.tracker().name() + (round < 0 ? ": warming up" : ": repetition " + (round + 1)));
            final long before = Memory.allocatedByThisThread();
            final double each = (double)phase(steady.driver(), packets, times) / packets;
            final long after = Memory.allocatedByThisThread();
            phase(null, packets, pauses);
            if (round < 0) {
                times.reset();
                pauses.reset();
            } else {
                nanos[round] = each;
                allocated += after - before;
            }
        }
        steady.check(invalid);
        final Result result = new Result(steady.tracker().name(), nanos);
        result.allocatedPerPacket = (double)allocated / ((double)packets * options.repeats);
        result.latency = times;
        result.more.put("packets_per_batch", (double)packets * options.repeats / times.getTotalCount());
        result.more.put("machine_ns", new TimesBeside(TimesBeside.MACHINE, pauses));
        result.more.put("kept_up", result.nanosPerPacket() < periodNanos * 1.01);
        return result;
    }

    /**
     * Offer packets.
     *
     * @param driver that tracks them, or null to let them pass.
     * @return nanoseconds from the first one's due time to the last verdict.
     */
    private long phase(final Driver driver, final int packets, final Histogram times) {
        final long start = System.nanoTime();
        long now = start;
        int done = 0;
        while (done < packets) {
            final long due = (long)((now - start) / periodNanos) + 1;
            final int count = (int)Math.min(Math.min(due - done, batch), packets - done);
            if (count <= 0) {
                now = System.nanoTime();
                continue;
            }
            if (driver != null) {
                driver.step(count);
            }
            now = System.nanoTime();
            Latencies.record(times, now - start - (long)(done * periodNanos));
            done += count;
        }
        return now - start;
    }
}
