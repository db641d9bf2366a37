/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.settings.Settings;

/**
 * The connections of a tracker in this process, used by the tracker's thread between two packets.
 */
public final class ConntrackDump implements Dump {
    private final Conntrack conntrack;
    private final Connection connection;
    private final long nowNanos;
    private final long epochNanos;
    private int next;

    /**
     * A dump.
     *
     * @param conntrack the tracker.
     * @param nowNanos the present on its clock.
     * @param epochNanos the same moment, nanoseconds since 1970.
     */
    public ConntrackDump(final Conntrack conntrack, final long nowNanos, final long epochNanos) {
        this.conntrack = conntrack;
        connection = new Connection(conntrack);
        this.nowNanos = nowNanos;
        this.epochNanos = epochNanos;
    }

    @Override
    public boolean next() {
        final int found = connection.moveToNext(next, nowNanos);
        next = found < 0 ? Integer.MAX_VALUE : found + 1;
        return found >= 0;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long epochNanos() {
        return epochNanos;
    }

    @Override
    public Settings settings() {
        return conntrack.settings();
    }

    @Override
    public long size() {
        return conntrack.count();
    }

    /** The tracker stays open. */
    @Override
    public void close() {
        // nothing of its own
    }
}
