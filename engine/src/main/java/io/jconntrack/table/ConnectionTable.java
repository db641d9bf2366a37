/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.DEADLINE;
import static io.jconntrack.table.EntryDescriptor.FLAGS;
import static io.jconntrack.table.EntryDescriptor.FLAG_ORIGINAL_FROM_HI;
import static io.jconntrack.table.EntryDescriptor.GENERATION;
import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.OWNER;
import static io.jconntrack.table.EntryDescriptor.PROTOCOL;
import static io.jconntrack.table.EntryDescriptor.STATUS;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.Recovery;
import io.jconntrack.entry.Status;
import io.jconntrack.entry.TableInfo;
import io.jconntrack.memory.Region;
import io.jconntrack.settings.MemoryOptions;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Set;
import org.agrona.UnsafeApi;

/**
 * The connections, as one worker sees them: an open-addressed index of buckets, and the entries that it points to, in
 * memory that all workers share ({@link TableLayout} draws it).
 * <p>
 * <b>Threads.</b> Each worker has a ConnectionTable of its own over the same memory ({@link #worker(int)}) and is used
 * by one thread. An entry belongs to the worker that inserted it: only that one changes or removes it. Any thread may
 * read with a {@link TableReader}.
 * <p>
 * <b>Progress.</b> {@link #find}, {@link EarlyLook} and changing an entry are wait-free;
 * {@link #insert} and {@link #remove} are lock-free: a thread that is stopped at any instruction stops no other one.
 * <p>
 * Entries never move while they live. Numbers of entries start at 0.
 */
public final class ConnectionTable implements TableInfo, AutoCloseable {
    /** "No entry", where an entry's address is returned. */
    public static final long NONE = 0;
    /** Workers that one table can have. */
    public static final int MAX_WORKERS = 64;

    private final Region region;
    /** Address of the table in the region. */
    private final long memory;
    private final TableLayout layout;
    private final int capacity;
    private final int workers;
    private final int worker;
    private final int wheelSlots;
    private final ConnectionIndex index;
    private final EntryPool pool;
    private final EarlyDrop earlyDrop;
    private final Columns columns;
    private final long own;
    private final TupleKey scratch;
    /** Null when there are none. */
    private ConnectionLimits limits;
    /** Null when there are none. */
    private ExpectationTable expectations;

    /**
     * A table, as its first worker sees it.
     *
     * @param capacity connections it can hold, 1 to 2^27.
     * @param present what is kept beside the entries.
     * @param workers that will share it, 1 to {@link #MAX_WORKERS}.
     * @param wheelSlots slots of each worker's timer wheel, a power of two.
     * @param key a key with the seed that all keys of this table have; copied.
     */
    public ConnectionTable(final int capacity, final Set<Column> present, final int workers, final int wheelSlots,
        final TupleKey key) {
        this(capacity, present, workers, wheelSlots, key, MemoryOptions.ON_DEMAND);
    }

    /**
     * A table, as its first worker sees it, in memory of the caller's choice.
     *
     * @param capacity connections it can hold, 1 to 2^27.
     * @param present what is kept beside the entries.
     * @param workers that will share it, 1 to {@link #MAX_WORKERS}.
     * @param wheelSlots slots of each worker's timer wheel, a power of two.
     * @param key a key with the seed that all keys of this table have; copied.
     * @param memory how it is taken from the system.
     * @throws io.jconntrack.settings.MemoryUnavailableException when it is not to be had.
     */
    public ConnectionTable(final int capacity, final Set<Column> present, final int workers, final int wheelSlots,
        final TupleKey key, final MemoryOptions memory) {
        this(new TableShape(capacity, workers, wheelSlots, present), key, memory);
    }

    private ConnectionTable(final TableShape shape, final TupleKey key, final MemoryOptions memory) {
        this(shape, key, Region.anonymous(shape.layout().length, memory), 0);
    }

