/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.ExpectationDescriptor.FREE;
import static io.jconntrack.table.ExpectationDescriptor.GENERATION;
import static io.jconntrack.table.ExpectationDescriptor.HOME;
import static io.jconntrack.table.ExpectationDescriptor.IN_USE;
import static io.jconntrack.table.ExpectationDescriptor.LENGTH;
import static io.jconntrack.table.ExpectationDescriptor.SLOT;
import static io.jconntrack.table.ExpectationDescriptor.STATE;
import static io.jconntrack.table.ExpectationDescriptor.WORD;
import static java.lang.Math.unsignedMultiplyHigh;

import io.jconntrack.memory.Region;
import io.jconntrack.settings.MemoryOptions;
import org.agrona.UnsafeApi;

/**
 * Where expectations are found: by the keyed hash of their destination, which is never a wildcard. Buckets as those of
 * the connections' index: seven slots, and how many went past; a path ends at the first bucket that nobody went past.
 * <pre>
 *  word      63                     36 35                18 17                 0
 *           +-------------------------+--------------------+--------------------+
 *           | fingerprint             | generation, not 0  | number             |    0: free slot
 *           +-------------------------+--------------------+--------------------+
 * </pre>
 * A word is in the index from the moment at which its expectation is complete, and whoever takes it out owns the
 * expectation: what was read of it before belongs to that word.
 */
final class ExpectationIndex implements AutoCloseable {
    /** Expectations at a time. */
    static final int MAX = 1 << 17;

    private static final int NUMBER_BITS = 18;
    private static final int GENERATION_BITS = 18;
    private static final int FINGERPRINT_SHIFT = NUMBER_BITS + GENERATION_BITS;
    private static final long FINGERPRINT = -1L << FINGERPRINT_SHIFT;
    private static final int BUCKET_LENGTH = 64;
    private static final int OVERFLOW = 56;
    private static final int HEADER_LENGTH = 128;

    private final Region region;
    private final int max;
    /** Twice as many as there may be, so that a free one is never far. */
    private final int pool;
    private final long bucketCount;
    private final long buckets;
    private final long bucketsEnd;
    private final long entries;
    private final long counter;

    ExpectationIndex(final int max) {
        if (max < 1 || max > MAX) {
            throw new IllegalArgumentException("max must be 1 to " + MAX + ": max=" + max);
        }
        this.max = max;
        pool = 2 * max;
        bucketCount = Math.max(8, (max + 2L) / 3);
        region = Region.anonymous(HEADER_LENGTH + bucketCount * BUCKET_LENGTH + (long)(pool + 1) * LENGTH,
            MemoryOptions.ON_DEMAND);
        counter = region.address();
        buckets = counter + HEADER_LENGTH;
        bucketsEnd = buckets + bucketCount * BUCKET_LENGTH;
        entries = bucketsEnd + (LENGTH - 1) & -LENGTH;
    }

    int count() {
        return UnsafeApi.getIntVolatile(null, counter);
    }

    int pool() {
        return pool;
    }

    long entryOf(final int number) {
        return entries + (long)number * LENGTH;
    }

    long entry(final long word) {
        return entryOf((int)word & (1 << NUMBER_BITS) - 1);
    }

    long word(final long at) {
        return UnsafeApi.getLongVolatile(null, at);
    }

    private long home(final long hash) {
        return buckets + unsignedMultiplyHigh(hash, bucketCount) * BUCKET_LENGTH;
    }

    /** Address of the first slot whose word may be the hash's; 0 for none. */
    long first(final long hash) {
        return scan(home(hash), hash);
    }

    /** Address of the next slot. */
    long next(final long at, final long hash) {
        return scan(at + 8, hash);
    }

