/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

/**
 * Layout of the index: buckets of one cache line, in the machine's own byte order.
 * <pre>
 *  bucket   +--------+--------+-- ... --+--------+----------+
 *           | slot 0 | slot 1 |         | slot 6 | overflow |      8 bytes each
 *           +--------+--------+-- ... --+--------+----------+
 *
 *  slot      63         40 39      30 29 28 27 26                 0
 *           +-------------+----------+--+-----+--------------------+
 *           | fingerprint |generation| A|state|    entry number    |    0: free
 *           +-------------+----------+--+-----+--------------------+
 *
 *  state     1 tentative: being inserted, not in the table yet
 *            2 member:    in the table
 *            3 dead:      lost against another insertion of its key; its inserter takes it away
 *
 *  A         a member's connection is kept: assured, or in a reserve; whoever looks for an entry to drop early need not
 *            read this one
 *
 *  overflow  number of keys whose home is here or before and that stand in a later bucket
 * </pre>
 * The generation comes from the entry's version stamp. An entry that is used again has another one (the same only
 * after 1024 changes), so that a slot seen long ago is not mistaken for a new one with the same number.
 */
final class IndexDescriptor {
    /** Binary logarithm of the bytes of a bucket. */
    static final int BUCKET_SHIFT = 6;
    /** Bytes of a bucket. */
    static final int BUCKET_LENGTH = 1 << BUCKET_SHIFT;
    /** Slots of a bucket. */
    static final int SLOTS = 7;
    /** Offset of the overflow count in a bucket. */
    static final int OVERFLOW = 56;
    /** Entries that a slot can number. */
    static final int MAX_ENTRIES = 1 << 27;

    static final long FREE = 0;
    static final int TENTATIVE = 1;
    static final int MEMBER = 2;
    static final int DEAD = 3;

    /** Set once a member's connection is assured, or in a reserve; the only bit of a member that changes. */
    static final long KEPT = 1L << 29;

    /** Right shift that leaves the fingerprint. */
    static final int FINGERPRINT_SHIFT = 40;

    private static final int STATE_SHIFT = 27;
    private static final int GENERATION_SHIFT = 30;
    private static final long STATE_MASK = 3L << STATE_SHIFT;
    private static final int GENERATION_MASK = 0x3FF;

    private IndexDescriptor() {
    }

    /** The part of a hash that a slot holds; it shares no bit with the one that chooses the home bucket. */
    static long fingerprint(final long hash) {
        return hash & 0xFF_FFFFL;
    }

    /** A tentative slot; an even version stamp gives the generation. */
    static long slot(final long hash, final int number, final int version) {
        return fingerprint(hash) << FINGERPRINT_SHIFT | (version >>> 1 & (long)GENERATION_MASK) << GENERATION_SHIFT
            | (long)TENTATIVE << STATE_SHIFT | number;
    }

    static int number(final long slot) {
        return (int)slot & MAX_ENTRIES - 1;
    }

    static int state(final long slot) {
        return (int)(slot >>> STATE_SHIFT) & 3;
    }

    /** Whether a slot is that of a member which is not kept, as 1 or 0, without a branch. */
    static long droppable(final long slot) {
        return (slot & (STATE_MASK | KEPT) ^ (long)MEMBER << STATE_SHIFT) - 1 >>> 63;
    }

    /** Whether two values of a slot stand for the same insertion in the same state. */
    static boolean isSame(final long a, final long b) {
        return ((a ^ b) & ~KEPT) == 0;
    }

    static long withState(final long slot, final int state) {
        return slot & ~STATE_MASK | (long)state << STATE_SHIFT;
    }
}
