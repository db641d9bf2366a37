/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.PacketRow.ENTRY;
import static io.jconntrack.PacketRow.FROM_HI;
import static io.jconntrack.PacketRow.KEY;
import static io.jconntrack.PacketRow.KIND;
import static io.jconntrack.PacketRow.SEGMENT;
import static io.jconntrack.PacketRow.SLOT;

import io.jconntrack.entry.Status;
import io.jconntrack.memory.Rows;
import io.jconntrack.net.PacketFlags;
import io.jconntrack.packet.Packet;
import io.jconntrack.packet.PlainSegment;
import io.jconntrack.packet.SegmentLanes;
import io.jconntrack.protocol.HeaderPrediction;
import io.jconntrack.protocol.TcpTracker;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EarlyLook;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import org.agrona.UnsafeApi;

/**
 * The way of plain TCP segments in the window of established connections, which most packets are: they change nothing
 * but numbers, so they need neither a decoded packet nor a state machine. It gives the same verdicts and leaves the
 * same entries as {@link Tracker}, which gets all that is not so.
 */
final class PlainLane {
    /** The packet has to be decoded and tracked in full; nothing was done. */
    static final long NOT_PREDICTED = -1;

    private static final int STATUS = Status.CONFIRMED | Status.SEEN_REPLY | Status.ASSURED;

    private final HeaderPrediction prediction;
    private final TupleKey key;
    /** Bits of the kinds that are told apart. */
    private final int known;
    private final boolean checksum;
    /** Of a connection that can be followed: status, state, and this worker as its owner. */
    private final long mask = EntryDescriptor.statusWord(STATUS | Status.HELPER, 0xFF, 0xFF);
    private final long wanted;

    PlainLane(final ConnectionTable table, final TcpTracker tcp) {
        prediction = tcp.prediction();
        key = table.newKey();
        known = tcp.predicts() ? PlainSegment.PLAIN : PlainSegment.WHOLE;
        checksum = tcp.checksChecksum();
        wanted = EntryDescriptor.statusWord(STATUS, TcpTracker.ESTABLISHED, table.worker() + 1);
    }

    /**
     * The same for eight packets at once.
     *
     * @return null where it would have nothing to do.
     */
    VectorLane vectors(final ConnectionTable table) {
        return known != PlainSegment.PLAIN ? null
            : new VectorLane(new SegmentLanes(checksum), table.keyLanes(Packet.TCP, PlainSegment.PLAIN),
                table.earlyLook().lanes(), prediction.lanes(), mask, wanted, table.workers() > 1);
    }

    /**
     * See what a packet is; the row of a segment that is {@link PlainSegment#WHOLE} gets its key.
     *
     * @param row of the packet, with what the embedder gave.
     * @return {@link PlainSegment#PLAIN} when {@link #follow} may be tried, WHOLE, or OTHER.
     */
    int prepare(final long row) {
        final long address = PacketRow.address(row);
        final int kind = known & PlainSegment.kind(address, PacketRow.captured(row), PacketRow.onWire(row),
            checksum && (PacketRow.flags(row) & PacketFlags.CHECKSUM_UNCHECKED) == 0);
        UnsafeApi.putInt(row + KIND, kind);
        if (kind != PlainSegment.OTHER) {
            key.writeV4(Packet.TCP, PacketRow.zone(row), PlainSegment.addresses(address), PlainSegment.ports(address),
                row + KEY);
            if (kind == PlainSegment.PLAIN) {
                PlainSegment.write(address, row + SEGMENT);
            }
        }
        return kind;
    }

    /**
     * Track a plain segment.
     *
     * @param row of the packet, looked up.
     * @return its verdict, which is ESTABLISHED, or {@link #NOT_PREDICTED}.
     */
    long follow(final long row, final long nowNanos) {
        final long slot = UnsafeApi.getLong(row + SLOT);
        final long entry = UnsafeApi.getLong(row + ENTRY);
        if (slot == 0
            || !EarlyLook.has(entry, UnsafeApi.getLong(row + KEY), UnsafeApi.getLong(row + KEY + Rows.WORD))) {
            return NOT_PREDICTED;
        }
        final long word = UnsafeApi.getLong(entry + EntryDescriptor.STATUS);
        final int direction = EntryDescriptor.direction(word, UnsafeApi.getInt(row + FROM_HI));
        if ((word & mask) != wanted || ConnectionTable.expired(entry, nowNanos)
            || !prediction.follow(entry, direction, row + SEGMENT, nowNanos)) {
            return NOT_PREDICTED;
        }
        return Verdict.of(ConnState.ESTABLISHED, direction, EarlyLook.numberOf(slot));
    }
}
