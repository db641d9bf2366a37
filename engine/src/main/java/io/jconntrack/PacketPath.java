/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.PacketRow.BUCKET;
import static io.jconntrack.PacketRow.ENTRY;
import static io.jconntrack.PacketRow.HASH;
import static io.jconntrack.PacketRow.KEY;
import static io.jconntrack.PacketRow.KIND;
import static io.jconntrack.PacketRow.MARK;
import static io.jconntrack.PacketRow.ROOM;
import static io.jconntrack.PacketRow.SLOT;

import io.jconntrack.memory.Rows;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.PlainSegment;
import io.jconntrack.protocol.Lifetimes;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EarlyLook;
import org.agrona.UnsafeApi;

/**
 * The way of packets through a tracker, in three stages: recognised or decoded, and hashed; looked up in the index;
 * finished by their protocol. Counts what comes out.
 */
final class PacketPath {
    /** Buckets that are read early for a victim: the first most likely has one. */
    private static final int VICTIM_ROUNDS = 3;
    /** Batches after one for whose packets vectors were of little use. */
    private static final int REST = 31;
    private static final long ALL_LANES = (1 << Rows.LANES) - 1;

    private final EarlyLook look;
    private final Lifetimes lifetimes;
    private final Tracker tracker;
    private final PacketMemory memory;
    private final PlainLane lane;
    /** Null where packets always go one by one. */
    private final VectorLane vectors;
    /** The same for the batch that is being tracked. */
    private VectorLane eight;
    /** Batches to go without vectors yet: the last one that had them had few plain segments. */
    private int resting;
    private final FetchAhead ahead;
    private final PreparedPacket[] packets = new PreparedPacket[PacketBatch.CAPACITY];
    /** Has the row of a packet that came alone. */
    private final PacketBatch alone = new PacketBatch();
    private final long[] reasons = new long[Reason.values().length];
    private final long[] states = new long[ConnState.values().length];
    /** Packets that went the plain segments' lane to its end. */
    private long predicted;
    /** Those of them that went eight at a time. */
    private long predictedAtOnce;
    /** Whether the last batch wanted victims: the next most likely will. */
    private boolean isFlooded;

    PacketPath(final ConnectionTable table, final Lifetimes lifetimes, final Tracker tracker,
        final PacketMemory memory, final FetchAhead ahead, final boolean useVectors) {
        look = table.earlyLook();
        this.lifetimes = lifetimes;
        this.tracker = tracker;
        this.memory = memory;
        this.ahead = ahead;
        lane = tracker.plainLane();
        vectors = useVectors ? lane.vectors(table) : null;
        for (int i = 0; i < PacketBatch.CAPACITY; i++) {
            packets[i] = new PreparedPacket(table.newKey());
        }
    }

    /** A packet that came alone. */
    long track(final long address, final int captured, final int onWire, final int zone, final int flags,
        final long nowNanos) {
        PacketRow.write(alone.row(0), address, captured, onWire, zone, flags, nowNanos);
        prepare(alone, 0, 1);
        lookUp(alone, 0, 1);
        finish(alone, 0, 1);
        return PacketRow.verdict(alone.row(0));
    }

