/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Half-open connections that all become due at one moment, as many as there are others whose packets flow meanwhile. A
 * packet must not wait for them: what counts is the longest time of a batch with the expiry after it.
 */
final class Expiry {
    private static final long BEFORE_NANOS = 1_000_000;

    private final Options options;
    private final long timeoutNanos;
    private final PreparedPackets ring = new PreparedPackets(Tracker.CAPACITY);

    private Expiry(final Options options, final long timeoutNanos) {
        this.options = options;
        this.timeoutNanos = timeoutNanos;
    }

    /**
     * Measure jconntrack and the peers.
     *
     * @param options of the command line; {@code --connections} of either kind.
     * @return what was found.
     */
    static Report measure(final Options options) {
        final Traffic traffic = new Traffic(options.ipv6, 0);
        final Settings settings = options.settings(2 * options.connections);
        final Expiry expiry = new Expiry(options, settings.timeoutNanos(Setting.TCP_TIMEOUT_SYN_SENT));
        final Map<String, Object> parameters = Benchmarks.parameters(options);
        parameters.put("due_at_once", options.connections);
        try (expiry.ring; Comparison comparison = new Comparison(options, settings,
            tracker -> new Steady(tracker, traffic, 0, options.connections))) {
            final List<Result> results = new ArrayList<>();
            for (int i = 0; i < comparison.loads().size(); i++) {
                final Result result = expiry.measure((Steady)comparison.loads().get(i), traffic);
                result.bytesPerConnection = comparison.bytesPerConnection(i);
                results.add(result);
            }
            return new Report("expiry", parameters, results, null);
        }
    }

    private Result measure(final Steady steady, final Traffic traffic) {
        final double[] nanos = new double[options.repeats];
        final double[] longest = new double[options.repeats];
        final Histogram all = Latencies.histogram();
        final Histogram pauses = Latencies.histogram();
        final Histogram one = Latencies.histogram();
        long allocated = 0;
        long packets = 0;
        steady.run(options.wholeBatches(), options.batch, null);
        for (int round = -1; round < options.repeats; round++) {
            Progress.show(steady.tracker().name() + (round < 0 ? ": warming up" : ": repetition " + (round + 1)));
            open(steady, traffic);
            steady.driver().advanceTo(steady.driver().nowNanos() + timeoutNanos - BEFORE_NANOS);
            one.reset();
            final long before = Memory.allocatedByThisThread();
            final long start = System.nanoTime();
            final long count = drain(steady, one);
            final long end = System.nanoTime();
            if (round >= 0) {
                allocated += Memory.allocatedByThisThread() - before;
                packets += count;
                nanos[round] = (double)(end - start) / count;
                longest[round] = one.getMaxValue();
                all.add(one);
                idle(end - start, pauses);
            }
        }
        final Result result = new Result(steady.tracker().name(), nanos);
        result.allocatedPerPacket = (double)allocated / packets;
        result.latency = all;
        result.more.put("longest_ns", Result.median(longest));
        result.more.put("machine_ns", new TimesBeside(TimesBeside.MACHINE, pauses));
        return result;
    }

    /** SYNs of new connections, all at one moment of packet time. */
    private void open(final Steady steady, final Traffic traffic) {
        final Tracker tracker = steady.tracker();
        final int wanted = options.connections;
        for (int done = 0; done < wanted; done += Tracker.CAPACITY) {
            final int count = Math.min(Tracker.CAPACITY, wanted - done);
            for (int i = 0; i < count; i++) {
                ring.lengths[i] = (byte)traffic.write(ring.buffer, i * Traffic.STRIDE, wanted + done + i, true,
                    Traffic.SYN, 0, 0);
            }
            tracker.track(ring, 0, count, steady.driver().nowNanos(), 0);
            for (int i = 0; i < count; i++) {
                if (tracker.state(i) != ConnState.NEW || tracker.reason(i) != Reason.NONE) {
                    throw new IllegalStateException(tracker.name() + ": a SYN was not taken: "
                        + tracker.state(i) + " " + tracker.reason(i));
                }
            }
        }
    }

    /** Let packets flow until the due ones are gone; returns the packets. */
    private long drain(final Steady steady, final Histogram times) {
        final Tracker tracker = steady.tracker();
        final long invalid = tracker.packets(ConnState.INVALID);
        // generous: at one expiry per batch it would still do, after the tick in which they are due is over
        final long most = (2_000_000_000L / Steady.NANOS_PER_PACKET) + (long)options.connections * options.batch;
        long packets = 0;
        while (tracker.size() > options.connections) {
            steady.driver().run(options.batch * 64, options.batch, times);
            packets += options.batch * 64L;
            if (packets > most) {
                throw new IllegalStateException(tracker.name() + ": after " + packets + " packets "
                    + (tracker.size() - options.connections) + " due entries are still there");
            }
        }
        steady.check(invalid);
        return packets;
    }

    private static void idle(final long nanos, final Histogram pauses) {
        final long start = System.nanoTime();
        long before = start;
        while (before - start < nanos) {
            final long after = System.nanoTime();
            Latencies.record(pauses, after - before);
            before = after;
        }
    }
}
