/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.VERSION;
import static io.jconntrack.table.IndexDescriptor.BUCKET_LENGTH;
import static io.jconntrack.table.IndexDescriptor.DEAD;
import static io.jconntrack.table.IndexDescriptor.FINGERPRINT_SHIFT;
import static io.jconntrack.table.IndexDescriptor.FREE;
import static io.jconntrack.table.IndexDescriptor.MEMBER;
import static io.jconntrack.table.IndexDescriptor.OVERFLOW;
import static io.jconntrack.table.IndexDescriptor.TENTATIVE;

import java.lang.invoke.VarHandle;
import org.agrona.UnsafeApi;

/**
 * The lock-free open-addressed index: from keys to entries, for any number of inserting, removing and finding threads.
 * <p>
 * A key stands in its home bucket or, when that is full, in the next one with room; every full bucket that was passed
 * counts it, so a lookup ends at the first bucket that nobody overflowed, and a removal leaves no tombstone. The
 * buckets from a key's home to that end, {@link #MAX_PROBES} at the most, are its <em>path</em>.
 * <p>
 * A key is inserted in two steps, because two threads may insert the same one into different slots. First its slot is
 * claimed as tentative. Then the path is looked through: if the key is there as a member, the inserter withdraws. Of
 * several tentative slots of one key the first on the path has precedence; the later ones are made dead, and the first
 * becomes a member. Whoever finds that another's slot has precedence finishes that insertion instead of waiting: it
 * looks through the path once more, so that its decision rests on a pass that began after the slot was seen.
 * <p>
 * Why two slots X and Y of one key never both become members: say X was claimed first. Whoever makes Y a member has
 * made a pass that began after Y was claimed and met nobody, so it would have met X, were X still there: X was dead
 * before, or had been a member and was removed. A pass that makes X a member may have missed Y, but then all passes for
 * Y meet X. This rests on three things: claims and the loads of a pass are volatile, hence in one order; a pass reads a
 * slot until it stands still; and a slot's value never comes back, since every claim has another generation (of 2048:
 * a thread would have to sleep through a multiple of 1024 uses of an entry and wake up in the middle of the right one).
 * docs/table.md has the proof at length.
 * <p>
 * <b>Progress.</b> {@link #find} and {@link #candidate} are wait-free (they are bounded by a path's length and write
 * nothing), and so is {@link #remove}; {@link #insert} is lock-free: a step is only repeated because another thread's
 * insertion or removal went on or because a slot earlier on the path came free. A thread that stops anywhere leaves at
 * the most one slot and some overflow counts too high behind, which make lookups longer, never wrong.
 */
class ConnectionIndex {
    /** Places at which a test may hold a thread. */
    static final int CLAIMED = 0;
    /** Before a tentative slot becomes a member. */
    static final int PROMOTES = 1;
    /** After a slot was freed, before its passed buckets are told. */
    static final int FREED = 2;
    /** In an insertion, after another's slot was read and before it is read again. */
    static final int MET = 3;

    /**
     * Buckets that a path has at the most. Under a seed that nobody knows no path comes near it; who knows the seed can
     * fill this many buckets with keys of one home, and no lookup reads more.
     */
    static final int MAX_PROBES = 64;

    /** Buckets behind the home that an early look goes to. */
    private static final int FAR_BUCKETS = 4;

    private final long buckets;
    private final long bucketCount;
    private final long maxProbes;
    private final long entries;
    private final DroppableMap droppable;

    /**
     * An index over memory that is zero when it is new.
     *
     * @param droppable of the worker that inserts; null for those who only read and remove.
     * @param buckets address of the buckets, aligned to a cache line.
     * @param bucketCount number of buckets, 2 to 2^31 - 1.
     * @param entries address of entry 0.
     */
    ConnectionIndex(final DroppableMap droppable, final long buckets, final long bucketCount, final long entries) {
        this.droppable = droppable;
        this.buckets = buckets;
        this.bucketCount = bucketCount;
        maxProbes = Math.min(bucketCount, MAX_PROBES);
        this.entries = entries;
    }

    /** For tests that hold a thread inside an operation; does nothing here. */
    void step(final int place) {
        // see the tests
    }

    /** Address of an entry by its number. */
    final long entry(final int number) {
        return entries + ((long)number << EntryDescriptor.LENGTH_SHIFT);
    }

    final int number(final long entry) {
        return (int)(entry - entries >>> EntryDescriptor.LENGTH_SHIFT);
    }

