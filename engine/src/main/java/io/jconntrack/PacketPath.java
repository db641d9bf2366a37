/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.net.Reason;
import io.jconntrack.protocol.Lifetimes;
import io.jconntrack.table.ConnectionTable;

/**
 * The way of packets through a tracker, in stages: decoded and hashed, index touched, entries touched, protocol run.
 * Counts what comes out.
 */
final class PacketPath {
    private final ConnectionTable table;
    private final Lifetimes lifetimes;
    private final Tracker tracker;
    private final PacketMemory memory;
    private final PreparedPacket[] packets = new PreparedPacket[PacketBatch.CAPACITY];
    private final long[] homes = new long[PacketBatch.CAPACITY];
    private final long[] candidates = new long[PacketBatch.CAPACITY];
    private final long[] slots = new long[PacketBatch.CAPACITY];
    private final long[] entries = new long[PacketBatch.CAPACITY];
    private final long[] reasons = new long[Reason.values().length];
    private final long[] states = new long[ConnState.values().length];
    /** Takes the early loads of a batch, so that the compiler can't leave them out. */
    private long touched;

    PacketPath(final ConnectionTable table, final Lifetimes lifetimes, final Tracker tracker,
        final PacketMemory memory) {
        this.table = table;
        this.lifetimes = lifetimes;
        this.tracker = tracker;
        this.memory = memory;
        for (int i = 0; i < PacketBatch.CAPACITY; i++) {
            packets[i] = new PreparedPacket(table.newKey());
        }
    }

    /** A packet that came alone. */
    long track(final long address, final int captured, final int onWire, final int zone, final int flags,
        final long nowNanos) {
        final PreparedPacket packet = packets[0];
        Tracker.prepare(packet, address, captured, onWire, zone, flags);
        homes[0] = table.home(packet.key);
        touch(1);
        return finish(0, nowNanos);
    }

    /** The stages are early loads: what they touch is on its way for all packets when the last stage needs it. */
    void track(final PacketBatch batch) {
        if (batch.address == 0) {
            oneByOne(batch);
            return;
        }
        prepare(batch);
        touch(batch.size);
        finish(batch);
    }

    /** A frame without an IP packet. */
    long notIp() {
        states[ConnState.NOTIP.ordinal()]++;
        return Verdict.of(ConnState.NOTIP);
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
            final long address = batch.addressOf(memory, i);
            batch.verdicts[i] = track(address, batch.captured[i], batch.onWire[i], batch.zones[i], batch.flags[i],
                batch.nanos[i]);
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

    long packets(final ConnState state) {
        return states[state.ordinal()];
    }

    long packets(final Reason reason) {
        return reasons[reason.ordinal()];
    }
}
