/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.memory.Region;
import java.util.concurrent.ThreadLocalRandom;
import org.agrona.UnsafeApi;

/** Memory of a small index and its entries, and what tests want to know of it. */
final class IndexMemory implements AutoCloseable {
    final long buckets;
    final long entries;
    private final Region region;
    private final int bucketCount;
    private final DroppableMap droppable;

    IndexMemory(final int bucketCount, final int entryCount) {
        this.bucketCount = bucketCount;
        final long bucketBytes = (long)bucketCount * IndexDescriptor.BUCKET_LENGTH + 127 & -128;
        final long mapBytes = DroppableMap.length(bucketCount) + 127 & -128;
        region = Region.anonymous(mapBytes + bucketBytes + (long)entryCount * EntryDescriptor.LENGTH);
        droppable = new DroppableMap(region.address(), bucketCount);
        buckets = region.address() + mapBytes;
        entries = buckets + bucketBytes;
    }

    ConnectionIndex index() {
        return new ConnectionIndex(droppable, buckets, bucketCount, entries);
    }

    SteppedIndex steppedIndex() {
        return new SteppedIndex(droppable, buckets, bucketCount, entries);
    }

    /** An index whose threads give way now and then in the middle of an operation, even where cores are few. */
    ConnectionIndex hesitantIndex() {
        return new ConnectionIndex(droppable, buckets, bucketCount, entries) {
            @Override
            void step(final int place) {
                if (ThreadLocalRandom.current().nextInt(4) == 0) {
                    Thread.yield();
                }
            }
        };
    }

    /** Give an entry its key, as its owner does before it inserts it. */
    void fill(final int number, final TupleKey key) {
        fill(entries + (long)number * EntryDescriptor.LENGTH, key);
    }

    static void fill(final long entry, final TupleKey key) {
        VersionStamp.begin(entry);
        UnsafeApi.putLong(entry + EntryDescriptor.KEY, key.k0);
        UnsafeApi.putLong(entry + EntryDescriptor.KEY + 8, key.k1);
        UnsafeApi.putLong(entry + EntryDescriptor.KEY + 16, key.k2);
        UnsafeApi.putLong(entry + EntryDescriptor.KEY + 24, key.k3);
        UnsafeApi.putLong(entry + EntryDescriptor.KEY + 32, key.k4);
        VersionStamp.end(entry);
    }

    /** Slots in the state, of all keys. */
    int slots(final int state) {
        int slots = 0;
        for (int bucket = 0; bucket < bucketCount; bucket++) {
            for (int i = 0; i < IndexDescriptor.SLOTS; i++) {
                final long slot = UnsafeApi.getLongVolatile(null, bucket(bucket) + i * 8L);
                if (slot != IndexDescriptor.FREE && IndexDescriptor.state(slot) == state) {
                    slots++;
                }
            }
        }
        return slots;
    }

    /** Slots that are not free. */
    int used() {
        return slots(IndexDescriptor.TENTATIVE) + slots(IndexDescriptor.MEMBER) + slots(IndexDescriptor.DEAD);
    }

    long overflow(final int bucket) {
        return UnsafeApi.getLongVolatile(null, bucket(bucket) + IndexDescriptor.OVERFLOW);
    }

    /** Sum of the overflow counts' magnitudes: 0 only when every one is 0. */
    long overflows() {
        long sum = 0;
        for (int bucket = 0; bucket < bucketCount; bucket++) {
            sum += Math.abs(overflow(bucket));
        }
        return sum;
    }

    private long bucket(final int number) {
        return buckets + (long)number * IndexDescriptor.BUCKET_LENGTH;
    }

    @Override
    public void close() {
        region.close();
    }
}
