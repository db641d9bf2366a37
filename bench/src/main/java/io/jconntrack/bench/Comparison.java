/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * Measures jconntrack and the chosen peers under the same load, in turn, so that what the machine does meanwhile
 * touches all of them: two rounds that do not count, the repetitions, and one more round that takes the time of each
 * batch.
 */
final class Comparison implements AutoCloseable {
    private final Options options;
    private final List<Load> loads = new ArrayList<>();
    private final List<Double> bytesPerConnection = new ArrayList<>();

    /**
     * Prepares the loads.
     *
     * @param options of the command line.
     * @param settings of all trackers.
     * @param load makes the load of a tracker, which it closes with itself.
     */
    Comparison(final Options options, final Settings settings, final Function<Tracker, Load> load) {
        this.options = options;
        Progress.show("preparing jconntrack");
        final Load ours = load.apply(new EngineTracker(settings, options.batch == 1, options.vectors));
        loads.add(ours);
        bytesPerConnection.add((double)ours.tracker().offHeapBytes() / ours.tracker().capacity());
        for (final Peers peer : options.peers()) {
            Progress.show("preparing " + peer.meaning());
            final long before = Memory.heapInUse();
            final Load theirs = load.apply(peer.tracker(settings, options.batch == 1));
            loads.add(theirs);
            // of a small table less than what else became free meanwhile
            final long heap = Math.max(0, Memory.heapInUse() - before - theirs.heapBytes());
            final Tracker tracker = theirs.tracker();
            bytesPerConnection.add((double)(tracker.offHeapBytes() + heap) / tracker.capacity());
        }
    }

    /**
     * The loads.
     *
     * @return jconntrack's first.
     */
    List<Load> loads() {
        return loads;
    }

    /**
     * Memory for each entry that fits.
     *
     * @param index of a load.
     * @return bytes.
     */
    double bytesPerConnection(final int index) {
        return bytesPerConnection.get(index);
    }

    /**
     * Measure.
     *
     * @param limit to measure in turn with the trackers, or null.
     * @param limits takes its repetitions, or null.
     * @return results in the order of the loads.
     */
    List<Result> measure(final MemoryLimit limit, final double[] limits) {
        final int packets = options.wholeBatches();
        final double[][] nanos = new double[loads.size()][options.repeats];
        final long[] allocated = new long[loads.size()];
        for (int round = -2; round < options.repeats; round++) {
            Progress.show(round < 0 ? "warming up" : "repetition " + (round + 1) + " of " + options.repeats);
            for (int i = 0; i < loads.size(); i++) {
                final long before = Memory.allocatedByThisThread();
                final double each = loads.get(i).run(packets, options.batch, null);
                if (round >= 0) {
                    nanos[i][round] = each;
                    allocated[i] += Memory.allocatedByThisThread() - before;
                }
            }
            if (limit != null) {
                final double each = limit.nanosPerOperation(packets, options.batch);
                if (round >= 0) {
                    limits[round] = each;
                }
            }
        }
        final List<Result> results = new ArrayList<>();
        for (int i = 0; i < loads.size(); i++) {
            Progress.show("times of batches");
            final Histogram latency = Latencies.histogram();
            loads.get(i).run(packets, options.batch, latency);
            final Result result = new Result(loads.get(i).tracker().name(), nanos[i]);
            result.bytesPerConnection = bytesPerConnection.get(i);
            result.allocatedPerPacket = (double)allocated[i] / ((double)packets * options.repeats);
            result.latency = latency;
            results.add(result);
        }
        return results;
    }

    @Override
    public void close() {
        loads.forEach(Load::close);
    }
}
