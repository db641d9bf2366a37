/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.PacketRow.ADDRESS;
import static io.jconntrack.PacketRow.BUCKET;
import static io.jconntrack.PacketRow.ENTRY;
import static io.jconntrack.PacketRow.FROM_HI;
import static io.jconntrack.PacketRow.HASH;
import static io.jconntrack.PacketRow.KEY;
import static io.jconntrack.PacketRow.NANOS;
import static io.jconntrack.PacketRow.SEGMENT;
import static io.jconntrack.PacketRow.SLOT;
import static io.jconntrack.PacketRow.VERDICT;
import static io.jconntrack.PacketRow.ZONE;
import static io.jconntrack.memory.Lanes.LINE;
import static io.jconntrack.memory.Lanes.at;
import static io.jconntrack.memory.Lanes.high;
import static io.jconntrack.memory.Lanes.isSet;
import static io.jconntrack.memory.Lanes.load;
import static io.jconntrack.memory.Lanes.shl;
import static io.jconntrack.memory.Lanes.shr;
import static io.jconntrack.memory.Lanes.store;
import static io.jconntrack.memory.Lanes.where;
import static io.jconntrack.memory.Lanes.xor;

import io.jconntrack.memory.LaneStep;
import io.jconntrack.memory.Lanes;
import io.jconntrack.memory.Rows;
import io.jconntrack.packet.PlainSegment;
import io.jconntrack.packet.SegmentLanes;
import io.jconntrack.protocol.WindowLanes;
import io.jconntrack.table.EarlyLook;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.KeyLanes;
import io.jconntrack.table.LookLanes;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@link PlainLane}, eight packets of a batch at once, rows that begin at a multiple of eight. What it can't do is left
 * to that one.
 */
final class VectorLane {
    private static final int ENTRIES = 0;
    private static final int DIRECTIONS = 8 * LINE;
    private static final int MEMORY = 9 * LINE;

    private final UnsafeBuffer memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(MEMORY, LINE));
    private final long work = memory.addressOffset();
    private final SegmentLanes segments;
    private final KeyLanes keys;
    private final LookLanes look;
    private final WindowLanes windows;
    private final LaneStep gather = Lanes.gather();
    private final LaneStep known;
    /** Of the status word of an entry that can be followed. */
    private final long mask;
    private final long wanted;
    /** Whether there are other workers. */
    private final boolean isShared;
    private final LaneStep verdicts = new Verdicts();

    VectorLane(final SegmentLanes segments, final KeyLanes keys, final LookLanes look, final WindowLanes windows,
        final long mask, final long wanted, final boolean isShared) {
        this.segments = segments;
        this.keys = keys;
        this.look = look;
        this.windows = windows;
        this.mask = mask;
        this.wanted = wanted;
        this.isShared = isShared;
        known = new Known(mask, wanted);
    }

    /**
     * See which packets are plain; their rows get all that {@link PlainLane#prepare} and the look at the index need.
     *
     * @return bit n for row n; the others are untouched, or written halfway.
     */
    long prepare(final long row) {
        final long plain = segments.plain(row + ADDRESS, row + SEGMENT);
        if (plain != 0) {
            keys.write(segments.packets(), row + ZONE, row + KEY, row + BUCKET);
        }
        return plain;
    }

    /**
     * See what the index has.
     *
     * @return packets of which it knows nothing: bit n for row n.
     */
    long lookUp(final long row) {
        return look.look(row + BUCKET, row + HASH);
    }

    /**
     * Track plain segments.
     *
     * @param row the first of eight of packets that were looked up.
     * @return how many of the first rows have got their verdicts.
     */
    int follow(final long row) {
        LaneStep.run(gather, row + ENTRY, 0, work + ENTRIES);
        long candidates = LaneStep.run(known, row, work, 0);
        if (isShared) {
            candidates = confirmed(row, candidates);
        }
        if ((candidates & 1) == 0) {
            return 0;
        }
        final int count =
            windows.follow(row + ENTRY, candidates, work + DIRECTIONS, row + SEGMENT, row + NANOS);
        LaneStep.run(verdicts, row, work, 0);
        return count;
    }

    /**
     * Which of some rows whose keys are right have entries of this worker's. An entry that it has left may still say so
     * while another worker writes it, status first, then the key: so the key has to be read before status and owner
     * ({@link EarlyLook#confirm}), and nobody has a promise in which order one instruction loads a line.
     */
    private long confirmed(final long row, final long candidates) {
        VarHandle.loadLoadFence();
        long confirmed = candidates;
        for (long left = candidates; left != 0; left &= left - 1) {
            final long entry =
                UnsafeApi.getLong(row + ENTRY + Long.numberOfTrailingZeros(left) * (long)Rows.ROW);
            if ((UnsafeApi.getLong(entry + EntryDescriptor.STATUS) & mask) != wanted) {
                confirmed ^= Long.lowestOneBit(left);
            }
        }
        return confirmed;
    }

    /**
     * Which rows are plain segments of an established, assured connection of this worker's, but for one of each two of
     * the same connection.
     */
    private static final class Known extends LaneStep {
        private final long mask;
        private final long wanted;

        Known(final long mask, final long wanted) {
            this.mask = mask;
            this.wanted = wanted;
        }

        @Override
        protected long step(final long a, final long b, final long c) {
            final long row = at(a);
            final long work = at(b);
            final LongVector status = load(work + ENTRIES + 7 * LINE);
            final LongVector differs = xor(load(work + ENTRIES + LINE), load(row + KEY))
                .or(xor(load(work + ENTRIES + 2 * LINE), load(row + KEY + Rows.WORD)))
                .or(xor(status.and(mask), wanted));
            final LongVector left = load(work + ENTRIES + 6 * LINE).sub(load(row + NANOS));
            store(work + DIRECTIONS, xor(shr(status, EntryDescriptor.DIRECTION_SHIFT), load(row + FROM_HI)).and(1L));
            return differs.eq(0L).and(left.compare(VectorOperators.GT, 0L)).and(isSet(load(row + SLOT)))
                .and(high(load(row + FROM_HI)).eq(PlainSegment.PLAIN)).toLong() & ~Lanes.repeated(load(row + ENTRY));
        }
    }

    /** Verdicts of all rows; those that were not followed get others later. */
    private static final class Verdicts extends LaneStep {
        private static final long ORIGINAL = Verdict.of(ConnState.ESTABLISHED, 0, 0);
        private static final long REPLY = Verdict.of(ConnState.ESTABLISHED, 1, 0) - ORIGINAL;

        @Override
        protected long step(final long a, final long b, final long c) {
            final long row = at(a);
            final long work = at(b);
            final LongVector number = load(row + SLOT).and(EarlyLook.NUMBERS);
            store(row + VERDICT, shl(number, 32).or(where(REPLY, isSet(load(work + DIRECTIONS)))).add(ORIGINAL));
            return 0;
        }
    }
}
