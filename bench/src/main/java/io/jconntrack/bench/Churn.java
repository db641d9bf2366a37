/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import org.HdrHistogram.Histogram;

/**
 * Connections that come and go: SYN, SYN/ACK, ACK, data, FIN/ACK, FIN/ACK, ACK, and the entry dies when TIME_WAIT is
 * over.
 * <p>
 * Packet time runs at the rate that keeps the wanted number of entries alive. Of these, {@code spread} have been opened
 * and not yet closed: the packets of one connection are that far apart, so that each of them finds its entry cold.
 */
final class Churn extends Load {
    /** Packets of a connection. */
    static final int PACKETS = 7;

    private static final int MAX_CHUNK = 1 << 18;

    private final Traffic traffic;
    private final int lag;
    private final Driver driver;
    private long step;
    private int stage;

    /**
     * Opens and closes connections until as many entries come as go.
     *
     * @param tracker that sees them; with room for more than {@code live}.
     * @param traffic that it sees, TCP alone.
     * @param live entries to keep alive.
     * @param spread connections that are open at a time, up to half of the live ones; 0: each after the other.
     * @param timeWaitNanos how long an entry lives after its connection's last packet.
     * @param chunk packets to write at a time, a power of two and at least 64.
     */
    Churn(final Tracker tracker, final Traffic traffic, final int live, final int spread, final long timeWaitNanos,
        final int chunk) {
        super(tracker, chunk);
        this.traffic = traffic;
        lag = spread / (PACKETS - 1);
        driver = new Driver(tracker, ring, START_NANOS,
            Math.max(1, timeWaitNanos / (live - spread) / PACKETS));
        // what a connection's life takes, and a tenth more for the wheel to come round
        for (long left = (live + live / 10L) * PACKETS; left > 0; left -= chunk) {
            chunk(32, null);
        }
    }

    /**
     * Packets to write at a time for a number of packets that a repetition has.
     *
     * @param packets of a repetition.
     * @return a power of two.
     */
    static int chunkFor(final int packets) {
        return Integer.highestOneBit(Math.clamp(packets, 1 << 10, MAX_CHUNK));
    }

    @Override
    double run(final int packets, final int batch, final Histogram latency) {
        final long invalid = tracker.packets(ConnState.INVALID);
        final long opened = tracker.packets(ConnState.NEW);
        long nanos = 0;
        long done = 0;
        while (done < packets) {
            nanos += chunk(batch, latency);
            done += ring.mask + 1;
        }
        final long refused = tracker.packets(ConnState.INVALID) - invalid;
        final long news = tracker.packets(ConnState.NEW) - opened;
        // a connection whose entry died early would open another with its next packet
        if (refused != 0 || Math.abs(news * PACKETS - done) > PACKETS) {
            throw new IllegalStateException(tracker.name() + ": of " + done + " packets " + refused
                + " were INVALID and " + news + " NEW");
        }
        return (double)nanos / done;
    }

    /** Write as many packets as the ring holds, then track them; returns the time of the latter. */
    private long chunk(final int batch, final Histogram latency) {
        for (int i = 0; i <= ring.mask; i++) {
            ring.lengths[i] = (byte)next(i * Traffic.STRIDE);
        }
        return driver.run(ring.mask + 1, batch, latency);
    }

    private int next(final int offset) {
        while (step < (long)stage * lag) {
            // that connection would have come before the first one
            advance();
        }
        final int connection = (int)(step - (long)stage * lag);
        final int length = switch (stage) {
            case 0 -> traffic.write(ring.buffer, offset, connection, true, Traffic.SYN, 0, 0);
            case 1 -> traffic.write(ring.buffer, offset, connection, false, Traffic.SYN | Traffic.ACK, 0, 1);
            case 2 -> traffic.write(ring.buffer, offset, connection, true, Traffic.ACK, 1, 1);
            case 3 -> traffic.write(ring.buffer, offset, connection, true, Traffic.PSH | Traffic.ACK, 1, 1);
            case 4 -> traffic.write(ring.buffer, offset, connection, true, Traffic.FIN | Traffic.ACK,
                1 + Traffic.DATA, 1);
            case 5 -> traffic.write(ring.buffer, offset, connection, false, Traffic.FIN | Traffic.ACK, 1,
                2 + Traffic.DATA);
            default -> traffic.write(ring.buffer, offset, connection, true, Traffic.ACK, 2 + Traffic.DATA, 2);
        };
        advance();
        return length;
    }

    private void advance() {
        if (++stage == PACKETS) {
            stage = 0;
            step++;
        }
    }

    @Override
    Driver driver() {
        return driver;
    }
}
