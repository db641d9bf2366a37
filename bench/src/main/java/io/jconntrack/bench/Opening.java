/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;

/**
 * Opens connections by their first three packets: SYN, SYN/ACK and ACK, or three datagrams.
 */
final class Opening {
    private static final int AT_A_TIME = Tracker.CAPACITY / 3;

    private Opening() {
    }

    /**
     * Open connections.
     *
     * @param tracker that sees them.
     * @param traffic that writes them.
     * @param ring to write to; what was in its first places is lost.
     * @param first number of the first connection.
     * @param connections to open.
     * @param nowNanos packet time of all the packets.
     * @throws IllegalStateException if one does not get ESTABLISHED.
     */
    static void open(final Tracker tracker, final Traffic traffic, final PreparedPackets ring, final int first,
        final int connections, final long nowNanos) {
        for (int done = 0; done < connections; done += AT_A_TIME) {
            final int count = Math.min(AT_A_TIME, connections - done);
            for (int i = 0; i < count; i++) {
                final int connection = first + done + i;
                put(traffic, ring, 3 * i, connection, true, Traffic.SYN, 0, 0);
                put(traffic, ring, 3 * i + 1, connection, false, Traffic.SYN | Traffic.ACK, 0, 1);
                put(traffic, ring, 3 * i + 2, connection, true, Traffic.ACK, 1, 1);
            }
            tracker.track(ring, 0, 3 * count, nowNanos, 0);
            for (int i = 0; i < count; i++) {
                if (tracker.state(3 * i + 2) != ConnState.ESTABLISHED) {
                    throw new IllegalStateException(tracker.name() + ": connection=" + (first + done + i)
                        + " was not opened: " + tracker.state(3 * i + 2) + " " + tracker.reason(3 * i + 2));
                }
            }
        }
    }

    private static void put(final Traffic traffic, final PreparedPackets ring, final int place, final int connection,
        final boolean fromClient, final int flags, final int seq, final int ack) {
        ring.lengths[place] = (byte)traffic.write(ring.buffer, place * Traffic.STRIDE, connection, fromClient, flags,
            seq, ack);
    }
}
