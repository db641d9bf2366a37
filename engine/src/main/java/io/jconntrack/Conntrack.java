/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.ConnectionKey;
import io.jconntrack.entry.TableInfo;
import io.jconntrack.event.EventListener;
import io.jconntrack.net.LinkLayer;
import io.jconntrack.net.PacketFlags;
import io.jconntrack.protocol.Lifetimes;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.TupleKey;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/**
 * A connection tracker: packets go in, a {@link Verdict} comes out for each, and a table of connections is kept.
 * {@link #builder()} makes one.
 * <p>
 * <b>Threads.</b> One thread uses it, from its first packet or poll on; another may go on when that has ended, or after
 * {@link #handOver()}.
 * Several threads share a table with a tracker each ({@link ConntrackBuilder#buildWorkers()}): all packets of a
 * connection, both directions, come to the same tracker, as a symmetric receive hash steers them.
 * <p>
 * <b>Time</b> is an input, in nanoseconds of one clock whose zero is anywhere, and must not run backwards; the tracker
 * reads no clock.
 * <p>
 * <b>Errors.</b> A packet is never one: what is wrong with it is in its verdict. A packet that doesn't lie within its
 * buffer is refused with an {@link IndexOutOfBoundsException}. Other misuse (a wrong thread, a closed tracker, time
 * that runs backwards) is an {@link AssertionError} where assertions are on ({@code -ea:io.jconntrack...}), and has
 * no defined result where they are off.
 */
public final class Conntrack implements AutoCloseable {
    /** The longest time-out that a connection may be given: 248 days, as in the kernel. */
    public static final long LONGEST_TIMEOUT_NANOS = Integer.MAX_VALUE / 100 * 1_000_000_000L;

    private final Settings settings;
    private final ConnectionTable table;
    private final int defaultZone;
    private final Connections connections;
    private final Lifetimes lifetimes;
    private final Tracker tracker;
    /** Null when there are none. */
    private final Expectations expectations;
    private final PacketMemory memory = new PacketMemory();
    private final PacketPath path;
    private final Changes changes;
    private final Guard guard;
    private final Recorder recorder;
    /** Null when nobody listens. */
    private Events events;

    Conntrack(final ConntrackBuilder builder, final ConnectionTable table, final Conntrack first, final long seed0,
        final long seed1) {
        settings = builder.settings();
        this.table = table;
        defaultZone = builder.zone();
        connections = new Connections(table);
        recorder = connections.recorder();
        lifetimes = Lifetimes.of(settings, table, connections.wheel);
        tracker = new Tracker(settings, connections, lifetimes, seed0, seed1);
        expectations = tracker.helpers() == null ? null : new Expectations(table, tracker.helpers());
        path = new PacketPath(table, lifetimes, tracker, memory,
            new FetchAhead(builder.prefetches()), builder.usesVectors());
        connections.statistics().of(path);
        changes = new Changes(connections);
        guard = new Guard(first == null ? null : first.guard);
    }

    /**
     * The way to a tracker.
     *
     * @return a builder of one with the profile classic.
     */
    public static ConntrackBuilder builder() {
        return new ConntrackBuilder();
    }

    /** Link an entry of this worker that was found in a table's file. */
    void link(final long entry) {
        connections.wheel.add(entry);
    }

    /**
     * Track a whole IP packet in the default zone.
     *
     * @param buffer that holds it; from the Java heap it is copied first.
     * @param offset of the IP header.
     * @param length bytes of the packet.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     * @throws IndexOutOfBoundsException when it is not within the buffer.
     */
    public long process(final DirectBuffer buffer, final int offset, final int length, final long nowNanos) {
        return process(buffer, offset, length, length, defaultZone, nowNanos);
    }

    /**
     * Track an IP packet.
     *
     * @param buffer that holds it; from the Java heap it is copied first.
     * @param offset of the IP header.
     * @param captured bytes of it in the buffer.
     * @param onWire bytes that it had on the wire.
     * @param zone 0 to 65535; equal tuples in different zones are different connections.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     * @throws IndexOutOfBoundsException when it is not within the buffer.
     */
    public long process(final DirectBuffer buffer, final int offset, final int captured, final int onWire,
        final int zone, final long nowNanos) {
        final long verdict = track(memory.of(buffer, offset, captured), captured, onWire, zone, nowNanos);
        // only its address was handed on
        Reference.reachabilityFence(buffer);
        return verdict;
    }

