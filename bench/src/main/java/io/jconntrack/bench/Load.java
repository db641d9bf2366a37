/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import org.HdrHistogram.Histogram;

/**
 * Traffic that a tracker sees, and that can go on for as long as one likes.
 */
abstract class Load implements AutoCloseable {
    /** Packet time of the first packets. */
    static final long START_NANOS = 1_000_000_000L;

    /** Who sees it. */
    final Tracker tracker;
    /** Where its packets lie. */
    final PreparedPackets ring;

    /**
     * No traffic yet.
     *
     * @param tracker that will see it; closed with the load.
     * @param ringPackets that the ring holds, a power of two and at least 64.
     */
    Load(final Tracker tracker, final int ringPackets) {
        this.tracker = tracker;
        ring = new PreparedPackets(ringPackets);
    }

    /**
     * Who sees it.
     *
     * @return the tracker.
     */
    final Tracker tracker() {
        return tracker;
    }

    /**
     * Track packets and check that every verdict is as it must be.
     *
     * @param packets to track; rounded up to whole chunks where the load writes its packets chunk by chunk.
     * @param batch packets at a time.
     * @param latency takes the time of each batch with its expiry, in nanoseconds; null to take no times.
     * @return nanoseconds per packet, without the writing of packets and without the checking.
     * @throws IllegalStateException when a verdict is wrong.
     */
    abstract double run(int packets, int batch, Histogram latency);

    /**
     * What leads the tracker through the ring.
     *
     * @return the driver, whose packet time is the load's.
     */
    abstract Driver driver();

    /**
     * Heap that the load itself holds, beside the tracker.
     *
     * @return in bytes, about.
     */
    final long heapBytes() {
        return ring.lengths.length;
    }

    @Override
    public final void close() {
        ring.close();
        tracker.close();
    }
}
