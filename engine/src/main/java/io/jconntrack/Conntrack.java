/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.event.EventCause;
import io.jconntrack.event.EventListener;
import io.jconntrack.helper.Helpers;
import io.jconntrack.memory.MemoryOptions;
import io.jconntrack.packet.LinkLayer;
import io.jconntrack.packet.PacketFlags;
import io.jconntrack.packet.Reason;
import io.jconntrack.protocol.Lifetimes;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.Column;
import io.jconntrack.table.ConnectionId;
import io.jconntrack.table.ConnectionLimits;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.ExpectationTable;
import io.jconntrack.table.TupleKey;
import io.jconntrack.table.VersionStamp;
import io.jconntrack.timer.TimerWheel;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A connection tracker: packets go in, a verdict comes out for each, and a table of connections is kept.
 * <p>
 * One thread calls it. Several may share a table ({@link #workers}): each has a tracker of its own, and all packets of
 * a connection, both directions, come to the same one, as a symmetric receive hash steers them. Time is an input and
 * must not run backwards; the tracker reads no clock.
 */
public final class Conntrack implements AutoCloseable {
    /** The longest time-out that a connection may be given: 248 days, as in the kernel. */
    public static final long LONGEST_TIMEOUT_NANOS = Integer.MAX_VALUE / 100 * 1_000_000_000L;

    private final Settings settings;
    private final ConnectionTable table;
    private final Connections connections;
    private final Lifetimes lifetimes;
    private final Tracker tracker;
    /** Null when there are none. */
    private final Expectations expectations;
    private final HeapCopy heapCopy = new HeapCopy();
    private final PreparedPacket[] packets = new PreparedPacket[PacketBatch.CAPACITY];
    private final long[] homes = new long[PacketBatch.CAPACITY];
    private final long[] candidates = new long[PacketBatch.CAPACITY];
    private final long[] slots = new long[PacketBatch.CAPACITY];
    private final long[] entries = new long[PacketBatch.CAPACITY];
    private final long[] reasons = new long[Reason.values().length];
    private final long[] states = new long[ConnState.values().length];
    /** Takes the early loads of a batch, so that the compiler can't leave them out. */
    private long touched;
    /** Null when nobody listens. */
    private Events events;
    /** Null until something is loaded. */
    private CopyLoader loader;

    /**
     * A tracker whose hash is seeded from the system's random source. Its memory is transparent huge pages, taken when
     * they are first written ({@link MemoryOptions#ON_DEMAND}): good for tools, where a large table must not cost more
     * than what is used of it.
     *
     * @param settings in force; read once.
     */
    public Conntrack(final Settings settings) {
        this(settings, MemoryOptions.ON_DEMAND);
    }

    /**
     * A tracker in memory of the caller's choice, whose hash is seeded from the system's random source. In a data path
     * give {@link MemoryOptions#DEFAULT}, which takes all memory at once, so that no packet waits for a page fault.
     *
     * @param settings in force; read once.
     * @param memory how the table's memory is taken from the system.
     * @throws io.jconntrack.memory.MemoryUnavailableException when it is not to be had.
     */
    public Conntrack(final Settings settings, final MemoryOptions memory) {
        this(settings, memory, new SecureRandom());
    }

    private Conntrack(final Settings settings, final MemoryOptions memory, final SecureRandom random) {
        this(settings, memory, random.nextLong(), random.nextLong());
    }

    /**
     * A tracker with a seed of the caller's, for tests.
     *
     * @param settings in force; read once.
     * @param seed0 first half of the hash seed.
     * @param seed1 second half.
     */
    public Conntrack(final Settings settings, final long seed0, final long seed1) {
        this(settings, MemoryOptions.ON_DEMAND, seed0, seed1);
    }

    private Conntrack(final Settings settings, final MemoryOptions memory, final long seed0, final long seed1) {
        this(settings, limited(newTable(settings, 1, memory, Set.of(), seed0, seed1), settings, memory), seed0,
            seed1);
    }

    private Conntrack(final Settings settings, final ConnectionTable table, final long seed0, final long seed1) {
        this.settings = settings.copy();
        this.table = table;
        for (int i = 0; i < PacketBatch.CAPACITY; i++) {
            packets[i] = new PreparedPacket(table.newKey());
        }
        connections = new Connections(table);
        lifetimes = Lifetimes.of(settings, table, connections.wheel);
        tracker = new Tracker(settings, connections, lifetimes, seed0, seed1);
        expectations = tracker.helpers() == null ? null : new Expectations(table, tracker.helpers());
    }

    /**
     * Trackers that share one table, one for each of several threads. A connection belongs to the tracker that saw its
     * first packet; a packet of it that comes to another one is INVALID because of {@link Reason#OTHER_WORKER}, but an
     * ICMP error about it is understood by all.
     *
     * @param settings in force; read once.
     * @param count of trackers, 1 to {@link ConnectionTable#MAX_WORKERS}.
     * @return the trackers; closing the first closes the table for all.
     */
    public static Conntrack[] workers(final Settings settings, final int count) {
        return workers(settings, count, MemoryOptions.ON_DEMAND);
    }

    /**
     * Trackers that share one table in memory of the caller's choice.
     *
     * @param settings in force; read once.
     * @param count of trackers, 1 to {@link ConnectionTable#MAX_WORKERS}.
     * @param memory how the table's memory is taken from the system.
     * @return the trackers; closing the first closes the table for all.
     * @throws io.jconntrack.memory.MemoryUnavailableException when it is not to be had.
     */
    public static Conntrack[] workers(final Settings settings, final int count, final MemoryOptions memory) {
        return workers(settings, count, memory, Set.of());
    }

    /**
     * Trackers that share one table which keeps more than the settings ask for.
     *
     * @param settings in force; read once. acct and timestamp switch their columns on.
     * @param count of trackers, 1 to {@link ConnectionTable#MAX_WORKERS}.
     * @param memory how the table's memory is taken from the system.
     * @param more columns, such as {@link Column#MARK} and {@link Column#LABELS}; {@link ConnectionTable#columns()} has
     *     them.
     * @return the trackers; closing the first closes the table for all.
     * @throws io.jconntrack.memory.MemoryUnavailableException when it is not to be had.
     */
    public static Conntrack[] workers(final Settings settings, final int count, final MemoryOptions memory,
        final Set<Column> more) {
        final SecureRandom random = new SecureRandom();
        return workers(settings, count, memory, more, random.nextLong(), random.nextLong());
    }

    /**
     * Trackers that share one table, with a seed of the caller's, for tests.
     *
     * @param settings in force; read once.
     * @param count of trackers, 1 to {@link ConnectionTable#MAX_WORKERS}.
     * @param seed0 first half of the hash seed.
     * @param seed1 second half.
     * @return the trackers; closing the first closes the table for all.
     */
    public static Conntrack[] workers(final Settings settings, final int count, final long seed0, final long seed1) {
        return workers(settings, count, MemoryOptions.ON_DEMAND, Set.of(), seed0, seed1);
    }

    private static Conntrack[] workers(final Settings settings, final int count, final MemoryOptions memory,
        final Set<Column> more, final long seed0, final long seed1) {
        return on(newTable(settings, count, memory, more, seed0, seed1), settings, memory, seed0, seed1);
    }

    /** A tracker for each worker of a table. */
    static Conntrack[] on(final ConnectionTable table, final Settings settings, final MemoryOptions memory,
        final long seed0, final long seed1) {
        limited(table, settings, memory);
        final Conntrack[] workers = new Conntrack[table.workers()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Conntrack(settings, i == 0 ? table : table.worker(i), seed0, seed1);
        }
        return workers;
    }

    private static ConnectionTable newTable(final Settings settings, final int workers, final MemoryOptions memory,
        final Set<Column> more, final long seed0, final long seed1) {
        settings.check();
        final int capacity = (int)settings.get(Setting.MAX);
        return new ConnectionTable(capacity, columns(settings, more), workers, TimerWheel.slotsFor(capacity),
            new TupleKey(seed0, seed1), memory);
    }

    /** Let a table count what the settings limit. */
    private static ConnectionTable limited(final ConnectionTable table, final Settings settings,
        final MemoryOptions memory) {
        final int perSource = (int)settings.get(Setting.MAX_PER_SOURCE);
        final int perZone = (int)settings.get(Setting.MAX_PER_ZONE);
        if (perSource != 0 || perZone != 0) {
            table.limits(new ConnectionLimits(table.capacity(), perSource,
                (int)settings.get(Setting.SOURCE_PREFIX_IPV4), (int)settings.get(Setting.SOURCE_PREFIX_IPV6), perZone,
                memory));
        }
        final int expectations = Helpers.maxExpectations(settings);
        if (expectations != 0) {
            table.expectations(new ExpectationTable(table, expectations));
        }
        return table;
    }

    /** Columns that the settings ask for, and more. */
    static Set<Column> columns(final Settings settings, final Set<Column> more) {
        final Set<Column> columns = EnumSet.noneOf(Column.class);
        columns.addAll(more);
        if (settings.get(Setting.ACCT) != 0) {
            columns.add(Column.ACCOUNTING);
        }
        if (settings.get(Setting.TIMESTAMP) != 0) {
            columns.add(Column.TIMESTAMP);
        }
        return columns;
    }

    /** Link an entry of this worker that was found in a table's file. */
    void link(final long entry) {
        connections.wheel.add(entry);
    }

    /**
     * Track a frame in zone 0.
     *
     * @param buffer that holds it.
     * @param offset of the frame.
     * @param captured bytes of it in the buffer.
     * @param onWire bytes that it had on the wire.
     * @param linkType LINKTYPE_ number of the capture.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     */
    public long processFrame(final UnsafeBuffer buffer, final int offset, final int captured, final int onWire,
        final int linkType, final long nowNanos) {
        return processFrame(buffer, offset, captured, onWire, linkType, 0, nowNanos);
    }

    /**
     * Track a frame.
     *
     * @param buffer that holds it.
     * @param offset of the frame.
     * @param captured bytes of it in the buffer.
     * @param onWire bytes that it had on the wire.
     * @param linkType LINKTYPE_ number of the capture.
     * @param packetZone 0 to 65535; equal tuples in different zones are different connections.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     */
    public long processFrame(final UnsafeBuffer buffer, final int offset, final int captured, final int onWire,
        final int linkType, final int packetZone, final long nowNanos) {
        final int ip = LinkLayer.ipOffset(buffer, offset, captured, linkType);
        if (ip < 0) {
            states[ConnState.NOTIP.ordinal()]++;
            return Verdict.of(ConnState.NOTIP);
        }
        return process(buffer, offset + ip, captured - ip, Math.max(captured, onWire) - ip, packetZone, nowNanos);
    }

    /**
     * Track an IP packet in zone 0.
     *
     * @param buffer that holds it.
     * @param offset of the IP header.
     * @param captured bytes of it in the buffer.
     * @param onWire bytes that it had on the wire.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     */
    public long process(final UnsafeBuffer buffer, final int offset, final int captured, final int onWire,
        final long nowNanos) {
        return process(buffer, offset, captured, onWire, 0, nowNanos);
    }

    /**
     * Track an IP packet.
     *
     * @param buffer that holds it; off-heap, or else it is copied first.
     * @param offset of the IP header.
     * @param captured bytes of it in the buffer.
     * @param onWire bytes that it had on the wire.
     * @param packetZone 0 to 65535; equal tuples in different zones are different connections.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     */
    public long process(final UnsafeBuffer buffer, final int offset, final int captured, final int onWire,
        final int packetZone, final long nowNanos) {
        buffer.boundsCheck(offset, captured);
        if (events != null) {
            events.settle(nowNanos);
        }
        return processOne(buffer, offset, captured, onWire, packetZone, nowNanos);
    }

    private long processOne(final UnsafeBuffer buffer, final int offset, final int captured, final int onWire,
        final int packetZone, final long nowNanos) {
        final PreparedPacket packet = packets[0];
        Tracker.prepare(packet, address(buffer, offset, captured), captured, onWire, packetZone, PacketFlags.NONE);
        homes[0] = table.home(packet.key);
        touch(1);
        return finish(0, nowNanos);
    }

    /** Address of a packet; one in the Java heap is copied, since it has none that stays. */
    private long address(final UnsafeBuffer buffer, final int offset, final int captured) {
        return buffer.byteArray() == null ? buffer.addressOffset() + offset : heapCopy.take(buffer, offset, captured);
    }

    /**
     * Track packets in their order, with the same results as one by one. The stages are early loads: what they touch is
     * on its way from memory for all packets at once when the last stage needs it.
     *
     * @param batch of packets; takes their verdicts.
     */
    public void process(final PacketBatch batch) {
        if (events != null && batch.size > 0) {
            events.settle(batch.nanos[0]);
        }
        if (batch.address == 0) {
            oneByOne(batch);
            return;
        }
        prepare(batch);
        touch(batch.size);
        finish(batch);
    }

    private void prepare(final PacketBatch batch) {
        for (int i = 0; i < batch.size; i++) {
            Tracker.prepare(packets[i], batch.address + batch.offsets[i], batch.captured[i], batch.onWire[i],
                batch.zones[i], batch.flags[i]);
            homes[i] = table.home(packets[i].key);
        }
    }

    /** Each early load is in a loop of its own and short, so that all misses of the batch fit into the processor. */
    private void touch(final int size) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += ConnectionTable.touchBucket(homes[i]);
        }
        for (int i = 0; i < size; i++) {
            final long candidate = table.candidate(homes[i], packets[i].key);
            final long slot = ConnectionTable.slot(candidate);
            candidates[i] = candidate;
            slots[i] = slot;
            entries[i] = slot == 0 ? table.entryToBe(homes[i]) : table.entryOf(slot);
        }
        for (int i = 0; i < size; i++) {
            sum += ConnectionTable.touchEntry(entries[i]);
        }
        touched = sum;
    }

    private void finish(final PacketBatch batch) {
        for (int i = 0; i < batch.size; i++) {
            batch.verdicts[i] = finish(i, batch.nanos[i]);
        }
    }

    /** Packets in the Java heap: the staging is lost on them. */
    private void oneByOne(final PacketBatch batch) {
        for (int i = 0; i < batch.size; i++) {
            batch.verdicts[i] = processOne(batch.buffer, batch.offsets[i], batch.captured[i], batch.onWire[i],
                batch.zones[i], batch.nanos[i]);
        }
    }

    private long finish(final int i, final long nowNanos) {
        lifetimes.reset();
        final PreparedPacket packet = packets[i];
        final long verdict = packet.refused == Reason.NONE
            ? tracker.track(packet, candidates[i], slots[i], nowNanos) : Verdict.invalid(packet.refused, -1);
        states[(int)verdict & 7]++;
        if ((verdict & Verdict.REASON) != 0) {
            reasons[Verdict.reason(verdict).ordinal()]++;
        }
        return verdict;
    }

    /**
     * Undo what a packet that opened its connection did, NEW or RELATED, because the embedder drops it: its entry goes,
     * and the expectation by which it was found has gone before.
     *
     * @param verdict of the packet, not older than the last one that this tracker gave.
     */
    public void discard(final long verdict) {
        final int number = Verdict.entry(verdict);
        if (number >= 0 && Verdict.opens(verdict) && table.isOwn(table.entry(number))) {
            if (events != null) {
                events.discarded(number);
            }
            connections.discard(table.entry(number));
        }
    }

    /**
     * Be told of NEW, UPDATE and DESTROY of this tracker's connections from now on. NEW is told when the embedder can
     * no longer discard the connection: in the next call of process, {@link #poll}, {@link #delete} or {@link #update},
     * or before anything else that happens to it. A connection that is discarded before gives no event at all.
     *
     * @param listener called on this tracker's thread, or null for nobody.
     */
    public void listener(final EventListener listener) {
        events = listener == null ? null : new Events(listener);
        connections.tell(events);
    }

    /**
     * Delete a connection, because somebody asks for it.
     *
     * @param number of the entry.
     * @param nowNanos the caller's time.
     * @return false when there is none, or it is another worker's.
     */
    public boolean delete(final int number, final long nowNanos) {
        final long entry = ownEntry(number, nowNanos);
        if (entry != ConnectionTable.NONE) {
            connections.destroy(entry, EventCause.DELETED, nowNanos);
        }
        return entry != ConnectionTable.NONE;
    }

    /**
     * Mark a connection.
     *
     * @param number of the entry.
     * @param mark 32 bits; kept where there is a {@link Column#MARK}.
     * @param nowNanos the caller's time.
     * @return false when there is none, or it is another worker's.
     */
    public boolean mark(final int number, final int mark, final long nowNanos) {
        return update(number, -1, mark, -1, nowNanos);
    }

    /**
     * Give a connection a new time-out, until its next packet gives it another one.
     *
     * @param number of the entry.
     * @param timeoutNanos 0 to {@link #LONGEST_TIMEOUT_NANOS}; with 0 its time is over at once.
     * @param nowNanos the caller's time.
     * @return false when there is none, or it is another worker's.
     */
    public boolean timeout(final int number, final long timeoutNanos, final long nowNanos) {
        if (timeoutNanos < 0) {
            throw new IllegalArgumentException("timeout must not be negative: timeoutNanos=" + timeoutNanos);
        }
        return update(number, 0, 0, timeoutNanos, nowNanos);
    }

    /**
     * Change a connection's mark and time-out at once: readers see both or neither, and there is one event.
     *
     * @param number of the entry.
     * @param cleared bits of the mark that become 0 first.
     * @param flipped bits of the mark that are turned over then; 0 and 0 leave the mark alone.
     * @param timeoutNanos as for {@link #timeout}; negative leaves the time-out alone.
     * @param nowNanos the caller's time.
     * @return false when there is none, or it is another worker's.
     */
    public boolean update(final int number, final int cleared, final int flipped, final long timeoutNanos,
        final long nowNanos) {
        if (timeoutNanos > LONGEST_TIMEOUT_NANOS) {
            throw new IllegalArgumentException("timeout is too long: timeoutNanos=" + timeoutNanos + " most="
                + LONGEST_TIMEOUT_NANOS);
        }
        final long entry = ownEntry(number, nowNanos);
        if (entry == ConnectionTable.NONE) {
            return false;
        }
        int cause = 0;
        VersionStamp.begin(entry);
        final int mark = table.columns().mark(number) & ~cleared ^ flipped;
        if (table.columns().has(Column.MARK) && table.columns().mark(number) != mark) {
            table.columns().mark(number, mark);
            cause |= EventCause.MARK;
        }
        if (timeoutNanos >= 0) {
            connections.wheel.refresh(entry, nowNanos + timeoutNanos);
            cause |= EventCause.TIMEOUT;
        }
        VersionStamp.end(entry);
        if (events != null && cause != 0) {
            events.updated(number, cause, nowNanos);
        }
        return true;
    }

    /**
     * The entry of a connection that somebody saw before, in this table or in a copy of its entry.
     *
     * @param id of the connection; may come from anybody, it is checked.
     * @param nowNanos the caller's time.
     * @return number for {@link #delete} and {@link #update}; -1 when the connection has gone, its time is over, or it
     *     is another worker's.
     */
    public int find(final ConnectionId id, final long nowNanos) {
        return connections.number(table.find(id, nowNanos));
    }

    /**
     * Take a connection of a snapshot into the table, with all that its protocol knows about it. Where several trackers
     * share the table it belongs to this one.
     *
     * @param connection of a tracker of the same profile; not of this table.
     * @param shiftNanos from the time of the snapshot's tracker to this one's: is added to its times.
     * @param nowNanos the caller's time.
     * @return what became of it. A NEW event is told of one that was loaded.
     * @see io.jconntrack.snapshot.SnapshotLoader
     */
    public Loaded load(final Connection connection, final long shiftNanos, final long nowNanos) {
        if (events != null) {
            events.settle(nowNanos);
        }
        if (loader == null) {
            loader = new CopyLoader(connections);
        }
        return loader.load(connection, shiftNanos, nowNanos);
    }

    /** Address of an entry that this tracker may change, after what is held back was given out. */
    private long ownEntry(final int number, final long nowNanos) {
        if (events != null) {
            events.settle(nowNanos);
        }
        final long entry = number < 0 || number >= table.bound() ? ConnectionTable.NONE : table.liveEntry(number);
        return entry != ConnectionTable.NONE && table.isOwn(entry) ? entry : ConnectionTable.NONE;
    }

    /**
     * Expire entries whose time is over. Lookups never find such an entry, expired by now or not. The time is noted in
     * the table, for those who read it when this tracker is gone.
     *
     * @param nowNanos the caller's time.
     * @param limit entries to visit at the most in this call: it bounds how long the call takes, see
     *     {@link TimerWheel#poll}.
     * @return entries expired.
     */
    public int poll(final long nowNanos, final int limit) {
        table.heartbeat(nowNanos);
        if (events != null) {
            events.settle(nowNanos);
        }
        if (expectations != null) {
            expectations.sweep(nowNanos);
        }
        return connections.wheel.poll(nowNanos, limit);
    }

    /**
     * Whether the last poll ended because of its limit.
     *
     * @return true when {@link #poll} should be called again soon; otherwise a few milliseconds may pass, since a
     *     connection whose time is over is not found in any case, and each call looks through a list.
     */
    public boolean isPollCut() {
        return connections.wheel.isCut();
    }

    /**
     * Entries in the table.
     *
     * @return exact right after {@link #poll(long, int)} without a limit.
     */
    public int count() {
        return table.size();
    }

    /**
     * The time-out that the last packet applied.
     *
     * @return its setting, or null when it left the deadline alone.
     */
    public Setting lastTimeout() {
        return lifetimes.applied();
    }

    /**
     * Packets that got a state.
     *
     * @param state of the verdict.
     * @return count since the start.
     */
    public long packets(final ConnState state) {
        return states[state.ordinal()];
    }

    /**
     * Packets that were INVALID or ignored for a reason.
     *
     * @param reason of the verdict.
     * @return count since the start.
     */
    public long packets(final Reason reason) {
        return reasons[reason.ordinal()];
    }

    /**
     * Entries that made room for new ones.
     *
     * @return count since the start.
     */
    public long earlyDrops() {
        return connections.earlyDrops();
    }

    /**
     * What became of this tracker's connections, and what its wheel and its fragments do.
     *
     * @return a view for this tracker's thread; always the same one.
     */
    public Statistics statistics() {
        return connections.statistics();
    }

    /**
     * Connections that are expected, and the helpers that expect them.
     *
     * @return always the same one, for this tracker's thread.
     * @throws IllegalStateException when the settings allow none: {@link Setting#EXPECT_MAX} or a helper does.
     */
    public Expectations expectations() {
        if (expectations == null) {
            throw new IllegalStateException("no connection can be expected: expect_max=0 and no helper");
        }
        return expectations;
    }

    /**
     * The table, for reading.
     *
     * @return the table.
     */
    public ConnectionTable table() {
        return table;
    }

    /**
     * Settings in force.
     *
     * @return a copy.
     */
    public Settings settings() {
        return settings.copy();
    }

    @Override
    public void close() {
        tracker.close();
        heapCopy.close();
        table.close();
    }
}
