/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.Connection;

/**
 * A dump of a table whose entries have numbers: each is looked at in turn.
 */
abstract class NumberedDump implements Dump {
    private final Connection connection;
    private final long nowNanos;
    private final long epochNanos;
    private int next;

    /**
     * A dump that stands before the first entry.
     *
     * @param connection a view of the table.
     * @param nowNanos the moment on the tracker's clock.
     * @param epochNanos the same, nanoseconds since 1970.
     */
    NumberedDump(final Connection connection, final long nowNanos, final long epochNanos) {
        this.connection = connection;
        this.nowNanos = nowNanos;
        this.epochNanos = epochNanos;
    }

    @Override
    public final boolean next() {
        final int found = connection.moveToNext(next, nowNanos);
        next = found < 0 ? Integer.MAX_VALUE : found + 1;
        return found >= 0;
    }

    @Override
    public final Connection connection() {
        return connection;
    }

    @Override
    public final long nowNanos() {
        return nowNanos;
    }

    @Override
    public final long epochNanos() {
        return epochNanos;
    }
}
