/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.timer;

import io.jconntrack.memory.Region;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.TupleKey;
import java.util.Set;

/**
 * A table with entries of which only the deadlines matter, and a wheel with heads of its own.
 */
final class WheelTester implements AutoCloseable {
    final ConnectionTable table;
    final TimerWheel wheel;
    private final Region heads;
    private final TupleKey key = new TupleKey(1, 2);
    private int keys;

    WheelTester(final int capacity, final int slots) {
        table = new ConnectionTable(capacity, Set.of(), 1, 1, key);
        heads = Region.anonymous(slots * 4L);
        wheel = new TimerWheel(table, heads.address(), slots);
    }

    /** Insert an entry and give its number. */
    int add(final long deadlineNanos) {
        keys++;
        key.set(4, 17, 0, 0, keys, 1, 0, 0xFFFF_FFFFL, 2, 0);
        final long entry = table.insert(key, false);
        wheel.add(entry, deadlineNanos);
        return table.number(entry);
    }

    void refresh(final int number, final long deadlineNanos) {
        wheel.refresh(table.entry(number), deadlineNanos);
    }

    /** Remove it as the owner does when a connection ends early. */
    void remove(final int number) {
        wheel.remove(table.entry(number));
        table.remove(table.entry(number));
    }

    boolean isLive(final int number) {
        return table.liveEntry(number) != ConnectionTable.NONE;
    }

    @Override
    public void close() {
        heads.close();
        table.close();
    }
}
