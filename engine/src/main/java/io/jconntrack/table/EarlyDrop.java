/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.STATUS;

import io.jconntrack.entry.Status;
import org.agrona.UnsafeApi;

/**
 * Finds the entry that makes room when the table is full, as Linux's early_drop does: one near the new connection's
 * that is not assured. For one worker's thread, and among its entries alone.
 */
final class EarlyDrop {
    /** Buckets that are searched, from the new key's home on. */
    static final int BUCKETS = 32;

    private final ConnectionIndex index;
    private final int worker;
    /** Where the slot is that was looked at last: the candidate's, if there was one. */
    private long at;
    /** What stood in it; 0 before the first. */
    private long slot;

    EarlyDrop(final ConnectionIndex index, final int worker) {
        this.index = index;
        this.worker = worker;
    }

    /** Address of the entry that makes room for a key, or {@link ConnectionTable#NONE}. */
    long candidate(final TupleKey key) {
        long bucket = index.home(key.hash);
        long left = Math.min(BUCKETS, index.bucketCount());
        for (long passed = index.untilDroppable(bucket, left); passed < left;
            passed = index.untilDroppable(bucket, left)) {
            bucket = index.later(bucket, passed);
            left -= passed + 1;
            final long b = index.bucket(bucket);
            for (int slots = ConnectionIndex.droppable(b); slots != 0; slots &= slots - 1) {
                at = b + Integer.numberOfTrailingZeros(slots) * 8L;
                slot = UnsafeApi.getLongAcquire(null, at);
                final long entry = index.entry(IndexDescriptor.number(slot));
                if (IndexDescriptor.droppable(slot) != 0 && ConnectionTable.owner(entry) == worker
                    && (UnsafeApi.getInt(entry + STATUS) & Status.ASSURED) == 0) {
                    return entry;
                }
            }
            index.forgetDroppable(bucket);
            bucket = index.next(bucket);
        }
        return ConnectionTable.NONE;
    }

    /**
     * Take an entry out of the index: the last candidate without searching its slot again.
     *
     * @param hash of its key.
     * @param number of it.
     * @return address of the slot that was freed, or 0 when the entry is not in the index.
     */
    long remove(final long hash, final int number) {
        // a member's slot with this number is the entry's, whatever else has become of it since
        return slot != 0 && IndexDescriptor.number(slot) == number && index.removeFrom(at, slot, hash) ? at
            : index.removeAt(hash, number);
    }

    /** The entry of a slot has made room, and the new one is in the index: others may be left in the bucket. */
    void took(final long slotAddress) {
        final long bucket = index.bucketOf(slotAddress);
        if (ConnectionIndex.droppable(index.bucket(bucket)) == 0) {
            index.forgetDroppable(bucket);
        }
    }
}
