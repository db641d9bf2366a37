/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import org.agrona.UnsafeApi;

/**
 * Which buckets may have an entry that can be dropped early: a bit for each, so that who looks for one among assured
 * connections passes over the buckets that have none without reading them.
 * <pre>
 *  word 0 (8 bytes)   bit n: bucket n        word 1   bit n: bucket 64 + n        ...
 * </pre>
 * Whoever has inserted a key sets the bit of its bucket, if it is clear. The bit stays when the last entry that can be
 * dropped is removed or becomes assured, until somebody looks into the bucket and finds none: so a bit may be set for
 * nothing. Who clears one looks into the bucket once more afterwards; so of two threads, one that inserts there and one
 * that clears the bit, at least one sees what the other did, and no bit stays clear while there is something to drop.
 * <p>
 * <b>Threads.</b> Any, if it is shared. {@link #passed} is wait-free, {@link #set} and {@link #clear} are lock-free.
 */
final class DroppableMap {
    private static final int WORD_SHIFT = 6;

    private final long words;
    private final long bucketCount;
    private final boolean isShared;

    /**
     * A map.
     *
     * @param words address of {@link #length} bytes, zero when the table is new.
     * @param bucketCount of the index.
     * @param isShared whether more than one thread will set and clear bits.
     */
    DroppableMap(final long words, final long bucketCount, final boolean isShared) {
        this.words = words;
        this.bucketCount = bucketCount;
        this.isShared = isShared;
    }

    /** Bytes for so many buckets: whole cache lines. */
    static long length(final long bucketCount) {
        return (bucketCount + 511 >>> 9) * 64;
    }

    private long word(final long bucket) {
        return words + (bucket >>> WORD_SHIFT) * 8;
    }

    /** Set a bucket's bit, after the slot was made a member by a compare-and-set. */
    void set(final long bucket) {
        final long bit = 1L << bucket;
        final long word = word(bucket);
        final long bits = UnsafeApi.getLongVolatile(null, word);
        if ((bits & bit) == 0) {
            if (isShared) {
                UnsafeApi.getAndBitwiseOrLong(null, word, bit);
            } else {
                UnsafeApi.putLong(word, bits | bit);
            }
        }
    }

    /** Clear a bucket's bit. */
    void clear(final long bucket) {
        final long word = word(bucket);
        final long others = ~(1L << bucket);
        if (isShared) {
            UnsafeApi.getAndBitwiseAndLong(null, word, others);
        } else {
            UnsafeApi.putLong(word, UnsafeApi.getLong(word) & others);
        }
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
