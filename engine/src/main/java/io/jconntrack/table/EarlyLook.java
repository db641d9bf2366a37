/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.NEXT;
import static io.jconntrack.table.EntryDescriptor.STATUS;

import io.jconntrack.entry.Status;
import java.lang.invoke.VarHandle;
import org.agrona.UnsafeApi;

/**
 * What the packets of a batch look at before they need it, so that their cache misses overlap: index lines, then
 * entries. All of it may have changed when it is needed; so it is looked at once more then, in the nearest cache.
 * <p>
 * <b>Threads.</b> For the thread of the worker that it was made for. Wait-free; writes nothing.
 */
public final class EarlyLook {
    /** Bits of a slot that number its entry, the lowest. */
    public static final long NUMBERS = IndexDescriptor.MAX_ENTRIES - 1;

    private final ConnectionIndex index;
    private final EntryPool pool;
    private final int worker;

    EarlyLook(final ConnectionIndex index, final EntryPool pool, final int worker) {
        this.index = index;
        this.pool = pool;
        this.worker = worker;
    }

    /**
     * Address of a key's home bucket.
     *
     * @param hash of the key that will be looked for.
     * @return the address, for {@link #touchBucket} and {@link #candidate}.
     */
    public long home(final long hash) {
        return index.bucket(index.home(hash));
    }

    /**
     * Load the line of a bucket, so that it is on its way from memory.
     *
     * @param home from {@link #home}.
     * @return something that depends on the load.
     */
    public static long touchBucket(final long home) {
        return UnsafeApi.getLong(home);
    }

    /**
     * What the index most likely has for a key, without looking at entries.
     *
     * @param home from {@link #home}.
     * @param hash of the key to look for.
     * @param mark of the hash, see {@link #mark}.
     * @return a slot for {@link #entryOf} and {@link #confirm}, or 0 when there is nothing like it.
     */
    public long candidate(final long home, final long hash, final long mark) {
        return index.candidate(home, hash, mark);
    }

    /**
     * The same for eight keys at once.
     *
     * @return what looks; only where {@link io.jconntrack.memory.Vectors} can be used.
     */
    public LookLanes lanes() {
        return new LookLanes(index);
    }

    /**
     * What slots are compared with for a key.
     *
     * @param hash of the key.
     * @return to be kept in memory for {@link #candidate}.
     */
    public static long mark(final long hash) {
        return ConnectionIndex.mark(hash);
    }

    /**
     * The entry that a slot means, whether it is in use or not.
     *
     * @param slot from {@link #candidate}, or 0.
     * @return address of an entry, for {@link #touchEntry}.
     */
    public long entryOf(final long slot) {
        return index.entry(IndexDescriptor.number(slot));
    }

    /**
     * Number of the entry that a slot means.
     *
     * @param slot from {@link #candidate}, not 0.
     * @return its number.
     */
    public static int numberOf(final long slot) {
        return IndexDescriptor.number(slot);
    }

    /**
     * Load both lines of an entry, so that they are on their way from memory.
     *
     * @param entry its address.
     * @return something that depends on the loads.
     */
    public static long touchEntry(final long entry) {
        return UnsafeApi.getLong(entry + KEY) + UnsafeApi.getLong(entry + NEXT);
    }

    /**
     * The entry of a key, if it is this worker's and the one that was seen early.
     * <p>
     * The index need not be asked again: a confirmed entry of this worker is in it, since only this thread takes it
     * out. One that another worker is using again has another key, or is not confirmed yet, or says whose it is, in the
     * order in which {@link ConnectionTable#insert} and {@link ConnectionTable#confirm} write that.
     *
     * @param slot from {@link #candidate}, or 0.
     * @param key to look for.
     * @return its address, or {@link ConnectionTable#NONE} when {@link ConnectionTable#find} has to be asked.
     */
    public long confirm(final long slot, final TupleKey key) {
        final long e = entryOf(slot);
        if (slot == 0 || !key.isOf(e)) {
            return ConnectionTable.NONE;
        }
        VarHandle.loadLoadFence();
        if ((UnsafeApi.getInt(e + STATUS) & Status.CONFIRMED) == 0) {
            return ConnectionTable.NONE;
        }
        VarHandle.loadLoadFence();
        return ConnectionTable.owner(e) == worker ? e : ConnectionTable.NONE;
    }

    /**
     * The first half of {@link #confirm}: whether the entry that was seen early has a key of IPv4. The caller loads
     * status and owner next, which have to say that it is confirmed and this worker's.
     *
     * @param entry its address, from {@link #entryOf} of a slot that is not 0.
     * @param word0 of the key.
     * @param word1 of the key.
     * @return whether both words are the entry's.
     */
    public static boolean has(final long entry, final long word0, final long word1) {
        final boolean same =
            ((UnsafeApi.getLong(entry + KEY) ^ word0) | (UnsafeApi.getLong(entry + KEY + 8) ^ word1)) == 0;
        VarHandle.loadLoadFence();
        return same;
    }

    /**
     * Whether a new connection will need another's entry, as far as this worker knows without asking the others.
     *
     * @return true when {@link ConnectionTable#earlyDropCandidate} will be asked, unless another worker gives
     *     entries back.
     */
    public boolean isFull() {
        return !pool.mayHaveMore();
    }

    /**
     * The slot of the entry in a bucket that would have to make room.
     *
     * @param bucket from {@link #nearestDroppable}.
     * @return a slot for {@link #entryOf}, or 0 when none of the bucket's entries would; it may be another worker's.
     */
    public static long droppable(final long bucket) {
        final int slots = ConnectionIndex.droppable(bucket);
        // behind the slots stands the overflow count, so that there is something to load where there is no slot
        final int first = Integer.numberOfTrailingZeros(slots | 1 << IndexDescriptor.SLOTS);
        final long slot = UnsafeApi.getLong(bucket + first * 8L);
        return slots == 0 ? 0 : slot;
    }

    /**
     * The bucket that is looked through after another.
     *
     * @param bucket from {@link #nearestDroppable}.
     * @return its address, for {@link #nearestDroppable}.
     */
    public long nextBucket(final long bucket) {
        return index.after(bucket);
    }

    /**
     * The first bucket that may have an entry which would make room.
     *
     * @param bucket from {@link #home} or {@link #nextBucket}: where the look begins.
     * @return its address, for {@link #touchBucket} and {@link #droppable}; 0 when none is near.
     */
    public long nearestDroppable(final long bucket) {
        final long from = index.bucketOf(bucket);
        final long most = Math.min(EarlyDrop.BUCKETS, index.bucketCount());
        final long passed = index.untilDroppable(from, most);
        return passed < most ? index.bucket(index.later(from, passed)) : 0;
    }
}
