/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.TupleKey;
import io.jconntrack.timer.TimerWheel;

/**
 * One worker's connections: its view of the table together with the wheel that expires them. An entry whose time is
 * over counts as absent.
 */
final class Connections {
    final ConnectionTable table;
    final TimerWheel wheel;
    private long earlyDrops;

    Connections(final ConnectionTable table) {
        this.table = table;
        wheel = new TimerWheel(table);
    }

    /**
     * Find the entry of a key, with the help of an early look at the index.
     *
     * @param candidate from {@link ConnectionTable#candidate}, or 0.
     * @param slot that was read there, or 0.
     * @return its address or {@link ConnectionTable#NONE}.
     */
    long find(final long candidate, final long slot, final TupleKey key, final long nowNanos) {
        final long entry = table.confirm(candidate, slot, key);
        return entry != ConnectionTable.NONE && !ConnectionTable.expired(entry, nowNanos) ? entry
            : find(key, nowNanos);
    }

    /**
     * Find the entry of a key.
     *
     * @return its address or {@link ConnectionTable#NONE}.
     */
    long find(final TupleKey key, final long nowNanos) {
        final long entry = table.find(key);
        if (entry != ConnectionTable.NONE && ConnectionTable.expired(entry, nowNanos)) {
            if (table.isOwn(entry)) {
                delete(entry);
            }
            return ConnectionTable.NONE;
        }
        return entry;
    }

    /**
     * Insert an entry; when the table is full, an unassured one near it makes room.
     *
     * @return its address, another worker's, or {@link ConnectionTable#NONE}.
     */
    long insert(final TupleKey key) {
        final boolean fromHi = key.isFromHi();
        final long entry = table.insert(key, fromHi);
        if (entry != ConnectionTable.NONE) {
            return entry;
        }
        final long victim = table.earlyDropCandidate(key);
        if (victim == ConnectionTable.NONE) {
            return ConnectionTable.NONE;
        }
        delete(victim);
        earlyDrops++;
        return table.insert(key, fromHi);
    }

    void delete(final long entry) {
        wheel.remove(entry);
        table.remove(entry);
    }

    /** Number of an entry, or -1 for none. */
    int number(final long entry) {
        return entry == ConnectionTable.NONE ? -1 : table.number(entry);
    }

    long earlyDrops() {
        return earlyDrops;
    }
}
