/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.Outcome;
import io.jconntrack.protocol.TcpSegment;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;

/**
 * The tracker over somebody else's map: the engine's decoder and protocols on the same 128-byte entries, TCP and UDP
 * over both versions of IP. Packets go one by one, since none of these maps looks up many keys at once.
 */
abstract class PeerTracker implements Tracker {
    private static final int EARLY_DROP_TRIES = 32;

    private final EngineParts parts;
    private final Packet packet = new Packet();
    private final TcpSegment segment = new TcpSegment(packet);
    private final PeerKey key = new PeerKey();
    private final PeerKey dropped = new PeerKey();
    private final PeerWheel wheel = new PeerWheel(this);
    private final int capacity;
    private final long[] counts = new long[ConnState.values().length];
    private final ConnState[] states = new ConnState[CAPACITY];
    private final Reason[] reasons = new Reason[CAPACITY];
    private final boolean[] replies = new boolean[CAPACITY];
    private Reason reason;
    private boolean reply;
    private int size;
    /** A random place where room is looked for; these maps have no neighbourhood. */
    private long hand;
    private long earlyDrops;
    private long refused;

    /**
     * An empty tracker.
     *
     * @param settings in force.
     */
    PeerTracker(final Settings settings) {
        parts = new EngineParts(settings, 1);
        capacity = (int)settings.get(Setting.MAX);
    }

    /** The entry of a key; 0 for none. */
    abstract long find(PeerKey wanted);

    /** Memory of a new entry under a key that the map does not hold. */
    abstract long insert(PeerKey fresh);

    /** Take a key out of the map and free its entry. */
    abstract void remove(PeerKey gone, long entry);

    /** Address of a numbered entry; 0 where none lives. */
    abstract long address(int number);

    /** Number of an entry, 0 to capacity - 1. */
    abstract int number(long entry);

    @Override
    public final void track(final PreparedPackets ring, final int at, final int count, final long nowNanos,
        final long stepNanos) {
        int place = at;
        long nanos = nowNanos;
        for (int j = 0; j < count; j++) {
            final int length = ring.lengths[place];
            final ConnState state = track(ring.address(place), length, nanos);
            states[j] = state;
            reasons[j] = reason;
            replies[j] = reply;
            counts[state.ordinal()]++;
            place = place + 1 & ring.mask;
            nanos += stepNanos;
        }
    }

    private ConnState track(final long address, final int length, final long nowNanos) {
        reply = false;
        reason = packet.decode(address, length, length, PacketFlags.NONE);
        if (reason != Reason.NONE) {
            return ConnState.INVALID;
        }
        final int protocol = packet.protocol();
        if (packet.isFragment() || protocol != Packet.TCP && protocol != Packet.UDP) {
            throw new IllegalArgumentException("peers track whole TCP and UDP packets: protocol=" + protocol);
        }
        reason = key.set(packet);
        if (reason != Reason.NONE) {
            return ConnState.INVALID;
        }
        parts.nextPacket();
        final long entry = findLive(nowNanos);
        reason = protocol == Packet.TCP ? parts.tcp.read(segment) : parts.datagrams.read(packet);
        if (reason != Reason.NONE) {
            return ConnState.INVALID;
        }
        if (entry != 0) {
            final ConnState state = follow(entry, protocol, nowNanos);
            if (state != null) {
                return state;
            }
        }
        reason = protocol == Packet.TCP ? parts.tcp.opening(segment) : Reason.NONE;
        return reason == Reason.NONE ? open(protocol, nowNanos) : ConnState.INVALID;
    }

    private long findLive(final long nowNanos) {
        final long entry = find(key);
        if (entry != 0 && EngineParts.deadline(entry) <= nowNanos) {
            delete(entry);
            return 0;
        }
        return entry;
    }

    /** What a packet of a known connection is; null when it opens a new one in its place. */
    private ConnState follow(final long entry, final int protocol, final long nowNanos) {
        final int direction = EngineParts.direction(entry, key);
        final int outcome = apply(protocol, entry, false, direction, nowNanos);
        if (outcome == Outcome.REOPEN) {
            delete(entry);
            return null;
        }
        reason = Outcome.reason(outcome);
        if (outcome > 0) {
            wheel.refreshed(entry);
            return ConnState.INVALID;
        }
        reply = direction == 1;
        if (outcome == Outcome.ACCEPT_AND_DELETE) {
            delete(entry);
            return reply ? ConnState.ESTABLISHED : ConnState.NEW;
        }
        wheel.refreshed(entry);
        final boolean seenReply = EngineParts.hasSeenReply(entry);
        if (reply && !seenReply) {
            EngineParts.setSeenReply(entry);
        }
        return reply || seenReply ? ConnState.ESTABLISHED : ConnState.NEW;
    }

    private ConnState open(final int protocol, final long nowNanos) {
        if (size == capacity && !dropEarly()) {
            refused++;
            reason = Reason.TABLE_FULL;
            return ConnState.INVALID;
        }
        final long entry = insert(key);
        size++;
        EngineParts.initialise(entry, key, nowNanos);
        final int outcome = apply(protocol, entry, true, 0, nowNanos);
        wheel.link(entry);
        if (outcome == Outcome.ACCEPT_AND_DELETE || outcome > 0) {
            delete(entry);
        }
        reason = Outcome.reason(outcome);
        return outcome > 0 ? ConnState.INVALID : ConnState.NEW;
    }

    private int apply(final int protocol, final long entry, final boolean fresh, final int direction,
        final long nowNanos) {
        if (protocol == Packet.TCP) {
            return parts.tcp.track(entry, fresh, direction, segment, nowNanos);
        }
        parts.datagrams.track(entry, fresh, direction, packet, nowNanos);
        return Outcome.ACCEPT;
    }

    private boolean dropEarly() {
        for (int i = 0; i < EARLY_DROP_TRIES; i++) {
            hand = hand * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
            final long entry = address((int)((hand >>> 32) * capacity >>> 32));
            if (entry != 0 && !EngineParts.isAssured(entry)) {
                delete(entry);
                earlyDrops++;
                return true;
            }
        }
        return false;
    }

    /**
     * Remove an entry.
     *
     * @param entry its address.
     */
    final void delete(final long entry) {
        wheel.unlink(entry);
        dropped.read(EngineParts.keyAddress(entry));
        remove(dropped, entry);
        size--;
    }

    @Override
    public final void poll(final long nowNanos, final int limit) {
        wheel.poll(nowNanos, limit);
    }

    @Override
    public final ConnState state(final int index) {
        return states[index];
    }

    @Override
    public final Reason reason(final int index) {
        return reasons[index];
    }

    @Override
    public final boolean isReply(final int index) {
        return replies[index];
    }

    @Override
    public final long packets(final ConnState state) {
        return counts[state.ordinal()];
    }

    @Override
    public final long refused() {
        return refused;
    }

    @Override
    public final long earlyDrops() {
        return earlyDrops;
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final int capacity() {
        return capacity;
    }

    @Override
    public void close() {
        parts.close();
    }
}
