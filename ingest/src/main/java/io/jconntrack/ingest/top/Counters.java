/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.ingest.agent.CncReader;
import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.net.Reason;
import java.util.EnumMap;
import java.util.Map;

/**
 * A tracker's counters at a moment.
 *
 * @param nanos the moment, on any clock that goes on.
 * @param packets taken from the packet rings.
 * @param entries in the table.
 * @param capacity of the table.
 * @param opened connections, since the start.
 * @param expired connections.
 * @param earlyDrops connections that made room for others.
 * @param invalid packets.
 * @param lost frames.
 * @param reasons of INVALID packets that there were.
 */
public record Counters(long nanos, long packets, long entries, long capacity, long opened, long expired,
    long earlyDrops, long invalid, long lost, Map<Reason, Long> reasons) {

    /**
     * Read them.
     *
     * @param status of the tracker.
     * @param nanos the present.
     * @return the counters.
     */
    public static Counters read(final TrackerStatus status, final long nanos) {
        final CncReader cnc = status.cnc();
        final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
        for (final Reason reason : Reason.values()) {
            final long count = reason.refuses() ? cnc.get(reason) : 0;
            if (count != 0) {
                reasons.put(reason, count);
            }
        }
        return new Counters(nanos, cnc.get(TrackerCounter.FRAMES), cnc.get(TrackerCounter.ENTRIES),
            cnc.get(TrackerCounter.CAPACITY), cnc.get(TrackerCounter.OPENED), cnc.get(TrackerCounter.EXPIRED),
            cnc.get(TrackerCounter.EARLY_DROPS), cnc.get(TrackerCounter.INVALID), status.lostFrames(), reasons);
    }
}
