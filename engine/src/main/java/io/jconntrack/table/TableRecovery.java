/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.DEADLINE;
import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.STATUS;
import static io.jconntrack.table.EntryDescriptor.VERSION;

import io.jconntrack.entry.Recovery;
import io.jconntrack.entry.Status;
import org.agrona.UnsafeApi;

/**
 * Rebuilds index, pool, wheel heads and counters of a table from its entries alone: the owner may have been killed at
 * any instruction, so links and slots may be half made. Entries change only by being dropped, and numbers that were in
 * use stay within the bound until the end: who is killed in here leaves a table that can be recovered as before.
 */
final class TableRecovery {
    /** No time-out is longer: 2^31 seconds. */
    private static final long LONGEST_NANOS = (1L << 31) * 1_000_000_000L;

    /** Entries whose buckets are loaded at once. */
    private static final int AHEAD = 32;

    private final long memory;
    private final TableLayout layout;
    private final int capacity;
    private final ConnectionIndex[] indexes;
    private final ConnectionIndex index;
    private final EntryPool pool;
    private final TupleKey key;
    private final int[] sizes;
    /** Entries below this one are in use or have been given to the pool. */
    private int settled;
    private int kept;
    private int interrupted;
    private int expired;
    private int unconfirmed;
    private int implausible;
    private int duplicates;
    /** Takes the early loads, so that the compiler can't leave them out. */
    private long touched;

    /**
     * A recovery.
     *
     * @param memory address of the table.
     * @param indexes for the insertions of each worker.
     * @param pool of the first worker, unused; it gets the free entries.
     * @param key with the table's seed.
     */
    TableRecovery(final long memory, final TableLayout layout, final int capacity,
        final ConnectionIndex[] indexes, final EntryPool pool, final TupleKey key) {
        this.memory = memory;
        this.layout = layout;
        this.capacity = capacity;
        this.indexes = indexes;
        index = indexes[0];
        this.pool = pool;
        this.key = key;
        sizes = new int[indexes.length];
    }

    Recovery run(final long nowNanos, final StateCheck states) {
        // wheels, maps of what may be dropped early, and buckets lie side by side
        UnsafeApi.setMemory(memory + layout.wheels, layout.entries - layout.wheels, (byte)0);
        pool.restart();
        for (int number = 0; number < capacity; number++) {
            if (number % AHEAD == 0) {
                touch(number, Math.min(number + AHEAD, capacity));
            }
            final long entry = index.entry(number);
            final int version = UnsafeApi.getInt(entry + VERSION);
            if ((version & 1) != 0) {
                UnsafeApi.putInt(entry + VERSION, version + 1);
            }
            if (UnsafeApi.getLong(entry + KEY) != 0) {
                if (isKept(entry, number, nowNanos, states)) {
                    keep(entry, number);
                    interrupted += version & 1;
                } else {
                    UnsafeApi.putLong(entry + KEY, 0);
                }
            }
        }
        for (int i = 0; i < sizes.length; i++) {
            UnsafeApi.putLong(memory + layout.workers + (long)i * TableLayout.WORKER_LENGTH + TableLayout.WORKER_SIZE,
                sizes[i]);
        }
        pool.settle(settled);
        return new Recovery(kept, interrupted, expired, unconfirmed, implausible, duplicates);
    }

    /** Load the buckets that entries will be inserted into, so that their misses overlap. */
    private void touch(final int from, final int to) {
        long sum = 0;
        for (int number = from; number < to; number++) {
            final long entry = index.entry(number);
            if (UnsafeApi.getLong(entry + KEY) != 0) {
                key.read(entry);
                sum += UnsafeApi.getLong(index.bucket(index.home(key.hash)));
            }
        }
        touched = sum;
    }

    private boolean isKept(final long entry, final int number, final long nowNanos, final StateCheck states) {
        if ((UnsafeApi.getInt(entry + STATUS) & Status.CONFIRMED) == 0) {
            unconfirmed++;
            return false;
        }
        final int protocol = (int)(UnsafeApi.getLong(entry + KEY) >>> 32) & 0xFF;
        if (!EntryCheck.isPlausible(entry, sizes.length)
            || !states.isPlausible(protocol, entry)) {
            implausible++;
            return false;
        }
        if (ConnectionTable.expired(entry, nowNanos)) {
            expired++;
            return false;
        }
        if (UnsafeApi.getLong(entry + DEADLINE) - nowNanos > LONGEST_NANOS) {
            implausible++;
            return false;
        }
        key.read(entry);
        if (indexes[ConnectionTable.owner(entry)].insert(key, number) != number) {
            duplicates++;
            return false;
        }
        return true;
    }

    private void keep(final long entry, final int number) {
        if ((UnsafeApi.getInt(entry + STATUS) & Status.ASSURED) != 0) {
            index.keep(key.hash, number);
        }
        sizes[ConnectionTable.owner(entry)]++;
        kept++;
        while (settled < number) {
            pool.give(settled++);
        }
        settled++;
    }
}
