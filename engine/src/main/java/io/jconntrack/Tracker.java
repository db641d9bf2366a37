/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Status;
import io.jconntrack.event.EventCause;
import io.jconntrack.expect.Helpers;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.packet.Reassembler;
import io.jconntrack.protocol.DatagramTracker;
import io.jconntrack.protocol.Lifetimes;
import io.jconntrack.protocol.Outcome;
import io.jconntrack.protocol.SctpTracker;
import io.jconntrack.protocol.TcpTracker;
import io.jconntrack.protocol.Tuples;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import io.jconntrack.table.VersionStamp;
import org.agrona.UnsafeApi;

/**
 * From a decoded packet to its verdict: finds its connection or opens one, and lets the protocol judge.
 */
final class Tracker implements AutoCloseable {
    /** The packet opens its connection again: the old entry is gone. */
    private static final long REOPENED = -1;

    private final Connections connections;
    private final ConnectionTable table;
    private final TcpTracker tcp;
    private final SctpTracker sctp;
    private final DatagramTracker datagrams;
    private final Icmp icmp;
    /** Null when no connection can be expected. */
    private final Helpers helpers;
    private final Reassembler reassembler4;
    private final Reassembler reassembler6;

    Tracker(final Settings settings, final Connections connections, final Lifetimes lifetimes, final long seed0,
        final long seed1) {
        this.connections = connections;
        table = connections.table;
        tcp = new TcpTracker(settings, lifetimes);
        sctp = new SctpTracker(settings, lifetimes);
        datagrams = new DatagramTracker(settings, lifetimes);
        helpers = table.expectations() == null ? null : new Helpers(table, settings);
        icmp = new Icmp(connections, settings.get(Setting.CHECKSUM) != 0);
        reassembler4 = new Reassembler(4, settings.timeoutNanos(Setting.FRAG_TIMEOUT),
            settings.get(Setting.FRAG_HIGH_THRESH), seed0);
        reassembler6 = new Reassembler(6, settings.timeoutNanos(Setting.FRAG6_TIMEOUT),
            settings.get(Setting.FRAG6_HIGH_THRESH), seed1);
        connections.statistics().of(reassembler4, reassembler6);
    }

    /**
     * Do what can be done before the packets in front of this one have been tracked: decode it and set its key.
     *
     * @param p takes the results.
     */
    static void prepare(final PreparedPacket p, final long address, final int captured, final int onWire,
        final int zone, final int flags) {
        p.zone = zone;
        Reason reason = p.packet.decode(address, captured, onWire, flags);
        if (reason == Reason.NONE && !p.packet.isFragment()) {
            reason = prepareDatagram(p);
        }
        p.refused = reason;
    }

    /**
     * The same for a segment that was recognised as whole.
     *
     * @param p takes the results.
     * @param key address of its key, as {@link TupleKey#writeV4} writes it.
     */
    static void prepareWhole(final PreparedPacket p, final long address, final long key, final int zone) {
        p.zone = zone;
        p.packet.takeWhole(address);
        p.key.readV4(key);
        p.refused = Reason.NONE;
    }

    /** Set the key; ICMP's is set when it is clear whether it is an error about another's. */
    private static Reason prepareDatagram(final PreparedPacket p) {
        return Icmp.is(p.packet) ? Reason.NONE : Tuples.set(p.key, p.packet, p.zone);
    }

    /**
     * Track a packet.
     *
     * @param p prepared, and not refused.
     * @param slot an early look at the index, or 0.
     * @return its verdict.
     */
    long track(final PreparedPacket p, final long slot, final long nowNanos) {
        final Packet packet = p.packet;
        if (packet.isFragment()) {
            return fragment(p, nowNanos);
        }
        final int protocol = packet.protocol();
        final boolean isIcmp = Icmp.is(packet);
        if (isIcmp) {
            final long verdict = icmp.track(packet, p.key, p.zone, nowNanos);
            if (verdict != Icmp.QUERY) {
                return verdict;
            }
        }
        final long entry = isIcmp ? connections.find(p.key, nowNanos)
            : connections.find(slot, p.key, nowNanos);
        final Reason reason = read(protocol, p);
        if (reason != Reason.NONE) {
            return entry == ConnectionTable.NONE ? refused(reason, p, nowNanos)
                : Verdict.invalid(reason, connections.number(entry));
        }
        if (entry != ConnectionTable.NONE) {
            final long verdict = follow(entry, protocol, p, nowNanos);
            if (verdict != REOPENED) {
                return verdict;
            }
        }
        return open(protocol, p, nowNanos);
    }