    /**
     * Group by group, so that while the packets of one are worked on, what those of the next need is on its way:
     * <pre>
     *  prepare   0  1  2  3  .  .
     *  look up   .  0  1  2  3  .
     *  finish    .  .  0  1  2  3
     * </pre>
     */
    void track(final PacketBatch batch) {
        if (batch.address == 0) {
            oneByOne(batch);
            return;
        }
        final int size = batch.size;
        final long atOnce = predictedAtOnce;
        eight = resting == 0 ? vectors : null;
        resting = Math.max(0, resting - 1);
        final int group = ahead.group();
        final boolean wasFlooded = isFlooded;
        isFlooded = false;
        ahead.packets(batch, 0, Math.min(2 * group, size));
        for (int from = 0; from < size + 2 * group; from += group) {
            final int looked = from - group;
            final int finished = looked - group;
            if (from < size) {
                final int to = Math.min(from + group, size);
                prepare(batch, from, to);
                ahead.buckets(batch, from, to);
                if (wasFlooded) {
                    seekRoom(batch, from, to);
                    ahead.rooms(batch, from, to);
                }
                ahead.packets(batch, to + group, Math.min(to + 2 * group, size));
            }
            if (looked >= 0 && looked < size) {
                final int to = Math.min(from, size);
                final long unknown = lookUp(batch, looked, to);
                if (unknown != 0 && look.isFull()) {
                    isFlooded = true;
                    if (wasFlooded) {
                        chooseVictims(batch, unknown);
                    }
                }
                ahead.entries(batch, looked, to, eight != null);
            }
            if (finished >= 0) {
                finish(batch, finished, Math.min(looked, size));
            }
        }
        // half of those that could go at once
        if (eight != null && predictedAtOnce - atOnce < (size & -Rows.LANES) >> 1) {
            resting = REST;
        }
        eight = null;
    }

    /** A frame without an IP packet. */
    long notIp() {
        states[ConnState.NOTIP.ordinal()]++;
        return Verdict.of(ConnState.NOTIP);
    }

    /** Whole segments first: what has to be decoded waits, so that their loop calls nothing. */
    private void prepare(final PacketBatch batch, final int from, final int to) {
        long others = 0;
        int i = from;
        for (; eight != null && to - i >= Rows.LANES; i += Rows.LANES) {
            long left = ~eight.prepare(batch.row(i)) & ALL_LANES;
            for (; left != 0; left &= left - 1) {
                final int one = i + Long.numberOfTrailingZeros(left);
                others |= prepareWhole(batch.row(one)) << one;
            }
        }
        for (; i < to; i++) {
            others |= prepareWhole(batch.row(i)) << i;
        }
        decode(batch, others);
    }

    private void decode(final PacketBatch batch, final long others) {
        for (long left = others; left != 0; left &= left - 1) {
            final int i = Long.numberOfTrailingZeros(left);
            final long row = batch.row(i);
            Tracker.prepare(packets[i], PacketRow.address(row), PacketRow.captured(row), PacketRow.onWire(row),
                PacketRow.zone(row), PacketRow.flags(row));
            final long hash = packets[i].key.hash();
            UnsafeApi.putLong(row + HASH, hash);
            place(row, hash);
        }
    }

    /** 0 when the packet was a whole segment, else 1. */
    private long prepareWhole(final long row) {
        if (lane.prepare(row) == PlainSegment.OTHER) {
            return 1;
        }
        place(row, UnsafeApi.getLong(row + HASH));
        return 0;
    }

    private void place(final long row, final long hash) {
        UnsafeApi.putLong(row + BUCKET, look.home(hash));
        UnsafeApi.putLong(row + MARK, EarlyLook.mark(hash));
    }

    /**
     * See what the index has.
     *
     * @return packets of which it knows nothing: bit n for packet n.
     */
    private long lookUp(final PacketBatch batch, final int from, final int to) {
        long unknown = 0;
        int i = from;
        for (; eight != null && to - i >= Rows.LANES; i += Rows.LANES) {
            unknown |= eight.lookUp(batch.row(i)) << i;
        }
        for (; i < to; i++) {
            final long row = batch.row(i);
            final long slot = look.candidate(UnsafeApi.getLong(row + BUCKET), UnsafeApi.getLong(row + HASH),
                UnsafeApi.getLong(row + MARK));
            UnsafeApi.putLong(row + SLOT, slot);
            UnsafeApi.putLong(row + ENTRY, look.entryOf(slot));
            unknown |= (slot - 1 & ~slot) >>> 63 << i;
        }
        return unknown;
    }

