/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * A SYN flood of random sources into a table that is full, and most of whose connections are assured.
 */
final class Flood extends Load {
    private final Traffic traffic;
    private final int assured;
    private final Driver driver;
    private final SplittableRandom random = new SplittableRandom(11);

    /**
     * Opens the assured connections and fills the rest of the table with half-open ones.
     *
     * @param tracker that sees them.
     * @param traffic that writes the assured ones, TCP alone.
     * @param assured connections, below the tracker's capacity.
     * @param chunk SYNs to write at a time, a power of two and at least 64.
     */
    Flood(final Tracker tracker, final Traffic traffic, final int assured, final int chunk) {
        super(tracker, chunk);
        this.traffic = traffic;
        this.assured = assured;
        driver = new Driver(tracker, ring, START_NANOS, Steady.NANOS_PER_PACKET);
        Opening.open(tracker, traffic, ring, 0, assured, START_NANOS);
        long refused;
        do {
            refused = tracker.refused() + tracker.earlyDrops();
            chunk(32, null);
        } while (tracker.refused() + tracker.earlyDrops() == refused);
    }

    @Override
    double run(final int packets, final int batch, final Histogram latency) {
        final long taken = tracker.packets(ConnState.NEW) + tracker.refused();
        long nanos = 0;
        long done = 0;
        while (done < packets) {
            nanos += chunk(batch, latency);
            done += ring.mask + 1;
        }
        final long answered = tracker.packets(ConnState.NEW) + tracker.refused() - taken;
        if (answered != done) {
            throw new IllegalStateException(tracker.name() + ": of " + done + " SYNs " + answered
                + " were taken or found the table full");
        }
        return (double)nanos / done;
    }

    private long chunk(final int batch, final Histogram latency) {
        for (int i = 0; i <= ring.mask; i++) {
            ring.lengths[i] = (byte)Traffic.writeSyn(ring.buffer, i * Traffic.STRIDE, random.nextLong());
        }
        return driver.run(ring.mask + 1, batch, latency);
    }

    /**
     * Ask for every assured connection with a packet of the server's: one that is lost would not be ESTABLISHED.
     *
     * @return connections that are no longer there.
     */
    int lost() {
        int lost = 0;
        for (int first = 0; first < assured; first += Tracker.CAPACITY) {
            final int count = Math.min(Tracker.CAPACITY, assured - first);
            for (int i = 0; i < count; i++) {
                ring.lengths[i] = (byte)traffic.write(ring.buffer, i * Traffic.STRIDE, first + i, false, Traffic.ACK,
                    1, 1);
            }
            tracker.track(ring, 0, count, driver.nowNanos(), 0);
            for (int i = 0; i < count; i++) {
                if (tracker.state(i) != ConnState.ESTABLISHED || !tracker.isReply(i)) {
                    lost++;
                }
            }
        }
        return lost;
    }

    @Override
    Driver driver() {
        return driver;
    }
}
