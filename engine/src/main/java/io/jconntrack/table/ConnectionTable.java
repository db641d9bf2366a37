/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.DEADLINE;
import static io.jconntrack.table.EntryDescriptor.FLAGS;
import static io.jconntrack.table.EntryDescriptor.FLAG_ORIGINAL_FROM_HI;
import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.NEXT;
import static io.jconntrack.table.EntryDescriptor.STATUS;
import static io.jconntrack.table.EntryDescriptor.VERSION;

import io.jconntrack.memory.Region;
import org.agrona.UnsafeApi;

/**
 * The connections: an open-addressed index of buckets, and the entries that it points to.
 * <pre>
 *  region   | wheel heads | buckets (64 B each) | entries (128 B each) | counters (32 B each, acct only) |
 *
 *  bucket   +--------+--------+-- ... --+--------+----------+
 *           | slot 0 | slot 1 |         | slot 6 | overflow |      8 bytes each
 *           +--------+--------+-- ... --+--------+----------+
 *  slot     fingerprint of the hash (upper 32 bits), entry number + 1 (lower 32 bits); 0: free
 *  overflow number of keys whose home is here or before and that stand in a later bucket
 * </pre>
 * A key stands in its home bucket or, when that is full, in the next one with room; every full bucket that was passed
 * counts it, so a lookup ends at the first bucket that nobody overflowed, and a removal leaves no tombstone.
 * <p>
 * One thread owns the table. Entries never move while they live. Numbers of entries start at 0.
 */
public final class ConnectionTable implements AutoCloseable {
    /** "No entry", where an entry's address is returned. */
    public static final long NONE = 0;

    private static final int SLOTS = 7;
    private static final int BUCKET_LENGTH = 64;
    private static final int OVERFLOW = 56;
    private static final int COUNTERS_LENGTH = 32;
    private static final int EARLY_DROP_BUCKETS = 8;

    private final Region region;
    private final int capacity;
    private final int wheelSlots;
    private final long bucketCount;
    private final long wheel;
    private final long buckets;
    private final long entries;
    private final long counters;
    private final TupleKey scratch;
    private int neverUsed;
    private int free = -1;
    private int size;

