/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.ingest.ring.RingCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;

/**
 * How a tracker and its capture helpers are doing, read from their files without disturbing them. Used by one thread,
 * in another process than theirs.
 */
public final class TrackerStatus implements AutoCloseable {
    private final CncReader cnc;
    private final List<RingCounters> rings = new ArrayList<>();
    private final List<long[]> seen = new ArrayList<>();

    /**
     * Look at a tracker, living or dead.
     *
     * @param files of it.
     * @throws IOException when they can't be read: the message says which and why.
     */
    public TrackerStatus(final TrackerFiles files) throws IOException {
        cnc = CncReader.open(files.cnc());
        boolean done = false;
        try {
            for (int worker = 0; worker < cnc.workers(); worker++) {
                rings.add(RingCounters.open(files.ring(worker)));
                seen.add(LatencyCounts.newSeen());
            }
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /**
     * The tracker's own file.
     *
     * @return a reader of it.
     */
    public CncReader cnc() {
        return cnc;
    }

    /**
     * A counter of the packet rings.
     *
     * @param counter of one ring.
     * @return its sum over all rings.
     */
    public long ring(final ToLongFunction<RingCounters> counter) {
        return rings.stream().mapToLong(counter).sum();
    }

    /**
     * Packet rings.
     *
     * @return one for each worker.
     */
    public List<RingCounters> rings() {
        return rings;
    }

    /**
     * Whether every packet ring has a living capture helper.
     *
     * @return false when one has none.
     * @throws IOException if locks can't be looked at.
     */
    public boolean areHelpersAlive() throws IOException {
        for (final RingCounters ring : rings) {
            if (!ring.isHelperAlive()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Frames that did not reach the tracker: dropped by the kernel or because a ring was full, or lost when a process
     * was killed.
     *
     * @return a count.
     */
    public long lostFrames() {
        return ring(RingCounters::kernelDrops) + ring(RingCounters::droppedFrames) + ring(RingCounters::lostInRing)
            + ring(RingCounters::lostAtRestart);
    }

    /**
     * Times from wire to verdict since the last call, or since the tracker started.
     *
     * @return nanoseconds, of all workers.
     */
    public Histogram latencies() {
        final Histogram histogram = LatencyCounts.newHistogram();
        for (int worker = 0; worker < seen.size(); worker++) {
            cnc.latencies(worker).addSince(seen.get(worker), histogram);
        }
        return histogram;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(rings);
        cnc.close();
    }
}
