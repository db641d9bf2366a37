/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.net.Reason;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * A worker's counters in the command and control file. The worker's thread sets them, any process reads them.
 * <p>
 * The type of a counter is the ordinal of its {@link TrackerCounter}, or {@link #REASONS} plus the ordinal of its
 * {@link Reason}; its registration is the worker's number. Labels read {@code worker 0: frames}.
 */
final class WorkerCounters {
    /** Types from here on count the packets that were INVALID or ignored for a reason. */
    static final int REASONS = 1000;
    /** Counters of a worker. */
    static final int COUNT = TrackerCounter.values().length + Reason.values().length;

    private final AtomicCounter[] counters = new AtomicCounter[TrackerCounter.values().length];
    private final AtomicCounter[] reasons = new AtomicCounter[Reason.values().length];

    WorkerCounters(final CountersManager manager, final int worker) {
        for (final TrackerCounter counter : TrackerCounter.values()) {
            counters[counter.ordinal()] = allocate(manager, worker, counter.ordinal(), counter.label());
        }
        for (final Reason reason : Reason.values()) {
            reasons[reason.ordinal()] = allocate(manager, worker, REASONS + reason.ordinal(),
                "reason " + reason.name().toLowerCase(Locale.ROOT));
        }
    }

    private static AtomicCounter allocate(final CountersManager manager, final int worker, final int type,
        final String label) {
        final AtomicCounter counter = manager.newCounter("worker " + worker + ": " + label, type);
        manager.setCounterRegistrationId(counter.id(), worker);
        return counter;
    }

    void set(final TrackerCounter counter, final long value) {
        counters[counter.ordinal()].setRelease(value);
    }

    void set(final Reason reason, final long value) {
        reasons[reason.ordinal()].setRelease(value);
    }

    /** As any thread of this process sees it. */
    long get(final TrackerCounter counter) {
        return counters[counter.ordinal()].get();
    }

    /** As any thread of this process sees it. */
    long get(final Reason reason) {
        return reasons[reason.ordinal()].get();
    }
}