    private long scan(final long from, final long hash) {
        final long fingerprint = fingerprint(hash);
        long at = from;
        for (long i = 0; i < bucketCount * 8; i++) {
            final long word = UnsafeApi.getLongVolatile(null, at);
            if ((at - buckets & BUCKET_LENGTH - 1) == OVERFLOW) {
                if (word == 0) {
                    return 0;
                }
                at = at + 8 == bucketsEnd ? buckets : at + 8;
            } else if (word != 0 && (word & FINGERPRINT) == fingerprint) {
                return at;
            } else {
                at += 8;
            }
        }
        return 0;
    }

    /** The lower bits: the upper ones choose the bucket. */
    private static long fingerprint(final long hash) {
        return hash << FINGERPRINT_SHIFT;
    }

    /** Address of an expectation that nobody else uses; 0 when there are as many as there may be. */
    long take(final long hash) {
        if (UnsafeApi.getAndAddInt(null, counter, 1) >= max) {
            UnsafeApi.getAndAddInt(null, counter, -1);
            return 0;
        }
        int number = (int)unsignedMultiplyHigh(hash, pool);
        for (int i = 0; i < 2 * pool; i++) {
            final long e = entryOf(number);
            if (UnsafeApi.getIntVolatile(null, e + STATE) == FREE
                && UnsafeApi.compareAndSetInt(null, e + STATE, FREE, IN_USE)) {
                return e;
            }
            number = number + 1 == pool ? 0 : number + 1;
        }
        UnsafeApi.getAndAddInt(null, counter, -1);
        return 0;
    }

    /** Let an expectation be found. */
    long publish(final long e, final long hash) {
        final int generation = UnsafeApi.getInt(e + GENERATION) % ((1 << GENERATION_BITS) - 1) + 1;
        UnsafeApi.putInt(e + GENERATION, generation);
        final long word = fingerprint(hash) | (long)generation << NUMBER_BITS | (e - entries) / LENGTH;
        long bucket = home(hash);
        UnsafeApi.putLong(e + HOME, bucket);
        while (true) {
            for (long at = bucket; at < bucket + OVERFLOW; at += 8) {
                if (UnsafeApi.getLongVolatile(null, at) == 0) {
                    UnsafeApi.putLong(e + SLOT, at);
                    UnsafeApi.putLongRelease(null, e + WORD, word);
                    if (UnsafeApi.compareAndSetLong(null, at, 0, word)) {
                        return word;
                    }
                }
            }
            UnsafeApi.getAndAddLong(null, bucket + OVERFLOW, 1);
            bucket = bucket + BUCKET_LENGTH == bucketsEnd ? buckets : bucket + BUCKET_LENGTH;
        }
    }

    /** Whether an expectation is the one that it was and can be found. */
    boolean isThere(final long word) {
        final long slot = slot(word);
        return slot != 0 && UnsafeApi.getLongVolatile(null, slot) == word;
    }

    private long slot(final long word) {
        if (word == 0) {
            // read after somebody else took it out
            return 0;
        }
        final long e = entry(word);
        return UnsafeApi.getLongVolatile(null, e + WORD) == word ? UnsafeApi.getLongVolatile(null, e + SLOT) : 0;
    }

    /** Take an expectation out; false when somebody else did. */
    boolean remove(final long word) {
        final long slot = slot(word);
        if (slot == 0 || !UnsafeApi.compareAndSetLong(null, slot, word, 0)) {
            return false;
        }
        final long e = entry(word);
        final long last = slot - (slot - buckets & BUCKET_LENGTH - 1);
        long bucket = UnsafeApi.getLong(e + HOME);
        while (bucket != last) {
            UnsafeApi.getAndAddLong(null, bucket + OVERFLOW, -1);
            bucket = bucket + BUCKET_LENGTH == bucketsEnd ? buckets : bucket + BUCKET_LENGTH;
        }
        UnsafeApi.putLongRelease(null, e + WORD, 0);
        UnsafeApi.putIntRelease(null, e + STATE, FREE);
        UnsafeApi.getAndAddInt(null, counter, -1);
        return true;
    }

    @Override
    public void close() {
        region.close();
    }
}
