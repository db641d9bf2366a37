/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.ring.RingCounters;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Frames through a cable to a live tracker: how many a second, and how long each takes from wire to verdict.
 */
final class Wire implements AutoCloseable {
    private static final int SEARCH_STEPS = 6;
    private static final int FIRST_RATE = 20_000;
    /** Of the least rate that lost something: a step of the search below this is too small to tell. */
    private static final double PRECISION = 0.03;

    private final WireProcesses processes;
    private final WireLoad load;
    private final double seconds;

    /**
     * Start everything and open the connections.
     *
     * @param cable between load and helper.
     * @param setup of helper and tracker.
     * @param seconds that each rate is held.
     */
    Wire(final Cable cable, final WireProcesses.Setup setup, final double seconds) throws IOException {
        this.seconds = seconds;
        processes = new WireProcesses(cable, setup);
        boolean done = false;
        WireLoad opened = null;
        try {
            opened = new WireLoad(cable, setup.connections());
            processes.settle();
            final long entries = processes.status.cnc().get(TrackerCounter.ENTRIES);
            if (entries != setup.connections()) {
                throw new IllegalStateException("the tracker has not all connections: entries=" + entries
                    + " connections=" + setup.connections());
            }
            load = opened;
            done = true;
        } finally {
            if (!done) {
                if (opened != null) {
                    opened.close();
                }
                processes.close();
            }
        }
    }

    /** What a rate brought. */
    record Run(double sentPerSecond, double trackedPerSecond, long sent, long kernelDrops, long ringFull,
        long beforeCapture, Histogram latencies) {
        /** Frames that did not get to the tracker. */
        long lost() {
            return kernelDrops + ringFull + beforeCapture;
        }

        Map<String, Object> fields() {
            final Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("sent_per_second", sentPerSecond);
            fields.put("tracked_per_second", trackedPerSecond);
            fields.put("sent", sent);
            fields.put("lost_in_kernel", kernelDrops);
            fields.put("lost_ring_full", ringFull);
            fields.put("lost_before_capture", beforeCapture);
            fields.put("wire_to_verdict_ns", Latencies.percentiles(latencies));
            return fields;
        }
    }

    /**
     * Send at a rate.
     *
     * @param rate frames per second, 0 for as fast as it goes.
     * @return what became of them.
     */
    Run run(final int rate) throws IOException {
        final long accounted = processes.accounted();
        final long captured = processes.captured();
        final long kernelDrops = processes.status.ring(RingCounters::kernelDrops);
        final long ringFull = processes.status.ring(RingCounters::droppedFrames);
        processes.status.latencies();
        final long sent = rate == 0 ? (long)(seconds * 1_000_000) : (long)(seconds * rate);
        final double sentPerSecond = load.send(sent, rate);
        processes.account(accounted + sent);
        processes.settle();
        final long tracked = processes.captured() - captured;
        final long inKernel = processes.status.ring(RingCounters::kernelDrops) - kernelDrops;
        final long full = processes.status.ring(RingCounters::droppedFrames) - ringFull;
        return new Run(sentPerSecond, sentPerSecond * tracked / sent, sent, inKernel, full,
            sent - tracked - inKernel - full, processes.status.latencies());
    }

    /**
     * Search the highest rate at which nothing is lost.
     *
     * @return frames per second.
     */
    Run highestWithoutLoss() throws IOException {
        Run best = run(FIRST_RATE);
        double low = best.sentPerSecond();
        final Run most = run(0);
        if (most.lost() == 0) {
            return most;
        }
        double high = most.sentPerSecond();
        for (int i = 0; i < SEARCH_STEPS && high - low > PRECISION * high; i++) {
            final Run tried = run((int)((low + high) / 2));
            if (tried.lost() == 0) {
                best = tried;
                low = Math.max(low, tried.sentPerSecond());
            } else {
                high = (low + high) / 2;
            }
        }
        return best;
    }

    @Override
    public void close() throws IOException {
        load.close();
        processes.close();
    }
}
