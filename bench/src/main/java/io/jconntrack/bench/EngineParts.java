/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.protocol.DatagramTracker;
import io.jconntrack.protocol.Lifetimes;
import io.jconntrack.protocol.TcpTracker;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import io.jconntrack.timer.TimerWheel;
import java.util.EnumSet;
import org.agrona.UnsafeApi;

/**
 * The engine's inner parts, for the micro-benchmarks, and for the peers that run its protocols on entries of their own.
 * Whatever here leans on the inside of the engine's table stands in this class.
 */
final class EngineParts implements AutoCloseable {
    /** Bytes of an entry. */
    static final int ENTRY_LENGTH = EntryDescriptor.LENGTH;

    /** TCP under the settings' profile. */
    final TcpTracker tcp;
    /** UDP and others. */
    final DatagramTracker datagrams;
    /** The wheel of the table. */
    final TimerWheel wheel;

    private final ConnectionTable table;
    private final Lifetimes lifetimes;

    /**
     * Parts that belong together, under the hash seed (1, 2).
     *
     * @param settings in force.
     * @param capacity of the table.
     */
    EngineParts(final Settings settings, final int capacity) {
        table = new ConnectionTable(capacity, EnumSet.noneOf(Column.class), 1, TimerWheel.slotsFor(capacity), key());
        wheel = new TimerWheel(table);
        lifetimes = new Lifetimes(table, wheel);
        tcp = new TcpTracker(settings, lifetimes);
        datagrams = new DatagramTracker(settings, lifetimes);
    }

    /**
     * A key under the seed of the parts' table.
     *
     * @return an unset key.
     */
    static TupleKey key() {
        return new TupleKey(1, 2);
    }

    /** Forget which time-out the last packet applied. */
    void nextPacket() {
        lifetimes.reset();
    }

    /**
     * Find an entry.
     *
     * @param key of the connection.
     * @return the entry's address, or 0.
     */
    long find(final TupleKey key) {
        return table.find(key);
    }

    /**
     * Insert an entry, linked in no wheel.
     *
     * @param key of the connection; the packet's direction becomes the original one.
     * @return the entry's address, or 0 when the table is full.
     */
    long insert(final TupleKey key) {
        return table.insert(key, key.isFromHi());
    }

    /**
     * Remove an entry that is linked in no wheel.
     *
     * @param entry its address.
     */
    void remove(final long entry) {
        table.remove(entry);
    }

    /**
     * Make a peer's memory an entry that the protocols can work on: as the table does, but linked in no wheel. The
     * engine's wheel relinks only entries whose deadline moves before their linked tick; tick 0 keeps it away.
     *
     * @param entry address of 128 bytes.
     * @param key of the connection; the packet's direction becomes the original one.
     * @param nowNanos first deadline.
     */
    static void initialise(final long entry, final PeerKey key, final long nowNanos) {
        UnsafeApi.setMemory(entry, EntryDescriptor.LENGTH, (byte)0);
        key.write(entry + EntryDescriptor.KEY);
        UnsafeApi.putLong(entry + EntryDescriptor.DEADLINE, nowNanos);
        UnsafeApi.putInt(entry + EntryDescriptor.STATUS, Status.CONFIRMED);
        UnsafeApi.putByte(entry + EntryDescriptor.FLAGS,
            (byte)(key.fromHi && !key.same ? EntryDescriptor.FLAG_ORIGINAL_FROM_HI : 0));
    }

    static int direction(final long entry, final PeerKey key) {
        return (UnsafeApi.getByte(entry + EntryDescriptor.FLAGS) & EntryDescriptor.FLAG_ORIGINAL_FROM_HI)
            == (key.fromHi ? EntryDescriptor.FLAG_ORIGINAL_FROM_HI : 0) ? 0 : 1;
    }

    static long keyAddress(final long entry) {
        return entry + EntryDescriptor.KEY;
    }

    static long deadline(final long entry) {
        return UnsafeApi.getLong(entry + EntryDescriptor.DEADLINE);
    }

    static boolean isAssured(final long entry) {
        return (UnsafeApi.getInt(entry + EntryDescriptor.STATUS) & Status.ASSURED) != 0;
    }

    static boolean hasSeenReply(final long entry) {
        return (UnsafeApi.getInt(entry + EntryDescriptor.STATUS) & Status.SEEN_REPLY) != 0;
    }

    static void setSeenReply(final long entry) {
        UnsafeApi.putInt(entry + EntryDescriptor.STATUS,
            UnsafeApi.getInt(entry + EntryDescriptor.STATUS) | Status.SEEN_REPLY);
    }

    /** Three ints of an entry that a peer's wheel may use: next, previous, and the tick under which it is linked. */
    static long nextAddress(final long entry) {
        return entry + EntryDescriptor.NEXT;
    }

    static long previousAddress(final long entry) {
        return entry + EntryDescriptor.PREV;
    }

    static long linkedTickAddress(final long entry) {
        return entry + EntryDescriptor.VERSION;
    }

    @Override
    public void close() {
        table.close();
    }
}
