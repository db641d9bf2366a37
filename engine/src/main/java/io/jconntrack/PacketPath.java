/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.PacketRow.ADDRESS;
import static io.jconntrack.PacketRow.BUCKET;
import static io.jconntrack.PacketRow.ENTRY;
import static io.jconntrack.PacketRow.HASH;
import static io.jconntrack.PacketRow.KEY;
import static io.jconntrack.PacketRow.KIND;
import static io.jconntrack.PacketRow.MARK;
import static io.jconntrack.PacketRow.SLOT;

import io.jconntrack.net.Reason;
import io.jconntrack.packet.PlainSegment;
import io.jconntrack.protocol.Lifetimes;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EarlyLook;
import org.agrona.UnsafeApi;

/**
 * The way of packets through a tracker, in stages: decoded and hashed, index touched, entries touched, protocol run.
 * Counts what comes out.
 */
final class PacketPath {
    /** Buckets in which a victim is looked for early; of a table that is nine tenths assured this finds 95 %. */
    private static final int VICTIM_ROUNDS = 10;

    private final EarlyLook look;
    private final Lifetimes lifetimes;
    private final Tracker tracker;
    private final PacketMemory memory;
    private final PlainLane lane;
    private final PreparedPacket[] packets = new PreparedPacket[PacketBatch.CAPACITY];
    /** Has the row of a packet that came alone. */
    private final PacketBatch alone = new PacketBatch();
    private final long[] reasons = new long[Reason.values().length];
    private final long[] states = new long[ConnState.values().length];
    /** Packets that went the plain segments' lane to its end. */
    private long predicted;
    /** Takes the early loads of a batch, so that the compiler can't leave them out. */
    private long touched;

    PacketPath(final ConnectionTable table, final Lifetimes lifetimes, final Tracker tracker,
        final PacketMemory memory) {
        look = table.earlyLook();
        this.lifetimes = lifetimes;
        this.tracker = tracker;
        this.memory = memory;
        lane = tracker.plainLane();
        for (int i = 0; i < PacketBatch.CAPACITY; i++) {
            packets[i] = new PreparedPacket(table.newKey());
        }
    }

    /** A packet that came alone. */
    long track(final long address, final int captured, final int onWire, final int zone, final int flags,
        final long nowNanos) {
        final long row = alone.row(0);
        final int kind = lane.prepare(row, address, captured, onWire, zone, flags);
        if (kind == PlainSegment.OTHER) {
            decode(0, row, address, captured, onWire, zone, flags);
        }
        touch(alone, 1);
        final long verdict = kind == PlainSegment.PLAIN ? lane.follow(row, nowNanos) : PlainLane.NOT_PREDICTED;
        if (verdict != PlainLane.NOT_PREDICTED) {
            followed(1);
            return verdict;
        }
        return finish(0, row, kind, zone, nowNanos);
    }

    /** The stages are early loads: what they touch is on its way for all packets when the last stage needs it. */
    void track(final PacketBatch batch) {
        if (batch.address == 0) {
            oneByOne(batch);
            return;
        }
        touchPackets(batch);
        prepare(batch);
        touch(batch, batch.size);
        finish(batch);
    }

    /** A frame without an IP packet. */
    long notIp() {
        states[ConnState.NOTIP.ordinal()]++;
        return Verdict.of(ConnState.NOTIP);
    }

    /** Packets come from another core or from memory. */
    private void touchPackets(final PacketBatch batch) {
        long sum = 0;
        for (int i = 0; i < batch.size; i++) {
            final long row = batch.row(i);
            if (PacketRow.captured(row) >= Long.BYTES) {
                sum += UnsafeApi.getLong(batch.address + PacketRow.offset(row));
            }
        }
        touched = sum;
    }

