/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import org.agrona.UnsafeApi;

/**
 * Which buckets may have an entry of one worker that can be dropped early: a bit for each, so that who looks for one
 * among assured connections passes over the buckets that have none without reading them.
 * <pre>
 *  word 0 (8 bytes)   bit n: bucket n        word 1   bit n: bucket 64 + n        ...
 * </pre>
 * The worker sets a bucket's bit when it has inserted a key there. The bit stays when the last entry that can be
 * dropped is removed or becomes assured, until the worker looks into the bucket for nothing.
 * <p>
 * <b>Threads.</b> Only the worker's own reads and writes. Wait-free.
 */
final class DroppableMap {
    private static final int WORD_SHIFT = 6;

    private final long words;
    private final long bucketCount;

    /**
     * A map.
     *
     * @param words address of {@link #length} bytes, zero when the table is new.
     * @param bucketCount of the index.
     */
    DroppableMap(final long words, final long bucketCount) {
        this.words = words;
        this.bucketCount = bucketCount;
    }

    /** Bytes for so many buckets: whole cache lines. */
    static long length(final long bucketCount) {
        return (bucketCount + 511 >>> 9) * 64;
    }

    private long word(final long bucket) {
        return words + (bucket >>> WORD_SHIFT) * 8;
    }

    void set(final long bucket) {
        UnsafeApi.putLong(word(bucket), UnsafeApi.getLong(word(bucket)) | 1L << bucket);
    }

    void clear(final long bucket) {
        UnsafeApi.putLong(word(bucket), UnsafeApi.getLong(word(bucket)) & ~(1L << bucket));
    }

    /**
     * Buckets that need not be read.
     *
     * @param from number of the bucket that is looked at first.
     * @param most buckets that are looked at.
     * @return how many have no bit from there on; most or more when none of them has one.
     */
    long passed(final long from, final long most) {
        long bucket = from;
        long passed = 0;
        while (passed < most) {
            final long word = UnsafeApi.getLong(word(bucket)) >>> bucket;
            if (word != 0) {
                return passed + Long.numberOfTrailingZeros(word);
            }
            final long rest = Math.min(Long.SIZE - (bucket & Long.SIZE - 1), bucketCount - bucket);
            passed += rest;
            bucket = bucket + rest == bucketCount ? 0 : bucket + rest;
        }
        return passed;
    }
}
