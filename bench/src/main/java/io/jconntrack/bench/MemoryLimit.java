/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.memory.Region;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;

/**
 * What the memory allows: the skeleton of a tracker, without decoding and without a protocol.
 * <p>
 * A bucket line of eight (tag, index) pairs leads to a record of 128 bytes, whose key is compared and whose two lines
 * are changed. Keys are uniformly random. In batches the stages run one after the other, as early loads whose results
 * are used later, so that the misses overlap.
 */
final class MemoryLimit implements AutoCloseable {
    private static final int RECORD = 128;
    private static final int BUCKET = 64;
    private static final int PAIRS = 8;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final int records;
    private final long mask;
    private final Region region;
    private final long buckets;
    private final long first;
    private final SplittableRandom random = new SplittableRandom(1);
    private long sink;

    /**
     * A table with a bucket line for about five records.
     *
     * @param records in it.
     */
    MemoryLimit(final int records) {
        this.records = records;
        long count = 1;
        while (count * PAIRS * 6 / 10 < records) {
            count <<= 1;
        }
        mask = count - 1;
        region = Region.anonymous(count * BUCKET + (long)records * RECORD);
        buckets = region.address();
        first = buckets + count * BUCKET;
        for (int i = 0; i < records; i++) {
            final long hash = hash(i);
            UnsafeApi.putLong(first + (long)i * RECORD, i * MULTIPLIER);
            UnsafeApi.putLong(first + (long)i * RECORD + 8, hash);
            final long bucket = buckets + (hash & mask) * BUCKET;
            for (int s = 0; s < PAIRS; s++) {
                if (UnsafeApi.getInt(bucket + s * 4L) == 0) {
                    UnsafeApi.putInt(bucket + s * 4L, tag(hash));
                    UnsafeApi.putInt(bucket + 32 + s * 4L, i);
                    break;
                }
            }
        }
    }

    /**
     * Run it.
     *
     * @param operations to do.
     * @param batch operations whose misses may overlap.
     * @return nanoseconds per operation.
     */
    double nanosPerOperation(final int operations, final int batch) {
        final long[] ids = new long[batch];
        final long[] hashes = new long[batch];
        final int[] found = new int[batch];
        final long start = System.nanoTime();
        for (int i = 0; i < operations; i += batch) {
            run(ids, hashes, found, batch);
        }
        return (double)(System.nanoTime() - start) / operations;
    }

    private void run(final long[] ids, final long[] hashes, final int[] found, final int batch) {
        long sum = 0;
        for (int j = 0; j < batch; j++) {
            ids[j] = (random.nextInt() & 0xFFFF_FFFFL) * records >>> 32;
            hashes[j] = hash(ids[j]);
        }
        for (int j = 0; j < batch; j++) {
            sum += UnsafeApi.getInt(buckets + (hashes[j] & mask) * BUCKET);
        }
        for (int j = 0; j < batch; j++) {
            found[j] = find(hashes[j]);
        }
        for (int j = 0; j < batch; j++) {
            final long record = first + (long)found[j] * RECORD;
            sum += UnsafeApi.getLong(record) + UnsafeApi.getLong(record + 64);
        }
        for (int j = 0; j < batch; j++) {
            update(first + (long)found[j] * RECORD, ids[j] * MULTIPLIER, hashes[j], j);
        }
        sink += sum;
    }

    private int find(final long hash) {
        final long bucket = buckets + (hash & mask) * BUCKET;
        final int tag = tag(hash);
        for (int s = 0; s < PAIRS; s++) {
            if (UnsafeApi.getInt(bucket + s * 4L) == tag) {
                return UnsafeApi.getInt(bucket + 32 + s * 4L);
            }
        }
        return 0;
    }

    private void update(final long record, final long key0, final long key1, final int j) {
        if (UnsafeApi.getLong(record) != key0 || UnsafeApi.getLong(record + 8) != key1) {
            sink++;
            return;
        }
        UnsafeApi.putLong(record + 16, UnsafeApi.getLong(record + 16) + j);
        UnsafeApi.putLong(record + 24, Math.max(UnsafeApi.getLong(record + 24), key1));
        UnsafeApi.putLong(record + 40, key0 ^ j);
        UnsafeApi.putLong(record + 64, UnsafeApi.getLong(record + 64) + j);
        UnsafeApi.putLong(record + 80, key1 + j);
        UnsafeApi.putLong(record + 96, UnsafeApi.getLong(record + 96) + UnsafeApi.getLong(record + 72));
    }

    private static int tag(final long hash) {
        return (int)(hash >>> 32) | 1;
    }

    private static long hash(final long value) {
        long z = value + MULTIPLIER;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /**
     * Keeps the loads alive.
     *
     * @return a meaningless sum.
     */
    long sink() {
        return sink;
    }

    @Override
    public void close() {
        region.close();
    }
}
