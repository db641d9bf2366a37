/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.NEXT;
import static io.jconntrack.table.EntryDescriptor.PREV;

import org.agrona.UnsafeApi;

/**
 * Numbers of entries that are not in use: one worker's share of a pool that all workers have in common.
 * <p>
 * A worker keeps two chunks of free entries; only whole chunks go to and come from the shared stack, so that workers
 * seldom meet. Entries of a chunk are chained by NEXT, chunks on the stack by PREV of their first entry. With one
 * worker every entry can be had; each further one may keep up to three chunks from the others.
 * <pre>
 *  shared   | head of the stack: changes (upper 32 bits), first entry + 1 (lower) | entries ever used | ...
 * </pre>
 * <b>Progress.</b> Lock-free: {@link #take} and {@link #give} retry only when another worker moved a chunk. The count
 * of changes keeps a stale head from being taken for a new one.
 */
final class EntryPool {
    /** Bytes of the shared part. */
    static final int SHARED_LENGTH = 128;

    static final int EVER_USED = 64;
    private static final int MAX_CHUNK = 64;
    private static final int CHUNKS_OF_A_TABLE = 1024;

    private final ConnectionIndex index;
    private final long shared;
    private final int capacity;
    private final int chunk;
    private int first = -1;
    private int count;
    private int spare = -1;
    private int unused;
    private int unusedEnd;

    /**
     * A worker's share, empty.
     *
     * @param index that knows where entries lie.
     * @param shared address of the shared part, zero when the table is new.
     * @param capacity entries of the table.
     */
    EntryPool(final ConnectionIndex index, final long shared, final int capacity) {
        this.index = index;
        this.shared = shared;
        this.capacity = capacity;
        chunk = Math.clamp(capacity / CHUNKS_OF_A_TABLE, 1, MAX_CHUNK);
    }

    /**
     * Take an entry.
     *
     * @return its number, or -1 when there is none.
     */
    int take() {
        if (count == 0 && !refill()) {
            return unused < unusedEnd || reserve() ? unused++ : -1;
        }
        final int number = first;
        first = UnsafeApi.getInt(index.entry(number) + NEXT);
        count--;
        return number;
    }

    /**
     * Whether {@link #take} would succeed, as far as this worker knows without asking the others.
     *
     * @return false when it has none left and has used the last new one.
     */
    boolean mayHaveMore() {
        return count > 0 || spare >= 0 || unused < unusedEnd || unusedEnd < capacity;
    }

    /**
     * Give an entry back.
     *
     * @param number of it.
     */
    void give(final int number) {
        if (count == chunk) {
            if (spare >= 0) {
                push(spare);
            }
            spare = first;
            count = 0;
        }
        UnsafeApi.putInt(index.entry(number) + NEXT, first);
        first = number;
        count++;
    }

    /**
     * Numbers below this one have been handed out, or will be before others.
     *
     * @return 0 to capacity.
     */
    int everUsed() {
        return UnsafeApi.getIntVolatile(null, shared + EVER_USED);
    }

    /**
     * Begin a recovery: nothing is free, and all numbers may be in use. No worker has taken anything. The free ones are
     * {@linkplain #give given} to this worker, then {@link #settle} ends it.
     */
    void restart() {
        UnsafeApi.putLongVolatile(null, shared, 0);
        UnsafeApi.putIntVolatile(null, shared + EVER_USED, capacity);
    }

    /**
     * End a recovery.
     *
     * @param used all numbers below this one are in use or were given; all others are free.
     */
    void settle(final int used) {
        UnsafeApi.putIntVolatile(null, shared + EVER_USED, used);
    }

    private boolean refill() {
        first = spare >= 0 ? spare : pop();
        spare = -1;
        count = first >= 0 ? chunk : 0;
        return first >= 0;
    }

    private boolean reserve() {
        while (true) {
            final int from = everUsed();
            if (from == capacity) {
                unused = capacity;
                unusedEnd = capacity;
                return false;
            }
            final int to = Math.min(capacity, from + chunk);
            if (UnsafeApi.compareAndSetInt(null, shared + EVER_USED, from, to)) {
                unused = from;
                unusedEnd = to;
                return true;
            }
        }
    }

    private void push(final int number) {
        while (true) {
            final long head = UnsafeApi.getLongVolatile(null, shared);
            UnsafeApi.putInt(index.entry(number) + PREV, (int)head - 1);
            if (UnsafeApi.compareAndSetLong(null, shared, head, changed(head, number))) {
                return;
            }
        }
    }

    private int pop() {
        while (true) {
            final long head = UnsafeApi.getLongVolatile(null, shared);
            final int number = (int)head - 1;
            if (number < 0) {
                return -1;
            }
            // may be in use again by now: then the head has changed, and what is read is not used
            final int below = UnsafeApi.getInt(index.entry(number) + PREV);
            if (UnsafeApi.compareAndSetLong(null, shared, head, changed(head, below))) {
                return number;
            }
        }
    }

    private static long changed(final long head, final int number) {
        return (head >>> 32) + 1 << 32 | number + 1L & 0xFFFF_FFFFL;
    }
}
