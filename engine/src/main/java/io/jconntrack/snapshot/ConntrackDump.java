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
public final class ConntrackDump extends NumberedDump {
    private final Conntrack conntrack;

    /**
     * A dump.
     *
     * @param conntrack the tracker.
     * @param nowNanos the present on its clock.
     * @param epochNanos the same moment, nanoseconds since 1970.
     */
    public ConntrackDump(final Conntrack conntrack, final long nowNanos, final long epochNanos) {
        super(new Connection(conntrack), nowNanos, epochNanos);
        this.conntrack = conntrack;
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
