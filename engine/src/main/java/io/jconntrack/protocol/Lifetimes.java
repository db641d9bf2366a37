/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.entry.Column;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.Columns;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.timer.TimerWheel;

/**
 * Applies time-outs and counts packets for all protocols, and remembers which time-out the last packet applied.
 */
public class Lifetimes {
    private static final int NONE = -1;
    private static final Setting[] SETTINGS = Setting.values();

    private final ConnectionTable table;
    private final TimerWheel wheel;
    private final Columns columns;
    /** Whether packets are counted: asked before an entry's number is computed. */
    private final boolean counts;
    /** Ordinal of the setting, or -1: a reference would cost a card mark per packet. */
    private int applied = NONE;

    /**
     * Lifetimes of a table's entries.
     *
     * @param table whose entries live.
     * @param wheel that expires them.
     */
    public Lifetimes(final ConnectionTable table, final TimerWheel wheel) {
        this.table = table;
        this.wheel = wheel;
        columns = table.columns();
        counts = columns.has(Column.ACCOUNTING);
    }

    /**
     * Lifetimes under settings: a class of its own scales them, so that others pay nothing for it.
     *
     * @param settings in force; read once.
     * @param table whose entries live.
     * @param wheel that expires them.
     * @return lifetimes.
     */
    public static Lifetimes of(final Settings settings, final ConnectionTable table, final TimerWheel wheel) {
        return settings.get(Setting.ADAPTIVE_END) == 0 && settings.get(Setting.HALF_OPEN_TIMEOUT) == 0
            ? new Lifetimes(table, wheel) : new AdaptiveLifetimes(settings, table, wheel);
    }

    /** Forget what the last packet applied. */
    public void reset() {
        applied = NONE;
    }

    /**
     * The time-out that the last packet applied.
     *
     * @return its setting, or null when it left the deadline alone.
     */
    public Setting applied() {
        return applied == NONE ? null : SETTINGS[applied];
    }

    /**
     * Count a packet and set the deadline.
     *
     * @param entry its address.
     * @param direction 0 original, 1 reply.
     * @param bytes of the datagram.
     * @param setting ordinal of the time-out that applies.
     * @param timeoutNanos its value.
     * @param nowNanos the packet's time.
     */
    public void refresh(final long entry, final int direction, final int bytes, final int setting,
        final long timeoutNanos, final long nowNanos) {
        applied = setting;
        wheel.refresh(entry, nowNanos + timeoutNanos);
        if (counts) {
            columns.count(table.number(entry), direction, bytes);
        }
    }

    /**
     * Set the deadline without counting.
     *
     * @param entry its address.
     * @param setting ordinal of the time-out that applies.
     * @param timeoutNanos its value.
     * @param nowNanos the packet's time.
     */
    public void shorten(final long entry, final int setting, final long timeoutNanos, final long nowNanos) {
        applied = setting;
        wheel.refresh(entry, nowNanos + timeoutNanos);
    }
}