    /**
     * Track a whole IP packet in the default zone.
     *
     * @param packet its bytes are what remains in the buffer, whose position stays; from the Java heap they are copied
     *     first.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     */
    public long process(final ByteBuffer packet, final long nowNanos) {
        final int length = packet.remaining();
        return track(memory.of(packet), length, length, defaultZone, nowNanos);
    }

    /**
     * Track a whole IP packet in the default zone.
     *
     * @param segment that holds it; from the Java heap it is copied first.
     * @param offset of the IP header.
     * @param length bytes of the packet.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     * @throws IndexOutOfBoundsException when it is not within the segment.
     * @throws IllegalStateException when the segment's arena is closed.
     * @throws WrongThreadException when the segment is another thread's.
     */
    public long process(final MemorySegment segment, final long offset, final int length, final long nowNanos) {
        final long verdict = track(memory.of(segment, offset, length), length, length, defaultZone, nowNanos);
        // only its address was handed on
        Reference.reachabilityFence(segment);
        return verdict;
    }

    private long track(final long address, final int captured, final int onWire, final int zone, final long nowNanos) {
        assert guard.allows(nowNanos);
        if (events != null) {
            events.settle(nowNanos);
        }
        return path.track(address, captured, onWire, zone, PacketFlags.NONE, nowNanos);
    }

    /**
     * Track a frame in the default zone.
     *
     * @param buffer that holds it.
     * @param offset of the frame.
     * @param captured bytes of it in the buffer.
     * @param onWire bytes that it had on the wire.
     * @param linkType LINKTYPE_ number of the capture, see {@link LinkLayer}.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     * @throws IndexOutOfBoundsException when it is not within the buffer.
     */
    public long processFrame(final DirectBuffer buffer, final int offset, final int captured, final int onWire,
        final int linkType, final long nowNanos) {
        return processFrame(buffer, offset, captured, onWire, linkType, defaultZone, nowNanos);
    }

    /**
     * Track a frame.
     *
     * @param buffer that holds it.
     * @param offset of the frame.
     * @param captured bytes of it in the buffer.
     * @param onWire bytes that it had on the wire.
     * @param linkType LINKTYPE_ number of the capture, see {@link LinkLayer}.
     * @param zone 0 to 65535; equal tuples in different zones are different connections.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     * @throws IndexOutOfBoundsException when it is not within the buffer.
     */
    public long processFrame(final DirectBuffer buffer, final int offset, final int captured, final int onWire,
        final int linkType, final int zone, final long nowNanos) {
        buffer.boundsCheck(offset, captured);
        final int ip = LinkLayer.ipOffset(buffer, offset, captured, linkType);
        return ip < 0 ? path.notIp()
            : process(buffer, offset + ip, captured - ip, Math.max(captured, onWire) - ip, zone, nowNanos);
    }

    /**
     * Track packets in their order, with the same results as one by one; their cache misses overlap.
     *
     * @param batch of packets; takes their verdicts.
     */
    public void process(final PacketBatch batch) {
        assert guard.allows(batch);
        if (events != null && batch.size > 0) {
            events.settle(PacketRow.nanos(batch.row(0)));
        }
        if (recorder.wantsLongBatches()) {
            recorder.track(path, batch);
        } else {
            path.track(batch);
        }
        // its rows, and the packets it keeps, are known by their addresses alone
        Reference.reachabilityFence(batch);
    }

    /** The same, of which no recording hears. */
    void processUnseen(final PacketBatch batch) {
        path.track(batch);
        Reference.reachabilityFence(batch);
    }

    /** Packets whose headers were predicted, for tests. */
    long predicted() {
        return path.predicted();
    }

    /** Those of them that went eight at a time. */
    long predictedAtOnce() {
        return path.predictedAtOnce();
    }

    /**
     * A batch whose packets are in the default zone where nothing else is said.
     *
     * @return a new one, for this tracker.
     */
    public PacketBatch newBatch() {
        return new PacketBatch(defaultZone);
    }

    /**
     * Undo what a packet that opened its connection did, NEW or RELATED, because the embedder drops it: its entry goes,
     * and the expectation by which it was found has gone before. Any other verdict is left alone.
     *
     * @param verdict of the packet, soon: when the connection has gone meanwhile, nothing happens, and 256 connections
     *     later its entry may be taken for it again.
     */
    public void discard(final long verdict) {
        assert guard.allows();
        changes.discard(verdict);
    }

