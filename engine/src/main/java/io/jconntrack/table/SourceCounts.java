/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static java.lang.Math.unsignedMultiplyHigh;

import io.jconntrack.memory.Region;
import io.jconntrack.settings.MemoryOptions;
import org.agrona.UnsafeApi;

/**
 * How many connections each source has, for any number of threads. A source is its keyed hash.
 * <pre>
 *  bucket   +--------+--------+-- ... --+--------+----------+
 *           | slot 0 | slot 1 |         | slot 6 | overflow |      8 bytes each
 *           +--------+--------+-- ... --+--------+----------+
 *
 *  slot      63                              28 27                 0
 *           +----------------------------------+--------------------+
 *           | fingerprint                      | connections        |    0: free
 *           +----------------------------------+--------------------+
 * </pre>
 * A source's path leads from its home bucket to the first one that no source went past ({@code overflow} is 0), as in
 * the index. Two threads that see a source's first connections at once may take two slots for it: a source's count is
 * the sum of its slots. A slot is freed by the same compare-and-set that takes away its last connection.
 * <p>
 * <b>Progress.</b> Lock-free: a step is repeated only after another thread changed a slot.
 * <p>
 * Two sources are taken for one when their paths meet and 36 further bits of their hashes are the same: with a million
 * sources, one pair in 50 000 tables.
 */
final class SourceCounts implements AutoCloseable {
    /** Connections that a slot can count: more than a table can hold. */
    private static final int COUNT_BITS = 28;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int BUCKET_LENGTH = 64;
    private static final int OVERFLOW = 56;
    /** Passes without finding what was counted before somebody made a mistake: each needs another thread's change. */
    private static final int MAX_TRIES = 1_000_000;

    private final Region region;
    private final long buckets;
    private final long bucketCount;

    /**
     * No connections.
     *
     * @param capacity connections that are counted at the most, not reckoning one more for each thread.
     * @param memory how it is taken from the system.
     */
    SourceCounts(final int capacity, final MemoryOptions memory) {
        // as the index: at the worst every connection has a source of its own, and fills 43 % of the slots
        bucketCount = Math.max(64, (capacity + 2L) / 3);
        region = Region.anonymous(bucketCount * BUCKET_LENGTH, memory);
        buckets = region.address();
    }

    /** Bytes of memory. */
    long bytes() {
        return region.length();
    }

    private long home(final long hash) {
        return unsignedMultiplyHigh(hash, bucketCount);
    }

    private long next(final long bucket) {
        return bucket + 1 == bucketCount ? 0 : bucket + 1;
    }

    private static long fingerprint(final long hash) {
        return hash << COUNT_BITS;
    }

    private static boolean isOf(final long slot, final long fingerprint) {
        return slot != 0 && (slot & ~COUNT_MASK) == fingerprint;
    }

    /** Connections of a source. */
    int count(final long hash) {
        return count(hash, bucketCount, 0);
    }

    /**
     * Whether a source has so many connections, or may have: it is full too when its path is so long that somebody must
     * know the seed.
     */
    boolean isFull(final long hash, final int connections) {
        return count(hash, Math.min(bucketCount, ConnectionIndex.MAX_PROBES), connections) >= connections;
    }

    /** Connections found in so many buckets, and something more when the path does not end there. */
    private int count(final long hash, final long probes, final int ifLonger) {
        final long fingerprint = fingerprint(hash);
        long sum = 0;
        long bucket = home(hash);
        for (long i = 0; i < probes; i++) {
            final long b = buckets + bucket * BUCKET_LENGTH;
            for (long at = b; at < b + OVERFLOW; at += 8) {
                final long slot = UnsafeApi.getLongVolatile(null, at);
                if (isOf(slot, fingerprint)) {
                    sum += slot & COUNT_MASK;
                }
            }
            if (UnsafeApi.getLongVolatile(null, b + OVERFLOW) == 0) {
                return (int)sum;
            }
            bucket = next(bucket);
        }
        return (int)(sum + ifLonger);
    }

    /** One connection more. */
    void add(final long hash) {
        final long fingerprint = fingerprint(hash);
        while (true) {
            final long at = find(hash, fingerprint);
            if (at == 0) {
                claim(hash, fingerprint | 1);
                return;
            }
            final long slot = UnsafeApi.getLongVolatile(null, at);
            if (isOf(slot, fingerprint) && UnsafeApi.compareAndSetLong(null, at, slot, slot + 1)) {
                return;
            }
        }
    }

    /** One connection less, which was added before. */
    void remove(final long hash) {
        final long fingerprint = fingerprint(hash);
        for (int i = 0; i < MAX_TRIES; i++) {
            final long at = find(hash, fingerprint);
            final long slot = at == 0 ? 0 : UnsafeApi.getLongVolatile(null, at);
            if (isOf(slot, fingerprint)) {
                final boolean isLast = (slot & COUNT_MASK) == 1;
                if (UnsafeApi.compareAndSetLong(null, at, slot, isLast ? 0 : slot - 1)) {
                    if (isLast) {
                        uncount(hash, (at - buckets) / BUCKET_LENGTH);
                    }
                    return;
                }
            }
        }
        throw new IllegalStateException("source is not counted: hash=" + Long.toHexString(hash));
    }

    /** Address of the first slot of a source, or 0. */
    private long find(final long hash, final long fingerprint) {
        long bucket = home(hash);
        for (long i = 0; i < bucketCount; i++) {
            final long b = buckets + bucket * BUCKET_LENGTH;
            for (long at = b; at < b + OVERFLOW; at += 8) {
                if (isOf(UnsafeApi.getLongVolatile(null, at), fingerprint)) {
                    return at;
                }
            }
            if (UnsafeApi.getLongVolatile(null, b + OVERFLOW) == 0) {
                return 0;
            }
            bucket = next(bucket);
        }
        return 0;
    }

    /** Buckets are counted as passed before a slot beyond them is taken, so that no path is ever too short. */
    private void claim(final long hash, final long slot) {
        long bucket = home(hash);
        while (true) {
            final long b = buckets + bucket * BUCKET_LENGTH;
            for (long at = b; at < b + OVERFLOW; at += 8) {
                if (UnsafeApi.getLongVolatile(null, at) == 0 && UnsafeApi.compareAndSetLong(null, at, 0, slot)) {
                    return;
                }
            }
            UnsafeApi.getAndAddLong(null, b + OVERFLOW, 1);
            bucket = next(bucket);
        }
    }

    private void uncount(final long hash, final long end) {
        for (long bucket = home(hash); bucket != end; bucket = next(bucket)) {
            UnsafeApi.getAndAddLong(null, buckets + bucket * BUCKET_LENGTH + OVERFLOW, -1);
        }
    }

    @Override
    public void close() {
        region.close();
    }
}