    private long fragment(final PreparedPacket p, final long nowNanos) {
        final Packet packet = p.packet;
        final Reassembler reassembler = packet.l3() == 4 ? reassembler4 : reassembler6;
        final int result = reassembler.take(packet, p.zone, nowNanos);
        if (result >= 0) {
            return Verdict.because(Reason.of(result), Verdict.fragment(entryOfFragment(p, nowNanos)));
        }
        if (result == Reassembler.PASS) {
            return datagram(packet.decodeAsWhole(), p, nowNanos);
        }
        return Verdict.reassembled(datagram(packet.decodeReassembled(reassembler.datagram(), reassembler.captured(),
            reassembler.length()), p, nowNanos));
    }

    private long datagram(final Reason decoded, final PreparedPacket p, final long nowNanos) {
        final Reason reason = decoded == Reason.NONE ? prepareDatagram(p) : decoded;
        return reason == Reason.NONE ? track(p, 0, nowNanos) : Verdict.invalid(reason, -1);
    }

    /** Number of the entry to whose connection a first fragment belongs, or which it quotes; -1 for none. */
    private int entryOfFragment(final PreparedPacket p, final long nowNanos) {
        final Packet packet = p.packet;
        if (!packet.isFirstFragment() || packet.decodeAsWhole() != Reason.NONE) {
            return -1;
        }
        final boolean hasTuple = Icmp.is(packet) && packet.captured(0, 8) && Icmp.isError(packet)
            ? icmp.readQuote(packet, p.key, p.zone) : Tuples.set(p.key, packet, p.zone) == Reason.NONE;
        return hasTuple ? connections.number(connections.find(p.key, nowNanos)) : -1;
    }

    private Reason read(final int protocol, final PreparedPacket p) {
        return switch (protocol) {
            case Packet.TCP -> tcp.read(p.segment);
            case Packet.SCTP -> sctp.read(p.packet);
            case Packet.UDP, Packet.UDPLITE -> datagrams.read(p.packet);
            default -> Reason.NONE;
        };
    }

    private int trackBy(final int protocol, final long entry, final boolean fresh, final int direction,
        final PreparedPacket p, final long nowNanos) {
        switch (protocol) {
            case Packet.TCP:
                return tcp.track(entry, fresh, direction, p.segment, nowNanos);
            case Packet.SCTP:
                return sctp.track(entry, fresh, direction, p.packet, nowNanos);
            default:
                datagrams.track(entry, fresh, direction, p.packet, nowNanos);
                return Outcome.ACCEPT;
        }
    }

    /**
     * Track a packet of a known connection.
     *
     * @return its verdict, or {@link #REOPENED}.
     */
    private long follow(final long entry, final int protocol, final PreparedPacket p, final long nowNanos) {
        final int number = table.number(entry);
        if (!table.isOwn(entry)) {
            return Verdict.invalid(Reason.OTHER_WORKER, number);
        }
        final int direction = ConnectionTable.direction(entry, p.key);
        // without the helper's bits, so that they count as a change: then the packet is shown to it
        final int first = UnsafeApi.getInt(entry + EntryDescriptor.STATUS) & ~Status.HELPER;
        final int firstState = UnsafeApi.getByte(entry + EntryDescriptor.STATE);
        VersionStamp.begin(entry);
        final int outcome = trackBy(protocol, entry, false, direction, p, nowNanos);
        if (outcome != Outcome.ACCEPT && !isLetThrough(outcome)) {
            VersionStamp.end(entry);
            return unaccepted(entry, number, direction, outcome, p, nowNanos);
        }
        final int before = UnsafeApi.getInt(entry + EntryDescriptor.STATUS);
        final int status = before | direction * Status.SEEN_REPLY;
        if (status != before) {
            UnsafeApi.putInt(entry + EntryDescriptor.STATUS, status);
        }
        VersionStamp.end(entry);
        final long verdict = Verdict.following(status, direction, number);
        final int changes = first ^ status | firstState ^ UnsafeApi.getByte(entry + EntryDescriptor.STATE);
        if (changes != 0) {
            changed(entry, number, p.key, first ^ status, firstState, nowNanos);
            if ((status & Status.HELPER) != 0 && helpers != null) {
                return helped(outcome == Outcome.ACCEPT ? verdict
                    : letThrough(outcome, verdict, (changes & ~Status.HELPER) != 0, number, nowNanos),
                    number, status, direction, p, nowNanos);
            }
        }
        return outcome == Outcome.ACCEPT ? verdict
            : letThrough(outcome, verdict, (changes & ~Status.HELPER) != 0, number, nowNanos);
    }

    /** Show a packet to its connection's helper, which may have something to say about it. */
    private long helped(final long verdict, final int number, final int status, final int direction,
        final PreparedPacket p, final long nowNanos) {
        final Reason said = helpers.help(number, status, direction, p.packet, p.zone, nowNanos);
        return said == Reason.NONE || Verdict.reason(verdict) != Reason.NONE ? verdict
            : Verdict.because(said, verdict);
    }

