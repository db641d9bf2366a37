/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import java.io.IOException;

/**
 * What changed between two dumps.
 * <p>
 * The older one is held in memory, off-heap, and the newer one read past it: some 150 bytes for each of the older one's
 * connections, 200 with all columns, nothing for the newer one's.
 * <p>
 * Connections are the same when their tuples are, unless they are told apart: by their start, where both dumps have it
 * (more than a second apart by the wall clock is another connection), else by their id. A tracker that was started
 * again and has loaded a snapshot gives new ids, and keeps the start where it has time stamps.
 */
public final class DumpDiff {
    private static final long SAME_START_NANOS = 1_000_000_000L;
    private static final int TOLD_STATUS = Status.SEEN_REPLY | Status.ASSURED;

    private final long oldOffset;
    private final long newOffset;
    private final Dump before;
    private final Dump after;

    private DumpDiff(final Dump before, final Dump after) {
        this.before = before;
        this.after = after;
        oldOffset = before.epochNanos() - before.nowNanos();
        newOffset = after.epochNanos() - after.nowNanos();
    }

    /**
     * Compare.
     *
     * @param before the older dump; not closed.
     * @param after the newer dump; not closed.
     * @param handler takes the differences, those that are gone at the end, in no order that means anything.
     * @throws IOException when a dump can't be read, or from the handler.
     */
    public static void compare(final Dump before, final Dump after, final ChangeHandler handler) throws IOException {
        new DumpDiff(before, after).run(handler);
    }

    private void run(final ChangeHandler handler) throws IOException {
        try (DumpTable table = DumpTable.of(before)) {
            while (after.next()) {
                final Connection now = after.connection();
                final Connection old = table.take(now);
                final Change change = old == null ? Change.APPEARED : change(old, now);
                if (change != null && !handler.onChange(change, old, now)) {
                    return;
                }
            }
            final int bound = table.bound();
            for (int number = 0; number < bound; number++) {
                final Connection old = table.take(number);
                if (old != null && !handler.onChange(Change.GONE, old, null)) {
                    return;
                }
            }
        }
    }

    private Change change(final Connection old, final Connection now) {
        if (!isSame(old, now)) {
            return Change.REPLACED;
        }
        if (((old.status() ^ now.status()) & TOLD_STATUS) != 0 || old.stateNumber() != now.stateNumber()) {
            return Change.CHANGED;
        }
        final boolean grew = old.has(Column.ACCOUNTING) && now.has(Column.ACCOUNTING)
            && (old.packets(0) != now.packets(0) || old.packets(1) != now.packets(1)
            || old.bytes(0) != now.bytes(0) || old.bytes(1) != now.bytes(1));
        return grew ? Change.GREW : null;
    }

    private boolean isSame(final Connection old, final Connection now) {
        if (old.has(Column.TIMESTAMP) && now.has(Column.TIMESTAMP)) {
            // two moments of one tracker have one clock, whatever was done to the wall's
            return old.startNanos() == now.startNanos()
                || Math.abs(old.startNanos() + oldOffset - now.startNanos() - newOffset) <= SAME_START_NANOS;
        }
        return old.id() == now.id();
    }
}
