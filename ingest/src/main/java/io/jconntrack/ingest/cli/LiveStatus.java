/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.ingest.ring.RingCounters;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * A tracker's progress, a line a second.
 */
final class LiveStatus {
    /** What the lines hold. */
    static final String HEADER = "    time      packets    Mpps      lost  entries  invalid"
        + " | wire to verdict, us: p50      p99    p99.9      max";

    private final TrackerStatus status;
    private long packets;
    private long nanos;

    LiveStatus(final TrackerStatus status, final long nowNanos) {
        this.status = status;
        nanos = nowNanos;
        packets = status.cnc().get(TrackerCounter.FRAMES);
    }

    /** The next line. */
    String line(final long nowNanos) {
        final long now = status.cnc().get(TrackerCounter.FRAMES);
        // less after a restart of the tracker
        final double mpps = Math.max(0, now - packets) * 1e3 / Math.max(1, nowNanos - nanos);
        packets = now;
        nanos = nowNanos;
        return String.format(Locale.ROOT, "%s %12d %7.3f %9d %8d %8d | %s",
            LocalTime.now().truncatedTo(ChronoUnit.SECONDS), now, mpps, status.lostFrames(),
            status.cnc().get(TrackerCounter.ENTRIES), status.cnc().get(TrackerCounter.INVALID),
            percentiles(status.latencies()));
    }

    private static String percentiles(final Histogram nanos) {
        return nanos.getTotalCount() == 0 ? "                        -        -        -        -"
            : String.format(Locale.ROOT, "                 %8.1f %8.1f %8.1f %8.1f", micros(nanos, 50),
                micros(nanos, 99), micros(nanos, 99.9), micros(nanos, 100));
    }

    private static double micros(final Histogram nanos, final double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e3;
    }

    /** What happened in all. */
    String summary() {
        return String.format(Locale.ROOT,
            "%d packets, %d entries; lost: %d by the kernel, %d at a full ring, %d when a process was killed; "
                + "%d cut to their headers",
            status.cnc().get(TrackerCounter.FRAMES), status.cnc().get(TrackerCounter.ENTRIES),
            status.ring(RingCounters::kernelDrops), status.ring(RingCounters::droppedFrames),
            status.ring(RingCounters::lostInRing) + status.ring(RingCounters::lostAtRestart),
            status.ring(RingCounters::truncatedFrames));
    }
}
