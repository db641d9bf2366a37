/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.memory.MemoryOptions;
import io.jconntrack.packet.LinkLayer;
import io.jconntrack.packet.Packet;
import io.jconntrack.packet.Reason;
import io.jconntrack.packet.Reassembler;
import io.jconntrack.protocol.DatagramTracker;
import io.jconntrack.protocol.Lifetimes;
import io.jconntrack.protocol.Outcome;
import io.jconntrack.protocol.Redirect;
import io.jconntrack.protocol.SctpTracker;
import io.jconntrack.protocol.TcpTracker;
import io.jconntrack.protocol.Tuples;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.Column;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.Status;
import io.jconntrack.table.TupleKey;
import io.jconntrack.table.VersionStamp;
import io.jconntrack.timer.TimerWheel;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A connection tracker: packets go in, a verdict comes out for each, and a table of connections is kept.
 * <p>
 * One thread calls it. Several may share a table ({@link #workers}): each has a tracker of its own, and all packets of
 * a connection, both directions, come to the same one, as a symmetric receive hash steers them. Time is an input and
 * must not run backwards; the tracker reads no clock.
 */
public final class Conntrack implements AutoCloseable {
    private final Settings settings;
    private final ConnectionTable table;
    private final TimerWheel wheel;
    private final Lifetimes lifetimes;
    private final TcpTracker tcp;
    private final SctpTracker sctp;
    private final DatagramTracker datagrams;
    private final Reassembler reassembler4;
    private final Reassembler reassembler6;
    private final boolean checksum;
    private final Packet[] packets = new Packet[PacketBatch.CAPACITY];
    private final TupleKey[] keys = new TupleKey[PacketBatch.CAPACITY];
    private final Reason[] prepared = new Reason[PacketBatch.CAPACITY];
    private final long[] candidates = new long[PacketBatch.CAPACITY];
    private final long[] slots = new long[PacketBatch.CAPACITY];
    private final Packet quoted = new Packet();
    private final long[] reasons = new long[Reason.values().length];
    private final long[] states = new long[ConnState.values().length];
    private long earlyDrops;
    private Packet packet;
    private TupleKey key;
    private int zone;
    /** Takes the early loads of a batch, so that the compiler can't leave them out. */
    private long touched;

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
        this(settings, newTable(settings, 1, memory, seed0, seed1), seed0, seed1);
    }

    private Conntrack(final Settings settings, final ConnectionTable table, final long seed0, final long seed1) {
        this.settings = settings.copy();
        this.table = table;
        for (int i = 0; i < PacketBatch.CAPACITY; i++) {
            packets[i] = new Packet();
            keys[i] = table.newKey();
        }
        wheel = new TimerWheel(table);
        lifetimes = new Lifetimes(table, wheel);
        tcp = new TcpTracker(settings, lifetimes);
        sctp = new SctpTracker(settings, lifetimes);
        datagrams = new DatagramTracker(settings, lifetimes);
        reassembler4 = new Reassembler(4, settings.timeoutNanos(Setting.FRAG_TIMEOUT),
            settings.get(Setting.FRAG_HIGH_THRESH), seed0);
        reassembler6 = new Reassembler(6, settings.timeoutNanos(Setting.FRAG6_TIMEOUT),
            settings.get(Setting.FRAG6_HIGH_THRESH), seed1);
        checksum = settings.get(Setting.CHECKSUM) != 0;
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
        final SecureRandom random = new SecureRandom();
        return workers(settings, count, memory, random.nextLong(), random.nextLong());
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
        return workers(settings, count, MemoryOptions.ON_DEMAND, seed0, seed1);
    }

    private static Conntrack[] workers(final Settings settings, final int count, final MemoryOptions memory,
        final long seed0, final long seed1) {
        final Conntrack[] workers = new Conntrack[count];
        final ConnectionTable table = newTable(settings, count, memory, seed0, seed1);
        for (int i = 0; i < count; i++) {
            workers[i] = new Conntrack(settings, i == 0 ? table : table.worker(i), seed0, seed1);
        }
        return workers;
    }

    private static ConnectionTable newTable(final Settings settings, final int workers, final MemoryOptions memory,
        final long seed0, final long seed1) {
        final Set<Column> columns = EnumSet.noneOf(Column.class);
        if (settings.get(Setting.ACCT) != 0) {
            columns.add(Column.ACCOUNTING);
        }
        if (settings.get(Setting.TIMESTAMP) != 0) {
            columns.add(Column.TIMESTAMP);
        }
        final int capacity = (int)settings.get(Setting.MAX);
        return new ConnectionTable(capacity, columns, workers, TimerWheel.slotsFor(capacity),
            new TupleKey(seed0, seed1), memory);
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
     * @param buffer that holds it.
     * @param offset of the IP header.
     * @param captured bytes of it in the buffer.
     * @param onWire bytes that it had on the wire.
     * @param packetZone 0 to 65535; equal tuples in different zones are different connections.
     * @param nowNanos time of the packet.
     * @return its {@link Verdict}.
     */
    public long process(final UnsafeBuffer buffer, final int offset, final int captured, final int onWire,
        final int packetZone, final long nowNanos) {
        prepared[0] = prepare(0, buffer, offset, captured, onWire, packetZone);
        slots[0] = 0;
        return finish(0, packetZone, nowNanos);
    }

    /**
     * Track packets in their order, with the same results as one by one. The stages are early loads: what they touch is
     * on its way from memory for all packets at once when the last stage needs it.
     *
     * @param batch of packets; takes their verdicts.
     */
    public void process(final PacketBatch batch) {
        final int size = batch.size;
        for (int i = 0; i < size; i++) {
            prepared[i] =
                prepare(i, batch.buffer, batch.offsets[i], batch.captured[i], batch.onWire[i], batch.zones[i]);
        }
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += table.touch(keys[i]);
        }
        for (int i = 0; i < size; i++) {
            final long candidate = table.candidate(keys[i]);
            candidates[i] = candidate;
            slots[i] = ConnectionTable.slot(candidate);
        }
        for (int i = 0; i < size; i++) {
            sum += table.touch(slots[i]);
        }
        touched = sum;
        for (int i = 0; i < size; i++) {
            batch.verdicts[i] = finish(i, batch.zones[i], batch.nanos[i]);
        }
    }

    /**
     * Decode a packet and set its key: what can be done before the packets in front of it have been tracked.
     *
     * @return why it is refused.
     */
    private Reason prepare(final int i, final UnsafeBuffer buffer, final int offset, final int captured,
        final int onWire, final int packetZone) {
        final Packet p = packets[i];
        final Reason reason = p.decode(buffer, offset, captured, onWire);
        if (reason != Reason.NONE) {
            return reason;
        }
        return p.isFragment() ? Reason.NONE : setKey(keys[i], p, packetZone);
    }

    /** Set the key of a datagram; ICMP's is set when it is clear whether it is an error about another's. */
    private static Reason setKey(final TupleKey key, final Packet p, final int packetZone) {
        return isIcmp(p) ? Reason.NONE : Tuples.set(key, p, packetZone);
    }

    private long finish(final int i, final int packetZone, final long nowNanos) {
        packet = packets[i];
        key = keys[i];
        zone = packetZone;
        lifetimes.reset();
        final Reason reason = prepared[i];
        final long verdict = reason == Reason.NONE ? track(candidates[i], slots[i], nowNanos)
            : Verdict.invalid(reason, -1);
        states[Verdict.state(verdict).ordinal()]++;
        reasons[Verdict.reason(verdict).ordinal()]++;
        return verdict;
    }

    private static boolean isIcmp(final Packet p) {
        return p.protocol() == Packet.ICMP || p.protocol() == Packet.ICMPV6;
    }

    private long track(final long candidate, final long slot, final long nowNanos) {
        if (packet.isFragment()) {
            return fragment(nowNanos);
        }
        final int protocol = packet.protocol();
        final boolean icmp = isIcmp(packet);
        if (icmp) {
            final long verdict = icmp(protocol, nowNanos);
            if (verdict >= 0) {
                return verdict;
            }
        }
        long entry = find(candidate, slot, nowNanos);
        Reason reason = read(protocol);
        if (reason != Reason.NONE) {
            return Verdict.invalid(reason, number(entry));
        }
        if (entry != ConnectionTable.NONE) {
            final long verdict = follow(entry, protocol, nowNanos);
            if (verdict >= 0) {
                return verdict;
            }
            // the packet reopens the connection: the old entry is gone
        }
        reason = opening(protocol, icmp);
        if (reason != Reason.NONE) {
            return Verdict.invalid(reason, -1);
        }
        entry = insert();
        if (entry == ConnectionTable.NONE) {
            return Verdict.invalid(Reason.TABLE_FULL, -1);
        }
        return table.isOwn(entry) ? open(entry, protocol, nowNanos)
            : Verdict.invalid(Reason.OTHER_WORKER, table.number(entry));
    }

    private long fragment(final long nowNanos) {
        final Reassembler reassembler = packet.l3() == 4 ? reassembler4 : reassembler6;
        final int result = reassembler.take(packet, zone, nowNanos);
        if (result >= 0) {
            return Verdict.because(Reason.of(result), Verdict.fragment(entryOfFragment(nowNanos)));
        }
        Reason reason = result == Reassembler.PASS ? packet.decodeAsWhole() : packet.decodeReassembled(
            reassembler.datagram(), reassembler.captured(), reassembler.length());
        if (reason == Reason.NONE) {
            reason = setKey(key, packet, zone);
        }
        return reason == Reason.NONE ? track(0, 0, nowNanos) : Verdict.invalid(reason, -1);
    }

    /** Number of the entry to whose connection a first fragment belongs, or which it quotes; -1 for none. */
    private int entryOfFragment(final long nowNanos) {
        if (!packet.isFirstFragment() || packet.decodeAsWhole() != Reason.NONE) {
            return -1;
        }
        final boolean hasTuple = isIcmp(packet) && packet.captured(0, 8) && isIcmpError(packet.transportByte(0))
            ? readQuote(8) : Tuples.set(key, packet, zone) == Reason.NONE;
        return hasTuple ? number(find(0, 0, nowNanos)) : -1;
    }

    private long find(final long candidate, final long slot, final long nowNanos) {
        long entry = table.confirm(candidate, slot, key);
        if (entry == ConnectionTable.NONE) {
            entry = table.find(key);
        }
        if (entry != ConnectionTable.NONE && ConnectionTable.expired(entry, nowNanos)) {
            if (table.isOwn(entry)) {
                delete(entry);
            }
            return ConnectionTable.NONE;
        }
        return entry;
    }

    private Reason read(final int protocol) {
        return switch (protocol) {
            case Packet.TCP -> tcp.read(packet);
            case Packet.SCTP -> sctp.read(packet);
            case Packet.UDP, Packet.UDPLITE -> datagrams.read(packet);
            default -> Reason.NONE;
        };
    }

    private Reason opening(final int protocol, final boolean icmp) {
        if (protocol == Packet.TCP) {
            return tcp.opening();
        }
        if (protocol == Packet.SCTP) {
            return sctp.opening(packet);
        }
        return icmp && Tuples.isIcmpAnswer(packet) ? Reason.ICMP_NOT_A_QUERY : Reason.NONE;
    }

    private long open(final long entry, final int protocol, final long nowNanos) {
        final int number = table.number(entry);
        VersionStamp.begin(entry);
        // linked before the protocol sets its time-out
        wheel.add(entry, nowNanos);
        final int outcome = trackBy(protocol, entry, true, 0, nowNanos);
        final int status = UnsafeApi.getInt(entry + EntryDescriptor.STATUS);
        UnsafeApi.putInt(entry + EntryDescriptor.STATUS, status | Status.CONFIRMED);
        table.columns().start(number, nowNanos);
        VersionStamp.end(entry);
        if (outcome == Outcome.ACCEPT_AND_DELETE || outcome > 0) {
            delete(entry);
            return outcome > 0 ? Verdict.invalid(Reason.of(outcome), -1) : Verdict.of(ConnState.NEW, 0, -1);
        }
        return Verdict.of(ConnState.NEW, 0, number);
    }

    private int trackBy(final int protocol, final long entry, final boolean fresh, final int direction,
        final long nowNanos) {
        switch (protocol) {
            case Packet.TCP:
                return tcp.track(entry, fresh, direction, packet, nowNanos);
            case Packet.SCTP:
                return sctp.track(entry, fresh, direction, packet, nowNanos);
            default:
                datagrams.track(entry, fresh, direction, packet, nowNanos);
                return Outcome.ACCEPT;
        }
    }

    /**
     * Track a packet of a known connection.
     *
     * @return its verdict, or -1 when the entry was deleted because the packet opens a new one.
     */
    private long follow(final long entry, final int protocol, final long nowNanos) {
        final int number = table.number(entry);
        if (!table.isOwn(entry)) {
            return Verdict.invalid(Reason.OTHER_WORKER, number);
        }
        final int direction = ConnectionTable.direction(entry, key);
        VersionStamp.begin(entry);
        final int outcome = trackBy(protocol, entry, false, direction, nowNanos);
        VersionStamp.end(entry);
        if (outcome == Outcome.REOPEN) {
            delete(entry);
            return -1;
        }
        if (outcome > 0) {
            return Verdict.invalid(Reason.of(outcome), number);
        }
        if (outcome == Outcome.ACCEPT_AND_DELETE) {
            delete(entry);
            return Verdict.of(direction == 0 ? ConnState.NEW : ConnState.ESTABLISHED, direction, -1);
        }
        final Reason ignored = Outcome.reason(outcome);
        final int status = UnsafeApi.getInt(entry + EntryDescriptor.STATUS);
        if (direction == 1) {
            if ((status & Status.SEEN_REPLY) == 0) {
                UnsafeApi.putInt(entry + EntryDescriptor.STATUS, status | Status.SEEN_REPLY);
            }
            return Verdict.because(ignored, Verdict.of(ConnState.ESTABLISHED, 1, number));
        }
        return Verdict.because(ignored,
            Verdict.of((status & Status.SEEN_REPLY) != 0 ? ConnState.ESTABLISHED : ConnState.NEW, 0, number));
    }

    /**
     * What is special about ICMP: errors about other connections, and neighbour discovery.
     *
     * @return the verdict, or -1 for a query or its answer, whose key is then set and which is tracked like any other
     *     packet.
     */
    private long icmp(final int protocol, final long nowNanos) {
        final int l3 = packet.l3();
        if (protocol != (l3 == 4 ? Packet.ICMP : Packet.ICMPV6)) {
            return Verdict.invalid(Reason.ICMP_FAMILY, -1);
        }
        if (packet.transportLength() < 8 || !packet.captured(0, 8)) {
            return Verdict.invalid(Reason.TRANSPORT_TRUNCATED, -1);
        }
        final int type = packet.transportByte(0);
        final boolean error = isIcmpError(type);
        if (checksum && packet.whole() && !packet.checksumIsRight()) {
            final boolean hasTuple = error ? readQuote(8) : Tuples.set(key, packet, zone) == Reason.NONE;
            return Verdict.invalid(Reason.TRANSPORT_CHECKSUM,
                hasTuple ? number(find(0, 0, nowNanos)) : -1);
        }
        if (error) {
            return icmpError(8, nowNanos);
        }
        if (l3 == 4 && type > 18) {
            return Verdict.invalid(Reason.ICMP_TYPE, -1);
        }
        // MLD (RFC 2710, RFC 3810), neighbour discovery (RFC 4861), multicast router discovery (RFC 4286)
        if (l3 == 6 && (type >= 130 && type <= 136 || type == 143 || type == 151 || type == 152)) {
            return Verdict.of(ConnState.UNTRACKED);
        }
        if (l3 == 6 && type == Redirect.TYPE) {
            final int at = Redirect.quoteOffset(packet);
            return at < 0 ? Verdict.invalid(Reason.of(~at), -1) : icmpError(at, nowNanos);
        }
        final Reason reason = Tuples.set(key, packet, zone);
        return reason == Reason.NONE ? -1 : Verdict.invalid(reason, -1);
    }

    private boolean isIcmpError(final int type) {
        return packet.l3() == 6 ? type < 128 : type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    private boolean readQuote(final int at) {
        return quoted.decodeQuoted(packet, packet.transportOffset() + at, packet.l3())
            && Tuples.set(key, quoted, zone) == Reason.NONE;
    }

    private long icmpError(final int quoteAt, final long nowNanos) {
        if (!readQuote(quoteAt)) {
            return Verdict.invalid(Reason.ICMP_QUOTE, -1);
        }
        final long entry = find(0, 0, nowNanos);
        if (entry == ConnectionTable.NONE) {
            return Verdict.invalid(Reason.ICMP_UNKNOWN, -1);
        }
        final int number = table.number(entry);
        if (packet.dstLow() != quoted.srcLow() || packet.dstHigh() != quoted.srcHigh()) {
            return Verdict.quoting(Verdict.invalid(Reason.ICMP_DESTINATION, number));
        }
        final int direction = 1 - ConnectionTable.direction(entry, key);
        return Verdict.quoting(Verdict.of(ConnState.RELATED, direction, number));
    }

    private long insert() {
        final boolean fromHi = key.isFromHi();
        long entry = table.insert(key, fromHi);
        if (entry == ConnectionTable.NONE) {
            final long victim = table.earlyDropCandidate(key);
            if (victim != ConnectionTable.NONE) {
                delete(victim);
                earlyDrops++;
                entry = table.insert(key, fromHi);
            }
        }
        return entry;
    }

    private void delete(final long entry) {
        wheel.remove(entry);
        table.remove(entry);
    }

    private int number(final long entry) {
        return entry == ConnectionTable.NONE ? -1 : table.number(entry);
    }

    /**
     * Undo what a NEW packet did, because the embedder drops it: its entry goes.
     *
     * @param verdict of the packet, not older than the last one that this tracker gave.
     */
    public void discard(final long verdict) {
        final int number = Verdict.entry(verdict);
        if (number >= 0 && Verdict.state(verdict) == ConnState.NEW && table.isOwn(table.entry(number))) {
            delete(table.entry(number));
        }
    }

    /**
     * Expire entries whose time is over. Lookups never find such an entry, expired by now or not.
     *
     * @param nowNanos the caller's time.
     * @param limit entries to visit at the most in this call: it bounds how long the call takes, see
     *     {@link TimerWheel#poll}.
     * @return entries expired.
     */
    public int poll(final long nowNanos, final int limit) {
        return wheel.poll(nowNanos, limit);
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
        return earlyDrops;
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
        reassembler4.close();
        reassembler6.close();
        table.close();
    }
}