    /** Whole segments first: what has to be decoded waits, so that their loop calls nothing. */
    private void prepare(final PacketBatch batch) {
        long others = 0;
        for (int i = 0; i < batch.size; i++) {
            final long row = batch.row(i);
            if (lane.prepare(row, batch.address + PacketRow.offset(row), PacketRow.captured(row),
                PacketRow.onWire(row), PacketRow.zone(row), PacketRow.flags(row)) == PlainSegment.OTHER) {
                others |= 1L << i;
            }
        }
        for (; others != 0; others &= others - 1) {
            final int i = Long.numberOfTrailingZeros(others);
            final long row = batch.row(i);
            decode(i, row, batch.address + PacketRow.offset(row), PacketRow.captured(row), PacketRow.onWire(row),
                PacketRow.zone(row), PacketRow.flags(row));
        }
    }

    private void decode(final int i, final long row, final long address, final int captured, final int onWire,
        final int zone, final int flags) {
        Tracker.prepare(packets[i], address, captured, onWire, zone, flags);
        UnsafeApi.putLong(row + HASH, packets[i].key.hash());
    }

    /** Each early load is in a loop of its own and short, so that all misses of the batch fit into the processor. */
    private void touch(final PacketBatch batch, final int size) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            final long row = batch.row(i);
            final long hash = UnsafeApi.getLong(row + HASH);
            final long home = look.home(hash);
            UnsafeApi.putLong(row + BUCKET, home);
            UnsafeApi.putLong(row + MARK, EarlyLook.mark(hash));
            sum += EarlyLook.touchBucket(home);
        }
        long unknown = 0;
        for (int i = 0; i < size; i++) {
            final long row = batch.row(i);
            final long slot = look.candidate(UnsafeApi.getLong(row + BUCKET), UnsafeApi.getLong(row + HASH),
                UnsafeApi.getLong(row + MARK));
            UnsafeApi.putLong(row + SLOT, slot);
            UnsafeApi.putLong(row + ENTRY, look.entryOf(slot));
            unknown |= (slot - 1 & ~slot) >>> 63 << i;
        }
        if (unknown != 0 && look.isFull()) {
            sum += touchVictims(batch, unknown);
        }
        for (int i = 0; i < size; i++) {
            sum += EarlyLook.touchEntry(UnsafeApi.getLong(batch.row(i) + ENTRY));
        }
        touched = sum;
    }

    /**
     * Look early for the entries that will have to make room. The packets go from bucket to bucket together, so that
     * the misses of each round overlap.
     *
     * @param unknown packets of which the index knows nothing: bit n for packet n.
     */
    private long touchVictims(final PacketBatch batch, final long unknown) {
        long sum = 0;
        long seeking = unknown;
        for (int round = 0; seeking != 0 && round < VICTIM_ROUNDS; round++) {
            long left = seeking;
            for (; left != 0; left &= left - 1) {
                final long row = batch.row(Long.numberOfTrailingZeros(left));
                final long bucket = UnsafeApi.getLong(row + BUCKET);
                final long slot = EarlyLook.droppable(bucket);
                UnsafeApi.putLong(row + ENTRY, look.entryOf(slot));
                UnsafeApi.putLong(row + BUCKET, look.nextBucket(bucket));
                // without a branch: whether a bucket has one can't be predicted
                seeking ^= (left & -left) & -((slot | -slot) >>> 63);
            }
            for (left = seeking; left != 0; left &= left - 1) {
                sum += EarlyLook.touchBucket(
                    UnsafeApi.getLong(batch.row(Long.numberOfTrailingZeros(left)) + BUCKET));
            }
        }
        return sum;
    }

    private void finish(final PacketBatch batch) {
        int followed = 0;
        for (int i = 0; i < batch.size; i++) {
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
            Tracker.prepareWhole(packet, UnsafeApi.getLong(row + ADDRESS), row + KEY, zone);
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

    long packets(final ConnState state) {
        return states[state.ordinal()];
    }

    long packets(final Reason reason) {
        return reasons[reason.ordinal()];
    }
}
