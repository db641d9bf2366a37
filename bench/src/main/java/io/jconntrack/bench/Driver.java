/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import org.HdrHistogram.Histogram;

/**
 * Leads a tracker through a ring, batch by batch, expires after each, and takes the time. Packet time goes on by the
 * same step from packet to packet.
 */
final class Driver {
    /** Entries to expire after each batch at the most. */
    static final int VISITS_PER_BATCH = 64;
    /** Packets between two looks at the wheel where packets go one by one. */
    static final int ONE_BY_ONE_CHUNK = 32;

    private final Tracker tracker;
    private final PreparedPackets ring;
    private final long stepNanos;
    private long nowNanos;
    private int at;

    /**
     * A driver at the ring's start.
     *
     * @param tracker to lead.
     * @param ring with packets.
     * @param startNanos packet time of the first packet.
     * @param stepNanos packet time from each packet to the next.
     */
    Driver(final Tracker tracker, final PreparedPackets ring, final long startNanos, final long stepNanos) {
        this.tracker = tracker;
        this.ring = ring;
        this.nowNanos = startNanos;
        this.stepNanos = stepNanos;
    }

    /**
     * Track packets.
     *
     * @param packets to track.
     * @param batch packets at a time.
     * @param latency takes the time of each batch with its expiry, in nanoseconds; null to look at no clock between.
     * @return nanoseconds that all of them took.
     */
    long run(final int packets, final int batch, final Histogram latency) {
        final long start = System.nanoTime();
        if (latency == null) {
            final int count = batch == 1 ? ONE_BY_ONE_CHUNK : batch;
            for (int done = 0; done < packets; done += count) {
                step(Math.min(count, packets - done));
            }
        } else {
            long before = start;
            for (int done = 0; done < packets; done += batch) {
                step(Math.min(batch, packets - done));
                final long after = System.nanoTime();
                Latencies.record(latency, after - before);
                before = after;
            }
        }
        return System.nanoTime() - start;
    }

    /**
     * Track the next packets and expire.
     *
     * @param count of packets, up to {@link Tracker#CAPACITY}.
     */
    void step(final int count) {
        tracker.track(ring, at, count, nowNanos, stepNanos);
        at = at + count & ring.mask;
        nowNanos += count * stepNanos;
        tracker.poll(nowNanos, VISITS_PER_BATCH);
    }

    /**
     * Packet time.
     *
     * @return time of the next packet.
     */
    long nowNanos() {
        return nowNanos;
    }

    /**
     * Let packet time pass without packets.
     *
     * @param nanos time of the next packet, not before {@link #nowNanos()}.
     */
    void advanceTo(final long nanos) {
        nowNanos = nanos;
    }
}
