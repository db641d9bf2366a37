/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.UnsafeApi;

/**
 * What a jcstress state has for itself: an index of two buckets and twelve entries, and what its tests ask about it.
 * The memory of a state whose arbiter has run is used again.
 */
class SmallIndex {
    /** Number of the entry of the key that a race is about. */
    static final int FIRST = 10;
    /** Another entry for the same key. */
    static final int SECOND = 11;

    private static final int BUCKETS = 2;
    private static final int ENTRIES = 12;
    private static final long MAP_LENGTH = 128;
    private static final long LENGTH =
        MAP_LENGTH + BUCKETS * IndexDescriptor.BUCKET_LENGTH + (long)ENTRIES * EntryDescriptor.LENGTH;
    private static final TupleKey[] KEYS = TestKeys.at(new ConnectionIndex(null, 0, BUCKETS, 0), 0, ENTRIES);
    private static final Queue<Long> USED = new ConcurrentLinkedQueue<>();

    final ConnectionIndex index;
    private final long memory;

    /**
     * An index for one state.
     *
     * @param fullHome whether keys 0 to 6 fill bucket 0: a further one goes to bucket 1.
     * @param present whether the key of the race is there, with entry {@link #FIRST}.
     */
    SmallIndex(final boolean fullHome, final boolean present) {
        final Long used = USED.poll();
        memory = used != null ? used : UnsafeApi.allocateMemory(LENGTH + 127) + 127 & -128;
        UnsafeApi.setMemory(memory, LENGTH, (byte)0);
        final long buckets = memory + MAP_LENGTH;
        index = new ConnectionIndex(new DroppableMap(memory, BUCKETS), buckets, BUCKETS,
            buckets + BUCKETS * IndexDescriptor.BUCKET_LENGTH);
        for (int n = 0; fullHome && n < IndexDescriptor.SLOTS; n++) {
            insert(n);
        }
        if (present) {
            insert(FIRST);
        }
    }

    /** The n-th key; all have bucket 0 as their home. */
    static TupleKey key(final int n) {
        return KEYS[n];
    }

    /** The key that a race is about. */
    static TupleKey key() {
        return KEYS[FIRST];
    }

    /** Insert the n-th key with the n-th entry, as its owner does. */
    final int insert(final int n) {
        return insert(n, n);
    }

    final int insert(final int n, final int number) {
        IndexMemory.fill(index.entry(number), KEYS[n]);
        return index.insert(KEYS[n], number);
    }

    final int remove(final int n) {
        return remove(n, n);
    }

    final int remove(final int n, final int number) {
        return index.remove(KEYS[n].hash, number) ? 1 : 0;
    }

    /** Number of a key's entry, or -1. */
    final int find(final TupleKey key) {
        final long entry = index.find(key);
        return entry == ConnectionTable.NONE ? -1 : index.number(entry);
    }

    /** Slots that are not free, and overflow counts: 0 when nothing was left behind. */
    final int used() {
        int used = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            for (int i = 0; i < IndexDescriptor.SLOTS; i++) {
                used += UnsafeApi.getLong(index.bucket(bucket) + i * 8L) == IndexDescriptor.FREE ? 0 : 1;
            }
        }
        return used;
    }

    /** Remove what is left of the keys, and count what remains nevertheless; the state is used no more. */
    final int close() {
        for (int n = 0; n < ENTRIES; n++) {
            final int number = find(KEYS[n]);
            if (number >= 0) {
                remove(n, number);
            }
        }
        long left = used();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            left += Math.abs(UnsafeApi.getLong(index.bucket(bucket) + IndexDescriptor.OVERFLOW));
        }
        USED.add(memory);
        return (int)left;
    }
}
