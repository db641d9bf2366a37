/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.ConntrackBuilder;
import io.jconntrack.PacketBatch;
import io.jconntrack.Verdict;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * jconntrack as an embedder calls it: packets go into a {@link PacketBatch}, or one by one without.
 */
final class EngineTracker implements Tracker {
    private final String name;
    private final Conntrack conntrack;
    private final boolean oneByOne;
    private final PacketBatch batch = new PacketBatch();
    private final long[] verdicts = new long[CAPACITY];

    /**
     * A tracker.
     *
     * @param settings in force.
     * @param oneByOne whether packets are to go without a batch.
     */
    EngineTracker(final Settings settings, final boolean oneByOne) {
        this(settings, oneByOne, false);
    }

    /**
     * A tracker.
     *
     * @param settings in force.
     * @param oneByOne whether packets are to go without a batch.
     * @param vectors whether plain segments of a batch go eight at a time.
     */
    EngineTracker(final Settings settings, final boolean oneByOne, final boolean vectors) {
        this("jconntrack", builder(settings).vectors(vectors).build(), oneByOne);
    }

    private EngineTracker(final String name, final Conntrack conntrack, final boolean oneByOne) {
        this.name = name;
        this.conntrack = conntrack;
        this.oneByOne = oneByOne;
    }

    private static ConntrackBuilder builder(final Settings settings) {
        return Conntrack.builder().settings(settings).hashSeed(1, 2);
    }

    /**
     * A tracker that does without prefetch instructions.
     *
     * @param settings in force.
     * @param oneByOne whether packets are to go without a batch.
     * @return the tracker.
     */
    static EngineTracker withLoads(final Settings settings, final boolean oneByOne) {
        return new EngineTracker("early loads", builder(settings).prefetch(false).build(), oneByOne);
    }

    /**
     * Trackers for some threads that share one table.
     *
     * @param settings in force.
     * @param count of threads.
     * @param oneByOne whether packets are to go without a batch.
     * @param vectors whether plain segments of a batch go eight at a time.
     * @return a tracker for each; the first is to be closed last.
     */
    static List<Tracker> workers(final Settings settings, final int count, final boolean oneByOne,
        final boolean vectors) {
        final List<Tracker> trackers = new ArrayList<>();
        for (final Conntrack conntrack : builder(settings).vectors(vectors).workers(count).buildWorkers()) {
            trackers.add(new EngineTracker("jconntrack", conntrack, oneByOne));
        }
        return trackers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void track(final PreparedPackets ring, final int at, final int count, final long nowNanos,
        final long stepNanos) {
        if (oneByOne) {
            alone(ring, at, count, nowNanos, stepNanos);
        } else {
            together(ring, at, count, nowNanos, stepNanos);
        }
    }

    private void alone(final PreparedPackets ring, final int at, final int count, final long nowNanos,
        final long stepNanos) {
        int place = at;
        long nanos = nowNanos;
        for (int j = 0; j < count; j++) {
            final int length = ring.lengths[place];
            verdicts[j] = conntrack.process(ring.buffer, place * Traffic.STRIDE, length, nanos);
            place = place + 1 & ring.mask;
            nanos += stepNanos;
        }
    }

    private void together(final PreparedPackets ring, final int at, final int count, final long nowNanos,
        final long stepNanos) {
        int place = at;
        long nanos = nowNanos;
        batch.reset(ring.buffer);
        for (int j = 0; j < count; j++) {
            batch.add(place * Traffic.STRIDE, ring.lengths[place], nanos);
            place = place + 1 & ring.mask;
            nanos += stepNanos;
        }
        conntrack.process(batch);
    }

    /**
     * What tracks.
     *
     * @return the embedder's view.
     */
    Conntrack conntrack() {
        return conntrack;
    }

    private long verdict(final int index) {
        return oneByOne ? verdicts[index] : batch.verdict(index);
    }

    @Override
    public void poll(final long nowNanos, final int limit) {
        conntrack.poll(nowNanos, limit);
    }

    @Override
    public void handOver() {
        conntrack.handOver();
    }

    @Override
    public ConnState state(final int index) {
        return Verdict.state(verdict(index));
    }

    @Override
    public Reason reason(final int index) {
        return Verdict.reason(verdict(index));
    }

    @Override
    public boolean isReply(final int index) {
        return Verdict.isReply(verdict(index));
    }

    @Override
    public long packets(final ConnState state) {
        return conntrack.statistics().packets(state);
    }

    @Override
    public long refused() {
        return conntrack.statistics().packets(Reason.TABLE_FULL);
    }

    @Override
    public long earlyDrops() {
        return conntrack.statistics().earlyDrops();
    }

    @Override
    public int size() {
        return conntrack.count();
    }

    @Override
    public int capacity() {
        return conntrack.table().capacity();
    }

    @Override
    public long offHeapBytes() {
        return conntrack.table().bytes();
    }

    @Override
    public void close() {
        conntrack.close();
    }
}
