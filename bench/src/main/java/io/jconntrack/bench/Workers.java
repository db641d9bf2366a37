/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Steady traffic through several trackers at once, a thread each. Each of them sees its own share of the connections.
 */
final class Workers implements AutoCloseable {
    /** Free entries that each worker may keep from the others. */
    private static final int SPARE = 256;

    private final List<Steady> loads = new ArrayList<>();

    /**
     * Opens the connections.
     *
     * @param trackers one for each thread, sharing a table.
     * @param traffic that they see.
     * @param connections that live in all of them together.
     */
    Workers(final List<Tracker> trackers, final Traffic traffic, final int connections) {
        final int share = connections / trackers.size();
        for (int i = 0; i < trackers.size(); i++) {
            loads.add(new Steady(trackers.get(i), traffic, i * share, share));
        }
    }

    /**
     * Measure with one number of threads after the other in each repetition.
     *
     * @param options of the command line.
     * @param threads numbers of threads; the first is what the others are compared with.
     * @return what was found; nanoseconds per packet are those of all threads together.
     */
    static Report measure(final Options options, final List<Integer> threads) {
        final Traffic traffic = new Traffic(options.ipv6, options.udp);
        final List<Workers> teams = new ArrayList<>();
        try {
            for (final int count : threads) {
                Progress.show("preparing " + count + " workers");
                final List<Tracker> trackers = EngineTracker.workers(
                    options.settings(options.connections + count * SPARE), count, options.batch == 1, options.vectors);
                teams.add(new Workers(trackers, traffic, options.connections));
            }
            final double[][] nanos = new double[threads.size()][options.repeats];
            for (int round = -2; round < options.repeats; round++) {
                Progress.show(round < 0 ? "warming up" : "repetition " + (round + 1));
                for (int i = 0; i < teams.size(); i++) {
                    final double each = teams.get(i).nanosPerPacket(options.wholeBatches(), options.batch);
                    if (round >= 0) {
                        nanos[i][round] = each;
                    }
                }
            }
            return new Report("workers", Benchmarks.parameters(options), results(teams, threads, nanos), null);
        } finally {
            teams.forEach(Workers::close);
        }
    }

    private static List<Result> results(final List<Workers> teams, final List<Integer> threads,
        final double[][] nanos) {
        final List<Result> results = new ArrayList<>();
        for (int i = 0; i < teams.size(); i++) {
            final Result result = new Result("jconntrack, " + threads.get(i)
                + (threads.get(i) == 1 ? " thread" : " threads"), nanos[i]);
            final Tracker first = teams.get(i).loads.getFirst().tracker();
            result.bytesPerConnection = (double)first.offHeapBytes() / first.capacity();
            result.more.put("threads", threads.get(i));
            result.more.put("speedup", Result.median(nanos[0]) / result.nanosPerPacket());
            results.add(result);
        }
        return results;
    }

    /**
     * Run all at once.
     *
     * @param packets of each thread.
     * @param batch packets at a time.
     * @return nanoseconds from the first one's start to the last one's end, for each packet of all.
     */
    double nanosPerPacket(final int packets, final int batch) {
        final java.util.concurrent.CyclicBarrier barrier = new java.util.concurrent.CyclicBarrier(loads.size());
        final long[] starts = new long[loads.size()];
        final long[] ends = new long[loads.size()];
        final Throwable[] failures = new Throwable[loads.size()];
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < loads.size(); i++) {
            final int worker = i;
            loads.get(i).tracker().handOver();
            threads.add(Thread.ofPlatform().name("worker-" + i).start(() -> {
                try {
                    barrier.await();
                    starts[worker] = System.nanoTime();
                    loads.get(worker).run(packets, batch, null);
                    ends[worker] = System.nanoTime();
                } catch (final Throwable t) {
                    failures[worker] = t;
                }
            }));
        }
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < threads.size(); i++) {
            join(threads.get(i));
            if (failures[i] != null) {
                throw new IllegalStateException("worker " + i + " failed: " + failures[i].getMessage(), failures[i]);
            }
            first = Math.min(first, starts[i]);
            last = Math.max(last, ends[i]);
        }
        return (double)(last - first) / ((double)packets * loads.size());
    }

    private static void join(final Thread thread) {
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a worker ran", e);
        }
    }

    @Override
    public void close() {
        // the first tracker's table is the others' as well
        loads.reversed().forEach(Steady::close);
    }
}
