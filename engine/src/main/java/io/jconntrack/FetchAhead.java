/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.memory.Prefetch;
import io.jconntrack.memory.Rows;
import io.jconntrack.table.EarlyLook;
import org.agrona.UnsafeApi;

/**
 * Fetches lines of memory for the packets of a batch before they are needed, so that their misses overlap.
 * <p>
 * With prefetch instructions a batch goes on in groups: while the lines of one are on their way, others are worked on.
 * Without them lines are loaded, and those of the whole batch have to be asked for at once, since the processor waits
 * for loads: each kind in a loop of its own and short, so that all misses fit into what it looks ahead.
 */
final class FetchAhead {
    /** Packets of a group: enough to be worth a call, few enough that the processor can send for all of their lines. */
    private static final int GROUP = Rows.LANES;
    private static final int ENTRY_LINES = 2;

    private final boolean prefetches;
    /** Takes what was loaded, so that the compiler can't leave it out. */
    private long touched;

    /**
     * Fetches.
     *
     * @param prefetches whether by prefetch instructions, if the machine has them.
     */
    FetchAhead(final boolean prefetches) {
        this.prefetches = prefetches && Prefetch.POSSIBLE;
    }

    /** Packets for which each stage is run at a time. */
    int group() {
        return prefetches ? GROUP : PacketBatch.CAPACITY;
    }

    /** The packets themselves, which come from another core or from memory. */
    void packets(final PacketBatch batch, final int from, final int to) {
        if (prefetches) {
            prefetch(batch, PacketRow.ADDRESS, from, to, 1);
            return;
        }
        long sum = 0;
        for (int i = from; i < to; i++) {
            final long row = batch.row(i);
            if (PacketRow.captured(row) >= Long.BYTES) {
                sum += UnsafeApi.getLong(PacketRow.address(row));
            }
        }
        touched = sum;
    }

    /** Home buckets. */
    void buckets(final PacketBatch batch, final int from, final int to) {
        buckets(batch, PacketRow.BUCKET, from, to);
    }

    /** Buckets of entries that will have to make room. */
    void rooms(final PacketBatch batch, final int from, final int to) {
        buckets(batch, PacketRow.ROOM, from, to);
    }

    private void buckets(final PacketBatch batch, final int column, final int from, final int to) {
        if (prefetches) {
            prefetch(batch, column, from, to, 1);
            return;
        }
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += EarlyLook.touchBucket(UnsafeApi.getLong(batch.row(i) + column));
        }
        touched = sum;
    }

    /**
     * Both lines of entries.
     *
     * @param vectors whether they will be loaded eight at a time, so that the second cache is near enough.
     */
    void entries(final PacketBatch batch, final int from, final int to, final boolean vectors) {
        if (prefetches && vectors && from < to) {
            Prefetch.fetchToSecond(batch.row(from) + PacketRow.ENTRY, Rows.ROW, to - from, ENTRY_LINES);
            return;
        }
        if (prefetches) {
            prefetch(batch, PacketRow.ENTRY, from, to, ENTRY_LINES);
            return;
        }
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += EarlyLook.touchEntry(UnsafeApi.getLong(batch.row(i) + PacketRow.ENTRY));
        }
        touched = sum;
    }

    private static void prefetch(final PacketBatch batch, final int column, final int from, final int to,
        final int lines) {
        if (from < to) {
            Prefetch.fetch(batch.row(from) + column, Rows.ROW, to - from, lines);
        }
    }
}
