/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import org.agrona.UnsafeApi;

/**
 * The time that a table's owner had last: the latest of its workers'.
 */
final class OwnerTime {
    private OwnerTime() {
    }

    /**
     * Read it.
     *
     * @param memory address of the table.
     * @param shape of it.
     * @return nanoseconds.
     */
    static long latest(final long memory, final TableShape shape) {
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < shape.workers(); i++) {
            latest = Math.max(latest, UnsafeApi.getLongAcquire(null, at(memory, i)));
        }
        return latest;
    }

    /** Set all workers' time before they begin. */
    static void start(final long memory, final TableShape shape, final long nowNanos) {
        for (int i = 0; i < shape.workers(); i++) {
            UnsafeApi.putLongRelease(null, at(memory, i), nowNanos);
        }
    }

    private static long at(final long memory, final int worker) {
        return memory + EntryPool.SHARED_LENGTH + (long)worker * TableLayout.WORKER_LENGTH + TableLayout.WORKER_TIME;
    }
}