    final long bucketCount() {
        return bucketCount;
    }

    final long bucket(final long number) {
        return buckets + number * BUCKET_LENGTH;
    }

    final long home(final long hash) {
        return (hash >>> 32) * bucketCount >>> 32;
    }

    /** Address of the bucket after the one at an address. */
    final long after(final long bucket) {
        return bucket + BUCKET_LENGTH == bucket(bucketCount) ? buckets : bucket + BUCKET_LENGTH;
    }

    /** Number of the bucket at an address, or of the one that a slot is in. */
    final long bucketOf(final long at) {
        return (at - buckets) / BUCKET_LENGTH;
    }

    final long next(final long bucket) {
        return bucket + 1 == bucketCount ? 0 : bucket + 1;
    }

    /**
     * Find the entry of a key in memory that is not trusted: what a slot says is checked before it is an address.
     *
     * @param key to look for.
     * @param capacity entries that there are.
     * @return its number, or -1.
     */
    final int find(final TupleKey key, final int capacity) {
        long bucket = home(key.hash);
        for (long probes = maxProbes; probes > 0; probes--) {
            final long b = bucket(bucket);
            for (int matches = matches(b, key.hash); matches != 0; matches &= matches - 1) {
                final long at = b + Integer.numberOfTrailingZeros(matches) * 8L;
                final long slot = UnsafeApi.getLongAcquire(null, at);
                final int number = IndexDescriptor.number(slot);
                if (number < capacity && holds(at, slot, key)) {
                    return number;
                }
            }
            if (UnsafeApi.getLongAcquire(null, b + OVERFLOW) == 0) {
                return -1;
            }
            bucket = next(bucket);
        }
        return -1;
    }

    /**
     * Find the entry of a key.
     *
     * @return its address, or {@link ConnectionTable#NONE}.
     */
    final long find(final TupleKey key) {
        long bucket = home(key.hash);
        for (long probes = maxProbes; probes > 0; probes--) {
            final long b = bucket(bucket);
            for (int matches = matches(b, key.hash); matches != 0; matches &= matches - 1) {
                final long at = b + Integer.numberOfTrailingZeros(matches) * 8L;
                // what the slot's inserter wrote into the entry has to be seen with the slot
                final long slot = UnsafeApi.getLongAcquire(null, at);
                if (holds(at, slot, key)) {
                    return entry(IndexDescriptor.number(slot));
                }
            }
            if (UnsafeApi.getLongAcquire(null, b + OVERFLOW) == 0) {
                return ConnectionTable.NONE;
            }
            bucket = next(bucket);
        }
        return ConnectionTable.NONE;
    }

    /**
     * What slots are compared with by {@link #candidate}. A caller who looks for many keys keeps it in memory, so that
     * the compiler doesn't take it apart for each slot again.
     *
     * @param hash of the key.
     * @return the hash's fingerprint where a slot has it, with the sign flipped so that signed comparison is unsigned.
     */
    static long mark(final long hash) {
        return IndexDescriptor.fingerprint(hash) << FINGERPRINT_SHIFT ^ Long.MIN_VALUE;
    }

    /**
     * A slot with a key's fingerprint, without a look at its entry. It may be a tentative or dead one's, or another
     * key's; where several have the fingerprint it is one of them.
     *
     * @param home address of the key's home bucket.
     * @param hash of the key.
     * @param mark of the hash.
     * @return the slot's value, or 0.
     */
    final long candidate(final long home, final long hash, final long mark) {
        final long slot = like(home, mark);
        return slot != FREE ? slot : farCandidate(home, hash, mark);
    }

    /** The same where the home bucket has nothing like it. */
    final long farCandidate(final long home, final long hash, final long mark) {
        if (UnsafeApi.getLong(home + OVERFLOW) == 0) {
            return FREE;
        }
        long bucket = home(hash);
        for (int i = 0; i < FAR_BUCKETS; i++) {
            bucket = next(bucket);
            final long b = bucket(bucket);
            final long slot = like(b, mark);
            if (slot != FREE) {
                return slot;
            }
            if (UnsafeApi.getLong(b + OVERFLOW) == 0) {
                return FREE;
            }
        }
        return FREE;
    }