    /** Note the buckets whose entries will have to make room if the packets are new ones'. */
    private void seekRoom(final PacketBatch batch, final int from, final int to) {
        for (int i = from; i < to; i++) {
            final long row = batch.row(i);
            final long home = UnsafeApi.getLong(row + BUCKET);
            final long bucket = look.nearestDroppable(home);
            UnsafeApi.putLong(row + ROOM, bucket == 0 ? home : bucket);
        }
    }

    /**
     * Note the entries that will have to make room.
     *
     * @param unknown packets of which the index knows nothing: bit n for packet n.
     */
    private void chooseVictims(final PacketBatch batch, final long unknown) {
        for (long left = unknown; left != 0; left &= left - 1) {
            final long row = batch.row(Long.numberOfTrailingZeros(left));
            long bucket = UnsafeApi.getLong(row + ROOM);
            long slot = EarlyLook.droppable(bucket);
            for (int round = 1; slot == 0 && round < VICTIM_ROUNDS; round++) {
                bucket = look.nearestDroppable(look.nextBucket(bucket));
                if (bucket == 0) {
                    break;
                }
                slot = EarlyLook.droppable(bucket);
            }
            UnsafeApi.putLong(row + ENTRY, look.entryOf(slot));
        }
    }

    private void finish(final PacketBatch batch, final int from, final int to) {
        int i = from;
        for (; eight != null && to - i >= Rows.LANES; i += Rows.LANES) {
            final int count = eight.follow(batch.row(i));
            followed(count);
            predictedAtOnce += count;
            finishOneByOne(batch, i + count, i + Rows.LANES);
        }
        finishOneByOne(batch, i, to);
    }

    private void finishOneByOne(final PacketBatch batch, final int from, final int to) {
        int followed = 0;
        for (int i = from; i < to; i++) {
            final long row = batch.row(i);
            final int kind = UnsafeApi.getInt(row + KIND);
            final long nowNanos = PacketRow.nanos(row);
            long verdict = kind == PlainSegment.PLAIN ? lane.follow(row, nowNanos) : PlainLane.NOT_PREDICTED;
            if (verdict != PlainLane.NOT_PREDICTED) {
                followed++;
            } else {
                // whoever is told of what comes now may look at the numbers
                followed(followed);
                followed = 0;
                verdict = finish(i, row, kind, PacketRow.zone(row), nowNanos);
            }
            PacketRow.verdict(row, verdict);
        }
        followed(followed);
    }

    private void followed(final int count) {
        states[ConnState.ESTABLISHED.ordinal()] += count;
        predicted += count;
    }

    /** Packets in the Java heap: the staging is lost on them. */
    private void oneByOne(final PacketBatch batch) {
        for (int i = 0; i < batch.size; i++) {
            final long address = batch.addressOf(memory, i);
            final long row = batch.row(i);
            PacketRow.verdict(row, track(address, PacketRow.captured(row), PacketRow.onWire(row),
                PacketRow.zone(row), PacketRow.flags(row), PacketRow.nanos(row)));
        }
    }

    /** The general path, of a packet that was decoded or is whole. */
    private long finish(final int i, final long row, final int kind, final int zone, final long nowNanos) {
        lifetimes.reset();
        final PreparedPacket packet = packets[i];
        if (kind != PlainSegment.OTHER) {
            Tracker.prepareWhole(packet, PacketRow.address(row), row + KEY, zone);
        }
        final long verdict = packet.refused == Reason.NONE
            ? tracker.track(packet, UnsafeApi.getLong(row + SLOT), nowNanos)
            : Verdict.invalid(packet.refused, -1);
        states[(int)verdict & 7]++;
        if ((verdict & Verdict.REASON) != 0) {
            reasons[Verdict.reason(verdict).ordinal()]++;
        }
        return verdict;
    }

    long predicted() {
        return predicted;
    }

    long predictedAtOnce() {
        return predictedAtOnce;
    }

    long packets(final ConnState state) {
        return states[state.ordinal()];
    }

    long packets(final Reason reason) {
        return reasons[reason.ordinal()];
    }
}