    /** INVALID, and nothing is opened. */
    private long refused(final Reason reason, final PreparedPacket p, final long nowNanos) {
        if (helpers != null) {
            helpers.refuse(p.key, nowNanos);
        }
        return Verdict.invalid(reason, -1);
    }

    private static boolean isLetThrough(final int outcome) {
        return Outcome.isIgnored(outcome) || outcome == Outcome.ACCEPT_AS_NEWS;
    }

    private long letThrough(final int outcome, final long verdict, final boolean isTold, final int number,
        final long nowNanos) {
        if (outcome == Outcome.ACCEPT_AS_NEWS && !isTold && connections.hasListener()) {
            connections.events().updated(number, EventCause.STATE, nowNanos);
        }
        return Verdict.because(Outcome.reason(outcome), verdict);
    }

    /** A packet made its connection replied, assured, or another state's. */
    private void changed(final long entry, final int number, final TupleKey key, final int statusBits,
        final int oldState, final long nowNanos) {
        if ((statusBits & Status.ASSURED) != 0) {
            table.assure(entry, key);
        }
        if (connections.hasListener()) {
            final int cause = ((statusBits & Status.SEEN_REPLY) != 0 ? EventCause.REPLY : 0)
                | ((statusBits & Status.ASSURED) != 0 ? EventCause.ASSURED : 0)
                | (UnsafeApi.getByte(entry + EntryDescriptor.STATE) != oldState ? EventCause.STATE : 0);
            if (cause != 0) {
                connections.events().updated(number, cause, nowNanos);
            }
        }
    }

    private long unaccepted(final long entry, final int number, final int direction, final int outcome,
        final PreparedPacket p, final long nowNanos) {
        if (outcome > 0) {
            return Verdict.invalid(Reason.of(outcome), number);
        }
        if (outcome == Outcome.ACCEPT_AND_DELETE) {
            table.columns().count(number, direction, p.packet.ipLength());
        }
        final int status = UnsafeApi.getInt(entry + EntryDescriptor.STATUS);
        connections.destroy(entry, EventCause.PROTOCOL, nowNanos);
        return outcome == Outcome.REOPEN ? REOPENED
            : Verdict.following(status | direction * Status.SEEN_REPLY, direction, -1);
    }

    private Reason opening(final int protocol, final PreparedPacket p) {
        return switch (protocol) {
            case Packet.TCP -> tcp.opening(p.segment);
            case Packet.SCTP -> sctp.opening(p.packet);
            case Packet.ICMP, Packet.ICMPV6 -> Tuples.isIcmpAnswer(p.packet) ? Reason.ICMP_NOT_A_QUERY : Reason.NONE;
            default -> Reason.NONE;
        };
    }

    /** Track the first packet of a connection. */
    private long open(final int protocol, final PreparedPacket p, final long nowNanos) {
        final Reason reason = opening(protocol, p);
        if (reason != Reason.NONE) {
            return refused(reason, p, nowNanos);
        }
        final long entry = connections.insert(p.key, nowNanos);
        if (entry == ConnectionTable.NONE) {
            return Verdict.invalid(connections.refusal(), -1);
        }
        final int number = table.number(entry);
        if (!table.isOwn(entry)) {
            return Verdict.invalid(Reason.OTHER_WORKER, number);
        }
        VersionStamp.begin(entry);
        if (helpers != null) {
            helpers.open(entry, p.key, nowNanos);
        }
        final int outcome = trackBy(protocol, entry, true, 0, p, nowNanos);
        final int status = UnsafeApi.getInt(entry + EntryDescriptor.STATUS);
        table.columns().start(number, nowNanos);
        if (outcome == Outcome.ACCEPT_AND_DELETE || outcome > 0) {
            VersionStamp.end(entry);
            connections.withdraw(entry);
            return outcome > 0 ? Verdict.invalid(Reason.of(outcome), -1) : Verdict.following(status, 0, -1);
        }
        ConnectionTable.confirm(entry);
        VersionStamp.end(entry);
        connections.link(entry);
        if ((status & Status.ASSURED) != 0) {
            table.assure(entry, p.key);
        }
        if (connections.hasListener()) {
            connections.events().opened(number, nowNanos);
        }
        final long verdict = Verdict.opening(Verdict.following(status, 0, number),
            UnsafeApi.getByte(entry + EntryDescriptor.GENERATION));
        return (status & Status.HELPER) == 0 ? verdict : helped(verdict, number, status, 0, p, nowNanos);
    }

    /** A lane of its own for plain segments. */
    PlainLane plainLane() {
        return new PlainLane(table, tcp);
    }

    /** Null when no connection can be expected. */
    Helpers helpers() {
        return helpers;
    }

    @Override
    public void close() {
        reassembler4.close();
        reassembler6.close();
    }
}