    /**
     * The slot of a bucket that has a hash's fingerprint, or 0; also 0 for the fingerprint 0 while a slot is free.
     * Flipped by the mark, such a slot is less than all others: without branches, since where a key stands in its
     * bucket can't be predicted.
     */
    private static long like(final long b, final long mark) {
        final long least = Math.min(
            Math.min(Math.min(UnsafeApi.getLong(b) ^ mark, UnsafeApi.getLong(b + 8) ^ mark),
                Math.min(UnsafeApi.getLong(b + 16) ^ mark, UnsafeApi.getLong(b + 24) ^ mark)),
            Math.min(Math.min(UnsafeApi.getLong(b + 32) ^ mark, UnsafeApi.getLong(b + 40) ^ mark),
                UnsafeApi.getLong(b + 48) ^ mark));
        return least < Long.MIN_VALUE + (1L << FINGERPRINT_SHIFT) ? least ^ mark : FREE;
    }

    /**
     * Whether a slot makes a key a member. The slot is read again after its entry's key, so that an entry that is being
     * used again is not taken for the one that the slot meant.
     */
    final boolean holds(final long at, final long slot, final TupleKey key) {
        if (IndexDescriptor.state(slot) != MEMBER || !key.isOf(entry(IndexDescriptor.number(slot)))) {
            return false;
        }
        VarHandle.acquireFence();
        return IndexDescriptor.isSame(UnsafeApi.getLong(at), slot);
    }

    /**
     * Insert a key. Its entry is complete.
     *
     * @param key of the entry.
     * @param number of the entry.
     * @return number of the entry that the key has: the given one, or another's that was first; -1 when a pass over
     *     {@link #MAX_PROBES} buckets met no free slot.
     */
    final int insert(final TupleKey key, final int number) {
        final long entry = entry(number);
        while (true) {
            final long value = IndexDescriptor.slot(key.hash, number, UnsafeApi.getInt(entry + VERSION));
            final long at = claim(home(key.hash), value);
            if (at == 0) {
                return -1;
            }
            step(CLAIMED);
            final int settled = settle(key, at, value);
            if (settled >= 0) {
                if (settled == number) {
                    droppable.set(bucketOf(at));
                }
                return settled;
            }
            free(home(key.hash), at);
            // another generation: who still means to promote the slot that was freed must not promote the next one
            VersionStamp.begin(entry);
            VersionStamp.end(entry);
        }
    }

    private long claim(final long home, final long value) {
        long bucket = home;
        for (long probes = maxProbes; probes > 0; probes--) {
            final long b = bucket(bucket);
            for (int free = freeSlots(b); free != 0; free &= free - 1) {
                final long at = b + Integer.numberOfTrailingZeros(free) * 8L;
                if (UnsafeApi.compareAndSetLong(null, at, FREE, value)) {
                    return at;
                }
            }
            UnsafeApi.getAndAddLong(null, b + OVERFLOW, 1);
            bucket = next(bucket);
        }
        bucket = home;
        for (long probes = maxProbes; probes > 0; probes--) {
            UnsafeApi.getAndAddLong(null, bucket(bucket) + OVERFLOW, -1);
            bucket = next(bucket);
        }
        return 0;
    }

    /**
     * Make a claimed slot a member, or find out why it can't be one.
     *
     * @return number of the key's entry, or -1 when the slot is dead and the insertion has to begin again.
     */
    private int settle(final TupleKey key, final long own, final long ownValue) {
        long best = own;
        long bestValue = ownValue;
        while (true) {
            final long rival = rival(key, best);
            if (rival != 0) {
                final long slot = occupant(rival, key);
                if (slot == FREE) {
                    continue;
                }
                if (IndexDescriptor.state(slot) == MEMBER) {
                    return rival == own || !withdraw(key.hash, own, ownValue) ? IndexDescriptor.number(ownValue)
                        : IndexDescriptor.number(slot);
                }
                if (precedes(key.hash, rival, best)) {
                    best = rival;
                    bestValue = slot;
                } else {
                    UnsafeApi.compareAndSetLong(null, rival, slot, IndexDescriptor.withState(slot, DEAD));
                }
                continue;
            }
            step(PROMOTES);
            final long member = IndexDescriptor.withState(bestValue, MEMBER);
            if (UnsafeApi.compareAndSetLong(null, best, bestValue, member)) {
                // own may have been made a member and removed before this pass: then it was inserted
                return best != own && !withdraw(key.hash, own, ownValue) ? IndexDescriptor.number(ownValue)
                    : IndexDescriptor.number(bestValue);
            }
            // another thread was faster, with this slot or against it
            final long now = UnsafeApi.getLongAcquire(null, own);
            if (now == IndexDescriptor.withState(ownValue, DEAD)) {
                return -1;
            }
            if (now != ownValue) {
                // it was made a member, and may have been removed since
                return IndexDescriptor.number(ownValue);
            }
            best = own;
            bestValue = ownValue;
        }
    }