    /**
     * Be told of NEW, UPDATE and DESTROY of this tracker's connections from now on. NEW is told when the embedder can
     * no longer discard the connection: in the next call of process, {@link #poll}, {@link #delete} or {@link #update},
     * or before anything else that happens to it. A connection that is discarded before gives no event at all.
     *
     * @param listener called on this tracker's thread, or null for nobody.
     */
    public void listener(final EventListener listener) {
        assert guard.allows();
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
        assert guard.allows();
        return changes.delete(number, nowNanos);
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
        assert guard.allows();
        return changes.update(number, cleared, flipped, timeoutNanos, nowNanos);
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
        assert guard.allows();
        return connections.number(id.find(table, nowNanos));
    }

    /**
     * The entry of a tuple in either direction, of any worker.
     *
     * @param key of the tuple, from {@link #newKey()}.
     * @param nowNanos the caller's time.
     * @return number for {@link Connection#moveTo(int)}, and for {@link #delete} and {@link #update} if it is this
     *     worker's; -1 when there is none or its time is over.
     */
    public int find(final ConnectionKey key, final long nowNanos) {
        assert guard.allows();
        final long entry = table.find((TupleKey)key);
        return entry == ConnectionTable.NONE || ConnectionTable.expired(entry, nowNanos) ? -1 : table.number(entry);
    }

    /**
     * The entry of a connection between two ports, in either direction and the default zone. Not for the packet path:
     * it allocates.
     *
     * @param protocol IP protocol number of one that has ports, such as 6 for TCP.
     * @param source address and port.
     * @param destination address and port.
     * @param nowNanos the caller's time.
     * @return as for {@link #find(ConnectionKey, long)}.
     * @throws IllegalArgumentException when an address is not resolved, or they are of different IP versions.
     * @see io.jconntrack.text.TupleText
     */
    public int find(final int protocol, final InetSocketAddress source, final InetSocketAddress destination,
        final long nowNanos) {
        return find(Lookup.key(newKey(), defaultZone, protocol, source, destination), nowNanos);
    }

    /**
     * A key for lookups.
     *
     * @return a new one; {@link ConnectionKey#set} gives it a tuple, for any number of lookups one after the other.
     */
    public ConnectionKey newKey() {
        return table.newKey();
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
        assert guard.allows();
        return changes.load(connection, shiftNanos, nowNanos);
    }

    /**
     * Expire entries whose time is over. Lookups never find such an entry, expired by now or not. The time is noted in
     * the table, for those who read it when this tracker is gone.
     *
     * @param nowNanos the caller's time.
     * @param limit entries to visit at the most in this call: it bounds how long the call takes, and leaves what falls
     *     due in the present tick of 67 ms to the calls after it; with {@link Integer#MAX_VALUE} nothing is left that
     *     is due.
     * @return entries expired.
     */
    public int poll(final long nowNanos, final int limit) {
        assert guard.allows(nowNanos);
        table.heartbeat(nowNanos);
        if (events != null) {
            events.settle(nowNanos);
        }
        if (expectations != null) {
            expectations.sweep(nowNanos);
        }
        final int expired = connections.wheel.poll(nowNanos, limit);
        if (connections.wheel.isCut() && recorder.wantsExpiryBursts()) {
            recorder.expiryBurst(expired, limit);
        }
        return expired;
    }

    /**
     * Whether the last poll ended because of its limit.
     *
     * @return true when {@link #poll} should be called again soon; otherwise a few milliseconds may pass, since a
     *     connection whose time is over is not found in any case.
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
     * Verdicts in numbers, what became of connections, what the wheel and the fragments do.
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
     * What the table says of itself: its size, its memory.
     *
     * @return always the same one, for this tracker's thread.
     */
    public TableInfo table() {
        return table;
    }

    ConnectionTable connectionTable() {
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

    /**
     * Let another thread go on, which is the owner from its first packet or poll; the caller sees to it that it sees
     * what this one did, as {@link Thread#start()} does.
     */
    public void handOver() {
        assert guard.handOver();
    }

    /** End it; of several trackers on a table the first ends the table, so that it comes last. */
    @Override
    public void close() {
        guard.close();
        tracker.close();
        memory.close();
        table.close();
    }
}