    /**
     * A table in memory that is there already.
     *
     * @param shape of it.
     * @param key a key with the seed that all keys of this table have; copied.
     * @param region closed with the table.
     * @param offset of the table in the region, a multiple of 128.
     */
    ConnectionTable(final TableShape shape, final TupleKey key, final Region region, final long offset) {
        capacity = shape.capacity();
        workers = shape.workers();
        worker = 0;
        wheelSlots = shape.wheelSlots();
        scratch = key.another();
        layout = shape.layout();
        this.region = region;
        memory = region.address() + offset;
        index = newIndex(0);
        pool = new EntryPool(index, memory, capacity);
        earlyDrop = new EarlyDrop(index, worker);
        columns = new Columns(layout, memory);
        own = at(layout.workers);
    }

    private ConnectionTable(final ConnectionTable first, final int worker) {
        capacity = first.capacity;
        workers = first.workers;
        this.worker = worker;
        wheelSlots = first.wheelSlots;
        scratch = first.scratch.another();
        layout = first.layout;
        region = first.region;
        memory = first.memory;
        index = newIndex(worker);
        pool = new EntryPool(index, memory, capacity);
        earlyDrop = new EarlyDrop(index, worker);
        columns = first.columns;
        limits = first.limits;
        expectations = first.expectations;
        own = at(layout.workers + (long)worker * TableLayout.WORKER_LENGTH);
    }

    /**
     * The table as another worker sees it. Each worker may be asked for once.
     *
     * @param number of the worker, 1 to the number of workers - 1.
     * @return a table over the same memory, which goes when the first worker's is closed.
     */
    public ConnectionTable worker(final int number) {
        if (number <= 0 || number >= workers) {
            throw new IllegalArgumentException("worker must be 1 to " + (workers - 1) + ": worker=" + number);
        }
        return new ConnectionTable(this, number);
    }

    /**
     * Number of this worker.
     *
     * @return 0 to the number of workers - 1.
     */
    public int worker() {
        return worker;
    }

    /**
     * Workers that share the table.
     *
     * @return 1 to {@link #MAX_WORKERS}.
     */
    public int workers() {
        return workers;
    }

    /** The index, for one worker's insertions. */
    private ConnectionIndex newIndex(final int ofWorker) {
        return new ConnectionIndex(
            new DroppableMap(at(layout.droppable + ofWorker * layout.droppableLength), layout.bucketCount),
            at(layout.buckets), layout.bucketCount, at(layout.entries));
    }