    /**
     * One pass over a key's path. Address of a slot beside the given one that is its member or tentative, or 0.
     * <p>
     * All its loads are volatile: claims and these loads have one order that all threads agree on, so that of two
     * inserters who each claim a slot and then make a pass at least one meets the other.
     */
    private long rival(final TupleKey key, final long than) {
        long bucket = home(key.hash);
        for (long probes = maxProbes; probes > 0; probes--) {
            final long b = bucket(bucket);
            for (int matches = matchesVolatile(b, key.hash); matches != 0; matches &= matches - 1) {
                final long at = b + Integer.numberOfTrailingZeros(matches) * 8L;
                if (at != than && occupant(at, key) != FREE) {
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

    /**
     * A slot's value if it is a member or tentative with a key, otherwise {@link IndexDescriptor#FREE}. It is read
     * until it stands still: a slot that becomes a member under the reader's eyes must not be overlooked.
     */
    private long occupant(final long at, final TupleKey key) {
        long slot = UnsafeApi.getLongVolatile(null, at);
        while (true) {
            final int state = IndexDescriptor.state(slot);
            if (state != MEMBER && state != TENTATIVE) {
                return FREE;
            }
            final boolean same = key.isOf(entry(IndexDescriptor.number(slot)));
            step(MET);
            VarHandle.acquireFence();
            final long now = UnsafeApi.getLongVolatile(null, at);
            if (now == slot) {
                return same ? slot : FREE;
            }
            slot = now;
        }
    }

    /** Take a slot of one's own away that did not become a member; false when somebody made it one. */
    private boolean withdraw(final long hash, final long own, final long ownValue) {
        final long dead = IndexDescriptor.withState(ownValue, DEAD);
        // only its inserter frees a dead slot, so it stays until then
        if (!UnsafeApi.compareAndSetLong(null, own, ownValue, dead) && UnsafeApi.getLongAcquire(null, own) != dead) {
            return false;
        }
        free(home(hash), own);
        return true;
    }

    /** Free a slot that nobody else changes any more, and tell the buckets that its key had passed. */
    private void free(final long home, final long at) {
        UnsafeApi.putLongRelease(null, at, FREE);
        step(FREED);
        uncount(home, at);
    }

    private void uncount(final long home, final long at) {
        final long last = bucketOf(at);
        for (long bucket = home; bucket != last; bucket = next(bucket)) {
            UnsafeApi.getAndAddLong(null, bucket(bucket) + OVERFLOW, -1);
        }
    }

    private boolean precedes(final long hash, final long a, final long b) {
        return distance(hash, a) < distance(hash, b);
    }

    /** How far a slot is from the start of a key's path, in bytes. */
    private long distance(final long hash, final long at) {
        final long distance = at - bucket(home(hash));
        return distance < 0 ? distance + bucketCount * BUCKET_LENGTH : distance;
    }

    /**
     * Remove a key.
     *
     * @param hash of the key.
     * @param number of its entry.
     * @return false when no member has that number, because another thread removed it.
     */
    final boolean remove(final long hash, final int number) {
        return removeAt(hash, number) != 0;
    }

    /** {@link #remove}, which gives the address of the slot that was freed, or 0. */
    final long removeAt(final long hash, final int number) {
        final long at = change(hash, number, true);
        if (at != 0) {
            step(FREED);
            uncount(home(hash), at);
        }
        return at;
    }

    /** Remove the key of a slot, if its value is the same as it was seen to be; else false. */
    final boolean removeFrom(final long at, final long slot, final long hash) {
        if (!UnsafeApi.compareAndSetLong(null, at, slot, FREE)) {
            return false;
        }
        step(FREED);
        uncount(home(hash), at);
        return true;
    }

    /**
     * The first bucket that may have an entry of this worker's which can be dropped early.
     *
     * @param from number of the bucket that is looked at first.
     * @param most buckets that are looked at, no more than there are.
     * @return how many come before it; most or more when there is none.
     */
    final long untilDroppable(final long from, final long most) {
        return droppable.passed(from, most);
    }

    /** The bucket that comes so many after another, fewer than there are. */
    final long later(final long bucket, final long by) {
        final long later = bucket + by;
        return later < bucketCount ? later : later - bucketCount;
    }

    /** Have a bucket passed over from now on in which there is nothing of this worker's to drop. */
    final void forgetDroppable(final long bucket) {
        droppable.clear(bucket);
    }

    /**
     * Note in a member's slot that its connection is assured or has a place of a reserve: it is not dropped early.
     *
     * @param hash of the key.
     * @param number of its entry.
     */
    final void keep(final long hash, final int number) {
        change(hash, number, false);
    }

    /** Free or mark a member's slot; gives its address, or 0 when there is none. */
    private long change(final long hash, final int number, final boolean free) {
        long bucket = home(hash);
        for (long probes = maxProbes; probes > 0; probes--) {
            final long b = bucket(bucket);
            for (int matches = matches(b, hash); matches != 0; matches &= matches - 1) {
                final long at = b + Integer.numberOfTrailingZeros(matches) * 8L;
                long slot = UnsafeApi.getLongAcquire(null, at);
                while (IndexDescriptor.number(slot) == number && IndexDescriptor.state(slot) == MEMBER) {
                    final long changed = free ? FREE : slot | IndexDescriptor.KEPT;
                    if (UnsafeApi.compareAndSetLong(null, at, slot, changed)) {
                        return at;
                    }
                    // marked or removed by another thread: look again
                    slot = UnsafeApi.getLongAcquire(null, at);
                }
            }
            if (UnsafeApi.getLongAcquire(null, b + OVERFLOW) == 0) {
                return 0;
            }
            bucket = next(bucket);
        }
        return 0;
    }

    /**
     * Slots of a bucket with a hash's fingerprint: bit n for slot n. Without branches, since where a key stands in its
     * bucket can't be predicted.
     */
    private static int matches(final long b, final long hash) {
        final long f = IndexDescriptor.fingerprint(hash);
        return (int)(match(UnsafeApi.getLong(b), f) | match(UnsafeApi.getLong(b + 8), f) << 1
            | match(UnsafeApi.getLong(b + 16), f) << 2 | match(UnsafeApi.getLong(b + 24), f) << 3
            | match(UnsafeApi.getLong(b + 32), f) << 4 | match(UnsafeApi.getLong(b + 40), f) << 5
            | match(UnsafeApi.getLong(b + 48), f) << 6);
    }

    /** Slots of a bucket that are free, as {@link #matches} has them. */
    private static int freeSlots(final long b) {
        return (int)(isFree(UnsafeApi.getLong(b)) | isFree(UnsafeApi.getLong(b + 8)) << 1
            | isFree(UnsafeApi.getLong(b + 16)) << 2 | isFree(UnsafeApi.getLong(b + 24)) << 3
            | isFree(UnsafeApi.getLong(b + 32)) << 4 | isFree(UnsafeApi.getLong(b + 40)) << 5
            | isFree(UnsafeApi.getLong(b + 48)) << 6);
    }

    private static long isFree(final long slot) {
        return ~(slot | -slot) >>> 63;
    }

    /** Slots of a bucket whose members may be dropped early, as {@link #matches} has them. */
    static int droppable(final long b) {
        return (int)(IndexDescriptor.droppable(UnsafeApi.getLong(b))
            | IndexDescriptor.droppable(UnsafeApi.getLong(b + 8)) << 1
            | IndexDescriptor.droppable(UnsafeApi.getLong(b + 16)) << 2
            | IndexDescriptor.droppable(UnsafeApi.getLong(b + 24)) << 3
            | IndexDescriptor.droppable(UnsafeApi.getLong(b + 32)) << 4
            | IndexDescriptor.droppable(UnsafeApi.getLong(b + 40)) << 5
            | IndexDescriptor.droppable(UnsafeApi.getLong(b + 48)) << 6);
    }

    /** As {@link #matches}, with volatile loads. */
    private static int matchesVolatile(final long b, final long hash) {
        final long f = IndexDescriptor.fingerprint(hash);
        int matches = 0;
        for (int i = 0; i < IndexDescriptor.SLOTS; i++) {
            matches |= (int)match(UnsafeApi.getLongVolatile(null, b + i * 8L), f) << i;
        }
        return matches;
    }

    private static long match(final long slot, final long fingerprint) {
        return (slot >>> FINGERPRINT_SHIFT ^ fingerprint) - 1 >>> 63;
    }
}
