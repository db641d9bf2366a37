/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import java.lang.invoke.VarHandle;
import org.agrona.UnsafeApi;

/**
 * How the index is filled: counted in one pass over it, by any thread, while it changes.
 */
public final class TableStatistics {
    private static final int PROBES = 64;

    private final long[] bucketsByKeys = new long[IndexDescriptor.SLOTS + 1];
    private final long[] keysByProbes = new long[PROBES + 1];
    private long members;
    private int longestProbe;
    private long overflowed;

    /**
     * Count.
     *
     * @param table to look at; takes about as long as reading its index and all keys from memory.
     */
    public TableStatistics(final ConnectionTable table) {
        this(table.index(), table.newKey(), table.capacity());
    }

    /**
     * Count in a table's file, which its owner, if there is one, does not notice.
     *
     * @param view of the file; the work is bounded by the table's size, whatever stands in it. Slots that name no entry
     *     of the table are not counted.
     */
    public TableStatistics(final MappedTable view) {
        this(view.index(), view.newKey(), view.capacity());
    }

    private TableStatistics(final ConnectionIndex index, final TupleKey key, final int capacity) {
        for (long bucket = 0; bucket < index.bucketCount(); bucket++) {
            final long b = index.bucket(bucket);
            int inBucket = 0;
            for (int s = 0; s < IndexDescriptor.SLOTS; s++) {
                final long slot = UnsafeApi.getLongAcquire(null, b + s * 8L);
                if (IndexDescriptor.state(slot) == IndexDescriptor.MEMBER && IndexDescriptor.number(slot) < capacity) {
                    inBucket++;
                    key.read(index.entry(IndexDescriptor.number(slot)));
                    VarHandle.acquireFence();
                    // removed since: the key may be half another's
                    if (UnsafeApi.getLong(b + s * 8L) == slot) {
                        count(bucket - index.home(key.hash), index.bucketCount());
                    }
                }
            }
            bucketsByKeys[inBucket]++;
            members += inBucket;
            if (UnsafeApi.getLongAcquire(null, b + IndexDescriptor.OVERFLOW) != 0) {
                overflowed++;
            }
        }
    }

    private void count(final long distance, final long bucketCount) {
        final long probes = (distance < 0 ? distance + bucketCount : distance) + 1;
        longestProbe = Math.max(longestProbe, (int)probes);
        keysByProbes[(int)Math.min(probes, PROBES)]++;
    }

    /**
     * Connections seen.
     *
     * @return number of them.
     */
    public long members() {
        return members;
    }

    /**
     * Buckets that a lookup of the unluckiest key looks at.
     *
     * @return 0 for an empty table.
     */
    public int longestProbe() {
        return longestProbe;
    }

    /**
     * Buckets at which a lookup does not end, because keys overflowed them.
     *
     * @return number of them.
     */
    public long overflowedBuckets() {
        return overflowed;
    }

    /**
     * Buckets that hold so many keys.
     *
     * @param keys 0 to 7.
     * @return number of them.
     */
    public long buckets(final int keys) {
        return bucketsByKeys[keys];
    }

    /**
     * Keys whose lookup looks at so many buckets.
     *
     * @param probes 1 to 64; 64 stands for more as well.
     * @return number of them.
     */
    public long keys(final int probes) {
        return keysByProbes[probes];
    }
}
