/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Steady traffic: established connections, uniformly random, both directions, minimum-size packets from a ring that was
 * filled before. Each repetition walks on through the ring.
 */
final class Steady extends Load {
    /** Packet time between two packets: 14.88 Mpps, the line rate of 10 Gbit/s. */
    static final long NANOS_PER_PACKET = 67;

    private final Driver driver;

    /**
     * Opens the connections and fills the ring.
     *
     * @param tracker that sees them.
     * @param traffic that it sees.
     * @param first number of the first connection.
     * @param connections that live.
     */
    Steady(final Tracker tracker, final Traffic traffic, final int first, final int connections) {
        super(tracker, PreparedPackets.sizeFor(connections));
        driver = new Driver(tracker, ring, START_NANOS, NANOS_PER_PACKET);
        Opening.open(tracker, traffic, ring, first, connections, START_NANOS);
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i <= ring.mask; i++) {
            ring.lengths[i] = (byte)traffic.write(ring.buffer, i * Traffic.STRIDE,
                first + random.nextInt(connections), random.nextBoolean(), Traffic.ACK, 1, 1);
        }
    }

    @Override
    double run(final int packets, final int batch, final Histogram latency) {
        final long invalid = tracker.packets(ConnState.INVALID);
        final double nanos = (double)driver.run(packets, batch, latency) / packets;
        check(invalid);
        return nanos;
    }

    /**
     * Refuse to go on when a packet was INVALID.
     *
     * @param before INVALID ones that are known.
     */
    void check(final long before) {
        final long invalid = tracker.packets(ConnState.INVALID) - before;
        if (invalid != 0) {
            throw new IllegalStateException(tracker.name() + ": packets were INVALID: " + invalid);
        }
    }

    @Override
    Driver driver() {
        return driver;
    }
}
