/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Conntrack;
import io.jconntrack.ingest.pcap.CaptureReader;
import io.jconntrack.net.LinkLayer;

/**
 * A tracker driven by the time stamps of captures. Time never runs backwards: a packet older than the one before it
 * counts as simultaneous.
 */
final class Replay {
    /** Each VLAN is a zone of its own. */
    static final int ZONE_OF_VLAN = -1;

    private static final int VISITS_PER_PACKET = 64;
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Conntrack conntrack;
    private final long untilNanos;
    private final int zone;
    private long firstNanos = Long.MIN_VALUE;
    private long nowNanos = Long.MIN_VALUE;
    private long packets;
    private long verdict;

    /**
     * A replay.
     *
     * @param untilNanos end of time since the first packet, or -1.
     * @param zone of all packets, or {@link #ZONE_OF_VLAN}.
     */
    Replay(final Conntrack conntrack, final long untilNanos, final int zone) {
        this.zone = zone;
        this.conntrack = conntrack;
        this.untilNanos = untilNanos;
    }

    /**
     * Track the reader's present record.
     *
     * @param exact whether everything due must be expired before it, as counts want it.
     * @return false when it lies after the end of time and was not tracked.
     */
    boolean packet(final CaptureReader reader, final boolean exact) {
        if (firstNanos == Long.MIN_VALUE) {
            firstNanos = reader.timestampNanos();
        }
        final long time = Math.max(nowNanos, reader.timestampNanos());
        if (untilNanos >= 0 && time - firstNanos > untilNanos) {
            return false;
        }
        // a live tracker polls in pauses as well
        final boolean pause = time - nowNanos > PAUSE_NANOS;
        nowNanos = time;
        conntrack.poll(time, exact || pause ? Integer.MAX_VALUE : VISITS_PER_PACKET);
        verdict = conntrack.processFrame(reader.buffer(), reader.offset(), reader.capturedLength(),
            reader.originalLength(), reader.linkType(), zone(reader), time);
        packets++;
        return true;
    }

    private int zone(final CaptureReader reader) {
        return zone != ZONE_OF_VLAN ? zone
            : LinkLayer.vlan(reader.buffer(), reader.offset(), reader.capturedLength(), reader.linkType());
    }

    /** Let time run on to its end, and expire what is due. */
    void finish() {
        if (firstNanos != Long.MIN_VALUE) {
            if (untilNanos >= 0) {
                nowNanos = Math.max(nowNanos, firstNanos + untilNanos);
            }
            conntrack.poll(nowNanos, Integer.MAX_VALUE);
        }
    }

    /** When time began: the first packet's. */
    long firstNanos() {
        return firstNanos;
    }

    Conntrack conntrack() {
        return conntrack;
    }

    long verdict() {
        return verdict;
    }

    long packets() {
        return packets;
    }

    long nowNanos() {
        return nowNanos;
    }

    long elapsedNanos() {
        return nowNanos - firstNanos;
    }
}