    private long at(final long offset) {
        return memory + offset;
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
     * @return 0 to capacity; while other workers insert and remove, a number that was right a moment ago.
     */
    public int size() {
        long size = 0;
        for (int i = 0; i < workers; i++) {
            size += UnsafeApi.getLongAcquire(null,
                at(layout.workers + (long)i * TableLayout.WORKER_LENGTH) + TableLayout.WORKER_SIZE);
        }
        return (int)size;
    }

    /**
     * Count the connections of each source and zone from now on, those that are there already included. To be called
     * for the first worker, before the others are made.
     *
     * @param counted by source and zone; closed with the table.
     */
    public void limits(final ConnectionLimits counted) {
        limits = counted;
        for (int number = 0; number < bound(); number++) {
            final long e = liveEntry(number);
            if (e != NONE) {
                scratch.read(e);
                count(scratch, isOriginalFromHi(e), number);
            }
        }
    }

    /**
     * What limits the connections of sources and zones.
     *
     * @return null when nothing does.
     */
    public ConnectionLimits limits() {
        return limits;
    }

    /**
     * Keep expectations from now on. To be called for the first worker, before the others are made.
     *
     * @param kept with the table, and closed with it.
     */
    public void expectations(final ExpectationTable kept) {
        expectations = kept;
    }

    /**
     * The connections that are expected.
     *
     * @return null when none can be.
     */
    public ExpectationTable expectations() {
        return expectations;
    }

    private void count(final TupleKey key, final boolean originalFromHi, final int number) {
        if (limits.add(key, originalFromHi)) {
            index.keep(key.hash, number);
        }
    }

    private static boolean isOriginalFromHi(final long e) {
        return (UnsafeApi.getByte(e + FLAGS) & FLAG_ORIGINAL_FROM_HI) != 0;
    }

    /**
     * Note the owner's time, for those who look at the table when its owner is gone.
     *
     * @param nowNanos time of this worker.
     */
    public void heartbeat(final long nowNanos) {
        UnsafeApi.putLongRelease(null, own + TableLayout.WORKER_TIME, nowNanos);
    }

    /**
     * Rebuild everything but the entries from the entries alone. No other worker is there yet, and no wheel: each
     * entry that is kept has to be linked in its owner's.
     *
     * @param nowNanos entries whose time is over by then are dropped.
     * @param states tells what a protocol knows.
     * @return what was kept and dropped.
     */
    Recovery recover(final long nowNanos, final StateCheck states) {
        final ConnectionIndex[] indexes = new ConnectionIndex[workers];
        Arrays.setAll(indexes, this::newIndex);
        return new TableRecovery(memory, layout, capacity, indexes, pool, newKey()).run(nowNanos, states);
    }

    /**
     * Memory of index, entries, columns and wheels.
     *
     * @return in bytes.
     */
    public long bytes() {
        return region.length();
    }

    /**
     * How much of that memory is backed by huge pages now; see {@link Region#hugePageBytes()}.
     *
     * @return in bytes.
     */
    public long hugePageBytes() {
        return region.hugePageBytes();
    }

    /**
     * Address of the heads of this worker's wheel, an int each, zeroed.
     *
     * @return the address.
     */
    public long wheelAddress() {
        return at(layout.wheels + worker * layout.wheelLength);
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
     * Numbers below this one have been used, or may be soon.
     *
     * @return bound for iteration with {@link #liveEntry(int)}.
     */
    public int bound() {
        return pool.everUsed();
    }

    /**
     * Address of an entry.
     *
     * @param number of the entry, 0 to capacity - 1.
     * @return its address.
     */
    public long entry(final int number) {
        return index.entry(number);
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
        return index.number(entry);
    }

    /**
     * The index, for those who read or count.
     */
    ConnectionIndex index() {
        return index;
    }

    /**
     * Find the entry of a key.
     *
     * @param key to look for.
     * @return its address or {@link #NONE}.
     */
    public long find(final TupleKey key) {
        return index.find(key);
    }

    /**
     * Load the key of an entry that will be removed and the line of its home bucket, so that they are on their way.
     *
     * @param entry its address.
     * @return something that depends on the loads.
     */
    public long touchHome(final long entry) {
        scratch.read(entry);
        return UnsafeApi.getLong(index.bucket(index.home(scratch.hash)));
    }

    /**
     * Add an entry for a key. All of it is zero but key, direction and owner; readers see it once it is CONFIRMED.
     *
     * @param key of the new entry; the packet's own direction becomes the original one.
     * @param originalFromHi whether the original direction's source is the endpoint "hi".
     * @return its address; that of another worker's entry when that one was faster with the key (see {@link #isOwn});
     *     or {@link #NONE} when the table is full, or 64 buckets from the key's home on are.
     */
    public long insert(final TupleKey key, final boolean originalFromHi) {
        final int number = pool.take();
        if (number < 0) {
            return NONE;
        }
        final long e = entry(number);
        fill(e, number, key, originalFromHi);
        final int inserted = index.insert(key, number);
        if (inserted != number) {
            release(e);
            return inserted < 0 ? NONE : entry(inserted);
        }
        inserted(key, originalFromHi, number);
        return e;
    }

    /**
     * Use the entry of a connection that is dropped for a new one. It stays linked in the wheel.
     *
     * @param victim an entry of this worker.
     * @param key of the new connection; the packet's own direction becomes the original one.
     * @param originalFromHi whether the original direction's source is the endpoint "hi".
     * @return the victim's address; that of another worker's entry when that one was faster with the key; or
     *     {@link #NONE} when another worker took the last free slot. Unless it is the victim's, the caller unlinks that
     *     and {@linkplain #release releases} it.
     */
    public long replace(final long victim, final TupleKey key, final boolean originalFromHi) {
        final int number = number(victim);
        scratch.read(victim);
        final long slot = earlyDrop.remove(scratch.hash, number);
        removed(victim, slot != 0);
        fill(victim, number, key, originalFromHi);
        final int inserted = index.insert(key, number);
        earlyDrop.took(slot);
        if (inserted == number) {
            inserted(key, originalFromHi, number);
        }
        return inserted < 0 ? NONE : entry(inserted);
    }

    /**
     * Add an entry that is a copy of another table's, confirmed at once. The caller has found that the key is not
     * there, and links it in the wheel.
     *
     * @param key of the entry; its own direction is the original one.
     * @param copy address of the copy, of which deadline, status, state and the protocol's own part are taken.
     * @param beside what was kept beside it, in row 0.
     * @return its address; or {@link #NONE} when the table is full, or another worker was faster with the key.
     */
    public long insertCopy(final TupleKey key, final long copy, final Columns beside) {
        final long e = insert(key, key.isFromHi());
        if (e == NONE || !isOwn(e)) {
            return NONE;
        }
        VersionStamp.begin(e);
        UnsafeApi.putLong(e + DEADLINE, UnsafeApi.getLong(copy + DEADLINE));
        UnsafeApi.putInt(e + STATUS, UnsafeApi.getInt(copy + STATUS) & ~Status.CONFIRMED);
        UnsafeApi.putByte(e + EntryDescriptor.STATE, UnsafeApi.getByte(copy + EntryDescriptor.STATE));
        for (int at = PROTOCOL; at < EntryDescriptor.LENGTH; at += 8) {
            UnsafeApi.putLong(e + at, UnsafeApi.getLong(copy + at));
        }
        columns.copyFrom(number(e), beside, 0);
        confirm(e);
        VersionStamp.end(e);
        return e;
    }

    private void fill(final long e, final int number, final TupleKey key, final boolean originalFromHi) {
        VersionStamp.begin(e);
        // first of all: who finds the entry in a dead owner's table must not take it for confirmed with half a key
        UnsafeApi.putInt(e + STATUS, 0);
        VarHandle.storeStoreFence();
        UnsafeApi.putLong(e + KEY, key.k0);
        UnsafeApi.putLong(e + KEY + 8, key.k1);
        UnsafeApi.putLong(e + KEY + 16, key.k2);
        UnsafeApi.putLong(e + KEY + 24, key.k3);
        UnsafeApi.putLong(e + KEY + 32, key.k4);
        UnsafeApi.putLong(e + DEADLINE, 0);
        final byte generation = UnsafeApi.getByte(e + GENERATION);
        UnsafeApi.putLong(e + STATUS, 0);
        UnsafeApi.putByte(e + GENERATION, (byte)(generation + 1));
        UnsafeApi.putByte(e + FLAGS, (byte)(originalFromHi ? FLAG_ORIGINAL_FROM_HI : 0));
        UnsafeApi.putByte(e + OWNER, (byte)(worker + 1));
        // the protocol's 56 bytes, without a loop: seven stores take less than what a loop asks between them
        UnsafeApi.putLong(e + PROTOCOL, 0);
        UnsafeApi.putLong(e + PROTOCOL + 8, 0);
        UnsafeApi.putLong(e + PROTOCOL + 16, 0);
        UnsafeApi.putLong(e + PROTOCOL + 24, 0);
        UnsafeApi.putLong(e + PROTOCOL + 32, 0);
        UnsafeApi.putLong(e + PROTOCOL + 40, 0);
        UnsafeApi.putLong(e + PROTOCOL + 48, 0);
        columns.clear(number);
        VersionStamp.end(e);
    }

    /**
     * Entries of this worker.
     *
     * @return exact for its own thread.
     */
    public int ownSize() {
        return (int)UnsafeApi.getLongAcquire(null, own + TableLayout.WORKER_SIZE);
    }

    private void inserted(final TupleKey key, final boolean originalFromHi, final int number) {
        resize(1);
        if (limits != null) {
            count(key, originalFromHi, number);
        }
    }

    private void resize(final int by) {
        UnsafeApi.putLongRelease(null, own + TableLayout.WORKER_SIZE,
            UnsafeApi.getLong(own + TableLayout.WORKER_SIZE) + by);
    }

    /**
     * Whether this worker may change an entry.
     *
     * @param entry its address.
     * @return true when this worker inserted it.
     */
    public boolean isOwn(final long entry) {
        return owner(entry) == worker;
    }

    /**
     * Worker that may change an entry.
     *
     * @param entry its address.
     * @return its number, or -1 for an entry that is just being made.
     */
    public static int owner(final long entry) {
        return UnsafeApi.getByte(entry + OWNER) - 1;
    }

    /**
     * Remove an entry of this worker. The caller has unlinked it from the wheel.
     *
     * @param entry its address.
     */
    public void remove(final long entry) {
        scratch.read(entry);
        removed(entry, index.remove(scratch.hash, number(entry)));
        release(entry);
    }

    /** An entry, whose key is in {@link #scratch}, has been looked for in the index and taken out if it was there. */
    private void removed(final long entry, final boolean wasThere) {
        if (!wasThere) {
            throw new IllegalStateException("entry is not in the index: number=" + number(entry));
        }
        resize(-1);
        if (limits != null) {
            limits.remove(scratch, isOriginalFromHi(entry));
        }
    }

    /**
     * Give an entry back that is neither in the index nor in the wheel.
     *
     * @param entry its address.
     */
    public void release(final long entry) {
        VersionStamp.begin(entry);
        UnsafeApi.putLong(entry + KEY, 0);
        VersionStamp.end(entry);
        pool.give(number(entry));
    }

    /**
     * Note that an entry's connection has become assured: it is no longer dropped early.
     *
     * @param entry its address.
     * @param key its key.
     */
    public void assure(final long entry, final TupleKey key) {
        index.keep(key.hash, number(entry));
    }

    /**
     * When the table is full: an entry near the wanted one that may go, as Linux's early_drop looks for one.
     *
     * @param key that wants room.
     * @return address of an entry of this worker that is neither assured nor in a reserve, or {@link #NONE}.
     */
    public long earlyDropCandidate(final TupleKey key) {
        return earlyDrop.candidate(key);
    }

    /**
     * What packets look at before they need it.
     *
     * @return a new one, for this worker's thread.
     */
    public EarlyLook earlyLook() {
        return new EarlyLook(index, pool, worker);
    }

    /**
     * What is kept beside the entries.
     *
     * @return the columns.
     */
    public Columns columns() {
        return columns;
    }

    @Override
    public boolean has(final Column column) {
        return columns.has(column);
    }

    /**
     * Keys of eight packets over IPv4 at once, under this table's seed.
     *
     * @param protocol of all of them, one with ports.
     * @param beside what is to stand in the word of {@link TupleKey#writeV4} that has an int to spare.
     * @return new ones; only where {@link io.jconntrack.memory.Vectors} can be used.
     */
    public KeyLanes keyLanes(final int protocol, final int beside) {
        return new KeyLanes(index, scratch.seed0, scratch.seed1, protocol, beside);
    }

    /**
     * A key with this table's seed.
     *
     * @return a new one.
     */
    public TupleKey newKey() {
        return scratch.another();
    }

    /**
     * Direction of a packet within an entry.
     *
     * @param entry its address.
     * @param key the packet's.
     * @return 0 original, 1 reply.
     */
    public static int direction(final long entry, final TupleKey key) {
        return (UnsafeApi.getByte(entry + FLAGS) ^ key.fromHi) & FLAG_ORIGINAL_FROM_HI;
    }

    /**
     * Confirm an entry that is complete: from now on it is in the table for readers, and is kept when its owner dies.
     *
     * @param entry its address.
     */
    public static void confirm(final long entry) {
        // last of all, so that whatever the instant at which the owner is killed a confirmed entry is whole
        UnsafeApi.putIntRelease(null, entry + STATUS, UnsafeApi.getInt(entry + STATUS) | Status.CONFIRMED);
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

    @Override
    public void close() {
        if (worker == 0) {
            if (limits != null) {
                limits.close();
            }
            if (expectations != null) {
                expectations.close();
            }
            region.close();
        }
    }
}
