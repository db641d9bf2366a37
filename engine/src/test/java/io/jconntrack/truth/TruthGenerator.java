/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.Verdict;
import io.jconntrack.event.EventType;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A worker at full speed: connections open, go on, are updated, deleted, dropped early and expire; entries are used
 * again at once. The clock stands still, so that remaining seconds are exact. One thread uses it.
 */
final class TruthGenerator {
    /** Connections that may be between the oldest living one and the next. */
    private static final int SPAN = 1 << 16;
    private static final long NONE = -1;

    private final Truth truth = new Truth();
    private final Conntrack conntrack;
    private final int worker;
    private final Window window;
    private final long nowNanos;
    private final SplittableRandom random;
    /** By number of the entry: which of the worker's connections it holds, and how many packets that had. */
    private final long[] connections;
    private final int[] packets;
    /** By the lower bits of a connection: whether it lives. */
    private final boolean[] lives = new boolean[SPAN];
    private long lowest;
    private long next;
    private long ended;

    TruthGenerator(final Conntrack conntrack, final int worker, final Window window, final long nowNanos,
        final SplittableRandom random) {
        this.conntrack = conntrack;
        this.worker = worker;
        this.window = window;
        this.nowNanos = nowNanos;
        this.random = random;
        connections = new long[conntrack.table().capacity()];
        packets = new int[connections.length];
        Arrays.fill(connections, NONE);
        conntrack.listener((type, cause, number, when) -> {
            if (type == EventType.DESTROY) {
                lives[(int)(connections[number] % SPAN)] = false;
                connections[number] = NONE;
                ended++;
            }
        });
    }

    /** One thing happens to one connection. */
    void step() {
        final int entry = random.nextInt(connections.length);
        final int what = random.nextInt(16);
        if (what < 5) {
            open();
        } else if (connections[entry] != NONE) {
            if (what < 13) {
                goOn(entry);
            } else if (what < 15) {
                assertTrue(conntrack.delete(entry, nowNanos));
            } else {
                assertTrue(conntrack.timeout(entry, 0, nowNanos));
                conntrack.poll(nowNanos, Integer.MAX_VALUE);
            }
        }
    }

    private void open() {
        if (next - lowest >= SPAN / 2) {
            end(lowest);
        }
        final long i = next++;
        window.next(worker, next);
        final long n = Truth.number(worker, i);
        final int length = truth.write(n, 0);
        final long verdict = conntrack.process(truth.buffer, 0, length, nowNanos);
        if (Verdict.state(verdict) == ConnState.NEW) {
            final int entry = Verdict.entry(verdict);
            connections[entry] = i;
            packets[entry] = 1;
            lives[(int)(i % SPAN)] = true;
            update(entry, n, 0);
        }
        while (lowest < next && !lives[(int)(lowest % SPAN)]) {
            lowest++;
        }
        window.lowest(worker, lowest);
    }

    private void end(final long i) {
        for (int entry = 0; entry < connections.length; entry++) {
            if (connections[entry] == i) {
                assertTrue(conntrack.delete(entry, nowNanos));
            }
        }
    }

    private void goOn(final int entry) {
        final long n = Truth.number(worker, connections[entry]);
        final int k = packets[entry];
        if (k < Truth.packets(n)) {
            final int length = truth.write(n, k);
            final long verdict = conntrack.process(truth.buffer, 0, length, nowNanos);
            assertEquals(entry, Verdict.entry(verdict), () -> "n=" + n + " k=" + k + ' ' + Verdict.state(verdict));
            packets[entry] = k + 1;
            update(entry, n, k);
        }
    }

    private void update(final int entry, final long n, final int k) {
        final long seconds = Truth.timeout(n, k);
        assertTrue(conntrack.update(entry, -1, Truth.mark(n, k), seconds < 0 ? -1 : seconds * 1_000_000_000L,
            nowNanos));
    }

    /** Connections that were opened. */
    long opened() {
        return next;
    }

    /** Connections that have gone. */
    long ended() {
        return ended;
    }
}
