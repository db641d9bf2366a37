/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.entry.Status;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.timer.TimerWheel;
import org.agrona.UnsafeApi;

/**
 * Time-outs that shrink while the table fills, as pf's: above {@code adaptive_start} connections each is multiplied by
 * (end - connections) / (end - start), from {@code adaptive_end} on it is 0. There, too, connections that have seen no
 * reply live no longer than {@code half_open_timeout}. A time-out is scaled when a packet applies it.
 */
final class AdaptiveLifetimes extends Lifetimes {
    private final ConnectionTable table;
    private final long start;
    /** Equal to the start when time-outs are not scaled. */
    private final long end;
    private final long halfOpenNanos;

    AdaptiveLifetimes(final Settings settings, final ConnectionTable table, final TimerWheel wheel) {
        super(table, wheel);
        this.table = table;
        start = settings.get(Setting.ADAPTIVE_START);
        end = settings.get(Setting.ADAPTIVE_END) == 0 ? start : settings.get(Setting.ADAPTIVE_END);
        final long halfOpen = settings.timeoutNanos(Setting.HALF_OPEN_TIMEOUT);
        halfOpenNanos = halfOpen == 0 ? Long.MAX_VALUE : halfOpen;
    }

    @Override
    public void refresh(final long entry, final int direction, final int bytes, final int setting,
        final long timeoutNanos, final long nowNanos) {
        super.refresh(entry, direction, bytes, setting, scaled(entry, direction, timeoutNanos), nowNanos);
    }

    @Override
    public void shorten(final long entry, final int setting, final long timeoutNanos, final long nowNanos) {
        super.shorten(entry, setting, scaled(entry, 0, timeoutNanos), nowNanos);
    }

    private long scaled(final long entry, final int direction, final long timeoutNanos) {
        final long connections = table.size();
        if (connections <= start) {
            return timeoutNanos;
        }
        final boolean isHalfOpen =
            direction == 0 && (UnsafeApi.getInt(entry + EntryDescriptor.STATUS) & Status.SEEN_REPLY) == 0;
        return Math.min(scaled(timeoutNanos, connections), isHalfOpen ? halfOpenNanos : Long.MAX_VALUE);
    }

    private long scaled(final long timeoutNanos, final long connections) {
        if (end == start) {
            return timeoutNanos;
        }
        // a time-out has 61 bits: it is divided first, and is too short by less than its 2^31st part
        return connections >= end ? 0 : timeoutNanos / (end - start) * (end - connections);
    }
}