    /**
     * A table.
     *
     * @param capacity connections it can hold, above 0.
     * @param accounting whether packets and bytes are counted (32 bytes more per connection).
     * @param wheelSlots slots of the timer wheel to keep beside it, a power of two.
     * @param key a key with the seed that all keys of this table have; the table keeps it for itself.
     */
    public ConnectionTable(final int capacity, final boolean accounting, final int wheelSlots, final TupleKey key) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity must be positive: capacity=" + capacity);
        }
        this.capacity = capacity;
        this.wheelSlots = wheelSlots;
        this.scratch = key;
        // four keys for seven slots: 57 % full, 16 bytes per connection
        bucketCount = Math.max(2, (capacity + 3L) / 4);
        final long wheelBytes = wheelSlots * 4L + 63 & -64;
        final long bucketBytes = bucketCount * BUCKET_LENGTH;
        final long entryBytes = (long)capacity * EntryDescriptor.LENGTH;
        // entries start on an even line, so that the pair is fetched together
        final long head = wheelBytes + bucketBytes + 127 & -128;
        final long counterBytes = accounting ? (long)capacity * COUNTERS_LENGTH : 0;
        region = Region.anonymous(head + entryBytes + counterBytes);
        wheel = region.address();
        buckets = wheel + wheelBytes;
        entries = region.address() + head;
        counters = accounting ? entries + entryBytes : 0;
    }

    /**
     * Connections it can hold.
     *
     * @return as given to the constructor.
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Entries in the table, expired ones that nobody stumbled over included.
     *
     * @return 0 to capacity.
     */
    public int size() {
        return size;
    }

    /**
     * Memory of index, entries, counters and wheel.
     *
     * @return in bytes.
     */
    public long bytes() {
        return region.length();
    }

    /**
     * Address of the wheel's heads, an int each, zeroed.
     *
     * @return the address.
     */
    public long wheelAddress() {
        return wheel;
    }

    /**
     * Slots of the wheel.
     *
     * @return a power of two.
     */
    public int wheelSlots() {
        return wheelSlots;
    }

    /**
     * Numbers below this one have been used.
     *
     * @return bound for iteration with {@link #liveEntry(int)}.
     */
    public int bound() {
        return neverUsed;
    }

    /**
     * Address of an entry.
     *
     * @param number of the entry, 0 to capacity - 1.
     * @return its address.
     */
    public long entry(final int number) {
        return entries + (long)number * EntryDescriptor.LENGTH;
    }

    /**
     * Address of an entry if it is in use.
     *
     * @param number of the entry, below {@link #bound()}.
     * @return its address or {@link #NONE}.
     */
    public long liveEntry(final int number) {
        final long e = entry(number);
        return UnsafeApi.getLong(e + KEY) != 0 ? e : NONE;
    }

    /**
     * Number of an entry.
     *
     * @param entry its address.
     * @return its number.
     */
    public int number(final long entry) {
        return (int)((entry - entries) / EntryDescriptor.LENGTH);
    }

    /**
     * Find the entry of a key.
     *
     * @param key to look for.
     * @return its address or {@link #NONE}.
     */
    public long find(final TupleKey key) {
        final int fingerprint = (int)key.hash;
        long bucket = home(key.hash);
        for (long probes = bucketCount; probes > 0; probes--) {
            final long b = buckets + bucket * BUCKET_LENGTH;
            for (int s = 0; s < SLOTS; s++) {
                final long slot = UnsafeApi.getLong(b + s * 8L);
                if ((int)(slot >>> 32) == fingerprint && slot != 0) {
                    final long e = entry((int)slot - 1);
                    if (matches(e, key)) {
                        return e;
                    }
                }
            }
            if (UnsafeApi.getLong(b + OVERFLOW) == 0) {
                return NONE;
            }
            bucket = next(bucket);
        }
        return NONE;
    }

    /**
     * Load the line of a key's home bucket, so that it is on its way from memory.
     *
     * @param key that will be looked for.
     * @return something that depends on the load.
     */
    public long touch(final TupleKey key) {
        return UnsafeApi.getLong(buckets + home(key.hash) * BUCKET_LENGTH);
    }

    /**
     * The entry that a key most likely has, without looking at entries.
     *
     * @param key to look for.
     * @return its address, or {@link #NONE}; both may be wrong: ask {@link #holds(long, TupleKey)}.
     */
    public long candidate(final TupleKey key) {
        final int fingerprint = (int)key.hash;
        final long b = buckets + home(key.hash) * BUCKET_LENGTH;
        for (int s = 0; s < SLOTS; s++) {
            final long slot = UnsafeApi.getLong(b + s * 8L);
            if ((int)(slot >>> 32) == fingerprint && slot != 0) {
                return entry((int)slot - 1);
            }
        }
        return NONE;
    }

    /**
     * Load both lines of an entry, so that they are on their way from memory.
     *
     * @param entry its address or {@link #NONE}.
     * @return something that depends on the loads.
     */
    public static long touch(final long entry) {
        return entry == NONE ? 0 : UnsafeApi.getLong(entry + KEY) + UnsafeApi.getLong(entry + NEXT);
    }

    /**
     * Whether an entry is the one of a key.
     *
     * @param entry an entry's address, in use or not, or {@link #NONE}.
     * @param key to look for.
     * @return true when it is in use and has that key.
     */
    public static boolean holds(final long entry, final TupleKey key) {
        return entry != NONE && matches(entry, key);
    }

    /**
     * Add an entry for a key that is not in the table. All of it is zero but key, direction and CONFIRMED.
     *
     * @param key of the new entry; the packet's own direction becomes the original one.
     * @param originalFromHi whether the original direction's source is the endpoint "hi".
     * @return its address, or {@link #NONE} when the table is full.
     */
    public long insert(final TupleKey key, final boolean originalFromHi) {
        final int number;
        if (free >= 0) {
            number = free;
            free = UnsafeApi.getInt(entry(number) + NEXT);
        } else if (neverUsed < capacity) {
            number = neverUsed++;
        } else {
            return NONE;
        }
        final long e = entry(number);
        final int version = UnsafeApi.getInt(e + VERSION);
        UnsafeApi.putIntRelease(null, e + VERSION, version + 1);
        UnsafeApi.setMemory(e + KEY, EntryDescriptor.LENGTH - KEY, (byte)0);
        UnsafeApi.putLong(e + KEY, key.k0);
        UnsafeApi.putLong(e + KEY + 8, key.k1);
        UnsafeApi.putLong(e + KEY + 16, key.k2);
        UnsafeApi.putLong(e + KEY + 24, key.k3);
        UnsafeApi.putLong(e + KEY + 32, key.k4);
        UnsafeApi.putInt(e + STATUS, Status.CONFIRMED);
        UnsafeApi.putByte(e + FLAGS, (byte)(originalFromHi ? FLAG_ORIGINAL_FROM_HI : 0));
        if (counters != 0) {
            UnsafeApi.setMemory(counters + (long)number * COUNTERS_LENGTH, COUNTERS_LENGTH, (byte)0);
        }
        UnsafeApi.putIntRelease(null, e + VERSION, version + 2);
        publish(key, number);
        size++;
        return e;
    }

    private void publish(final TupleKey key, final int number) {
        final long value = key.hash << 32 | number + 1L;
        long bucket = home(key.hash);
        while (true) {
            final long b = buckets + bucket * BUCKET_LENGTH;
            for (int s = 0; s < SLOTS; s++) {
                if (UnsafeApi.getLong(b + s * 8L) == 0) {
                    UnsafeApi.putLongRelease(null, b + s * 8L, value);
                    return;
                }
            }
            UnsafeApi.putLong(b + OVERFLOW, UnsafeApi.getLong(b + OVERFLOW) + 1);
            bucket = next(bucket);
        }
    }

    /**
     * Remove an entry. The caller has unlinked it from the wheel.
     *
     * @param entry its address.
     */
    public void remove(final long entry) {
        scratch.k0 = UnsafeApi.getLong(entry + KEY);
        scratch.k1 = UnsafeApi.getLong(entry + KEY + 8);
        scratch.k2 = UnsafeApi.getLong(entry + KEY + 16);
        scratch.k3 = UnsafeApi.getLong(entry + KEY + 24);
        scratch.k4 = UnsafeApi.getLong(entry + KEY + 32);
        scratch.rehash();
        final int number = number(entry);
        final long value = scratch.hash << 32 | number + 1L;
        withdraw(home(scratch.hash), value);
        final int version = UnsafeApi.getInt(entry + VERSION);
        UnsafeApi.putIntRelease(null, entry + VERSION, version + 1);
        UnsafeApi.putLong(entry + KEY, 0);
        UnsafeApi.putInt(entry + NEXT, free);
        UnsafeApi.putIntRelease(null, entry + VERSION, version + 2);
        free = number;
        size--;
    }

    private void withdraw(final long home, final long value) {
        long bucket = home;
        for (long probes = bucketCount; probes > 0; probes--) {
            final long b = buckets + bucket * BUCKET_LENGTH;
            for (int s = 0; s < SLOTS; s++) {
                if (UnsafeApi.getLong(b + s * 8L) == value) {
                    UnsafeApi.putLongRelease(null, b + s * 8L, 0);
                    for (long p = home; p != bucket; p = next(p)) {
                        final long passed = buckets + p * BUCKET_LENGTH + OVERFLOW;
                        UnsafeApi.putLong(passed, UnsafeApi.getLong(passed) - 1);
                    }
                    return;
                }
            }
            bucket = next(bucket);
        }
        throw new IllegalStateException("entry is not in the index: slot=" + Long.toHexString(value));
    }

    /**
     * When the table is full: an entry near the wanted one that may go, as Linux's early_drop looks for one.
     *
     * @param key that wants room.
     * @return address of an unassured entry, or {@link #NONE}.
     */
    public long earlyDropCandidate(final TupleKey key) {
        long bucket = home(key.hash);
        for (int i = 0; i < EARLY_DROP_BUCKETS && i < bucketCount; i++) {
            final long b = buckets + bucket * BUCKET_LENGTH;
            for (int s = 0; s < SLOTS; s++) {
                final long slot = UnsafeApi.getLong(b + s * 8L);
                if (slot != 0) {
                    final long e = entry((int)slot - 1);
                    if ((UnsafeApi.getInt(e + STATUS) & Status.ASSURED) == 0) {
                        return e;
                    }
                }
            }
            bucket = next(bucket);
        }
        return NONE;
    }

    /**
     * Count a packet, where accounting is on.
     *
     * @param entry its address.
     * @param direction 0 original, 1 reply.
     * @param bytes from the IP header on.
     */
    public void count(final long entry, final int direction, final int bytes) {
        if (counters != 0) {
            final long c = counters + (long)number(entry) * COUNTERS_LENGTH + direction * 16L;
            UnsafeApi.putLong(c, UnsafeApi.getLong(c) + 1);
            UnsafeApi.putLong(c + 8, UnsafeApi.getLong(c + 8) + bytes);
        }
    }

    /**
     * Whether packets and bytes are counted.
     *
     * @return true when they are.
     */
    public boolean accounting() {
        return counters != 0;
    }

    /**
     * Packets counted.
     *
     * @param entry its address.
     * @param direction 0 original, 1 reply.
     * @return packets; 0 where accounting is off.
     */
    public long packets(final long entry, final int direction) {
        return counters == 0 ? 0
            : UnsafeApi.getLong(counters + (long)number(entry) * COUNTERS_LENGTH + direction * 16L);
    }

    /**
     * Bytes counted.
     *
     * @param entry its address.
     * @param direction 0 original, 1 reply.
     * @return bytes; 0 where accounting is off.
     */
    public long byteCount(final long entry, final int direction) {
        return counters == 0 ? 0
            : UnsafeApi.getLong(counters + (long)number(entry) * COUNTERS_LENGTH + direction * 16L + 8);
    }

    /**
     * Direction of a packet within an entry.
     *
     * @param entry its address.
     * @param key the packet's.
     * @return 0 original, 1 reply.
     */
    public static int direction(final long entry, final TupleKey key) {
        return (UnsafeApi.getByte(entry + FLAGS) & FLAG_ORIGINAL_FROM_HI) == (key.fromHi ? 1 : 0) ? 0 : 1;
    }

    /**
     * Whether an entry's time is over.
     *
     * @param entry its address.
     * @param nowNanos the caller's time.
     * @return true when a lookup must treat it as absent.
     */
    public static boolean expired(final long entry, final long nowNanos) {
        return UnsafeApi.getLong(entry + DEADLINE) - nowNanos <= 0;
    }

    private static boolean matches(final long e, final TupleKey key) {
        return UnsafeApi.getLong(e + KEY) == key.k0 && UnsafeApi.getLong(e + KEY + 8) == key.k1
            && UnsafeApi.getLong(e + KEY + 16) == key.k2 && UnsafeApi.getLong(e + KEY + 24) == key.k3
            && UnsafeApi.getLong(e + KEY + 32) == key.k4;
    }

    private long home(final long hash) {
        return (hash >>> 32) * bucketCount >>> 32;
    }

    private long next(final long bucket) {
        return bucket + 1 == bucketCount ? 0 : bucket + 1;
    }

    @Override
    public void close() {
        region.close();
    }
}
