/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import static io.jconntrack.memory.Lanes.LINE;
import static io.jconntrack.memory.Lanes.at;
import static io.jconntrack.memory.Lanes.high;
import static io.jconntrack.memory.Lanes.isSet;
import static io.jconntrack.memory.Lanes.load;
import static io.jconntrack.memory.Lanes.low;
import static io.jconntrack.memory.Lanes.negative32;
import static io.jconntrack.memory.Lanes.shl;
import static io.jconntrack.memory.Lanes.shr;
import static io.jconntrack.memory.Lanes.store;
import static io.jconntrack.memory.Lanes.where;
import static io.jconntrack.memory.Lanes.xor;

import io.jconntrack.memory.LaneStep;
import io.jconntrack.memory.Lanes;
import io.jconntrack.memory.Rows;
import io.jconntrack.table.VersionStamp;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@link HeaderPrediction}, eight segments at once: the same rules, in the same order. The second line of an entry, as
 * it is taken apart into words:
 * <pre>
 *        63     56 55     48 47     40 39     32 31     24 23     16 15      8 7       0
 *       +---------+---------+---------+---------+---------+---------+---------+---------+
 *  0    |                 prev                  |                 next                  |
 *  1    |               maxend 0                |                 end 0                 |
 *  2    |               maxack 0                |               maxwin 0                |
 *  3, 4 |  the same of side 1                                                           |
 *  5    |               last ack                |               last seq                |
 *  6    | scale 1 | scale 0 |     last win      |               last end                |
 *  7    |    -    |  flags  |  wscale |   dir   |  index  | retrans | flags 1 | flags 0 |
 *       +---------+---------+---------+---------+---------+---------+---------+---------+
 * </pre>
 * <b>Threads.</b> That of the worker whose entries are followed.
 */
public final class WindowLanes {
    private static final int WORD = Rows.WORD;
    private static final int SECOND_LINE = LINE;

    // words of eight rows in the memory that steps hand them on in
    private static final int ENTRY = 0;
    private static final int SENDER = 8 * LINE;
    private static final int SENDER_MAX = 9 * LINE;
    private static final int RECEIVER = 10 * LINE;
    private static final int RECEIVER_MAX = 11 * LINE;
    /** From flags or scale of side 0 to those of the sender: 0 or 8. */
    private static final int SHIFT = 12 * LINE;
    /** The segment's window, scaled. */
    private static final int WINDOW = 13 * LINE;
    /** The flag "data unacknowledged" where the sender gets it, and where the receiver loses it. */
    private static final int GETS = 14 * LINE;
    private static final int LOSES = 15 * LINE;
    private static final int RETRANS = 16 * LINE;
    /** What shortens the time-out. */
    private static final int SHORTENS = 17 * LINE;
    /** The line to be written of each entry. */
    private static final int LINES = 18 * LINE;
    private static final int MEMORY = LINES + Rows.LANES * SECOND_LINE;

    private static final int SIDE_SHIFT = 3;
    private static final int SIDE_BITS = 1 << SIDE_SHIFT;
    /** From the flag to bit 31. */
    private static final int MAX_ACK_SET_SHIFT = 31 - Integer.numberOfTrailingZeros(TcpDescriptor.FLAG_MAX_ACK_SET);
    private static final int SCALE_SHIFT = (TcpDescriptor.SCALE - TcpDescriptor.LAST_END) * 8;
    private static final long SCALES = 0xFFFFL << SCALE_SHIFT;
    private static final long UPPER = 0xFFFF_FFFFL << 32;
    private static final int RETRANS_SHIFT = (TcpDescriptor.RETRANS - TcpDescriptor.SIDE_FLAGS) * 8;
    private static final int INDEX_SHIFT = (TcpDescriptor.LAST_INDEX - TcpDescriptor.SIDE_FLAGS) * 8;
    private static final int DIR_SHIFT = (TcpDescriptor.LAST_DIR - TcpDescriptor.SIDE_FLAGS) * 8;
    private static final long KEPT = ~(0xFFL << RETRANS_SHIFT | 0xFFL << INDEX_SHIFT | 0xFFL << DIR_SHIFT);
    /** All of the line but the wheel's links. */
    private static final long WRITTEN = 0xFE;

    private final UnsafeBuffer memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(MEMORY, LINE));
    private final long work = memory.addressOffset();
    private final HeaderPrediction prediction;
    private final LaneStep gather = Lanes.gather();
    private final LaneStep transpose = Lanes.transpose();
    private final LaneStep sides = new Sides();
    private final LaneStep inside = new Inside();
    private final LaneStep[] changes;

    WindowLanes(final HeaderPrediction prediction, final long maxRetrans) {
        this.prediction = prediction;
        changes = new LaneStep[] {new Learn(), new MaxEnd(), new Remember(), new Flags(maxRetrans), new Back()};
    }

    /**
     * Track plain segments of different connections.
     *
     * @param entries address of a word with the addresses of their entries.
     * @param candidates bit n when entry n is that of an established, assured connection.
     * @param directions address of a word with their directions: 0 original, 1 reply.
     * @param segments address of the three words that {@link io.jconntrack.packet.PlainSegment#write} writes.
     * @param times address of a word with their times.
     * @return how many of the first were followed; nothing has changed for the one after them.
     */
    public int follow(final long entries, final long candidates, final long directions, final long segments,
        final long times) {
        LaneStep.run(gather, entries, SECOND_LINE, work + ENTRY);
        LaneStep.run(sides, work, directions, segments);
        final int count = Long.numberOfTrailingZeros(~(candidates & LaneStep.run(inside, work, directions, segments)));
        if (count != 0) {
            for (final LaneStep step : changes) {
                LaneStep.run(step, work, directions, segments);
            }
            LaneStep.run(transpose, work + ENTRY, work + LINES, 0);
            write(entries, directions, segments, times, count);
        }
        return count;
    }

    private void write(final long entries, final long directions, final long segments, final long times,
        final int count) {
        final VectorMask<Long> written = VectorMask.fromLong(Lanes.SPECIES, WRITTEN);
        for (int i = 0; i < count; i++) {
            final int at = i * Long.BYTES;
            final long e = UnsafeApi.getLong(entries + at);
            VersionStamp.begin(e);
            store(e + SECOND_LINE, load(work + LINES + i * (long)SECOND_LINE), written);
            prediction.refresh(e, UnsafeApi.getInt(directions + at), UnsafeApi.getInt(segments + 2 * WORD + at),
                UnsafeApi.getInt(work + SHORTENS + at), UnsafeApi.getLong(times + at));
            VersionStamp.end(e);
        }
    }

    private static LongVector word(final long work, final int number) {
        return load(work + ENTRY + number * (long)LINE);
    }

    /** Which side sends. */
    private static final class Sides extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(a);
            final long directions = at(b);
            final long segments = at(c);
            final LongVector direction = load(directions);
            final VectorMask<Long> reply = isSet(direction);
            store(work + SENDER, word(work, 1).blend(word(work, 3), reply));
            store(work + RECEIVER, word(work, 3).blend(word(work, 1), reply));
            store(work + SENDER_MAX, word(work, 2).blend(word(work, 4), reply));
            store(work + RECEIVER_MAX, word(work, 4).blend(word(work, 2), reply));
            final LongVector shift = shl(direction, SIDE_SHIFT);
            store(work + SHIFT, shift);
            final LongVector scale = shr(shr(word(work, 6), SCALE_SHIFT), shift).and(0xFFL);
            store(work + WINDOW, shl(high(load(segments + WORD)), scale));
            return 0;
        }
    }

    /** Whether a segment is in the window and makes no maxwin grow. */
    private static final class Inside extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(a);
            final long segments = at(c);
            final LongVector sender = load(work + SENDER);
            final LongVector receiver = load(work + RECEIVER);
            final LongVector seq = load(segments);
            final LongVector ack = high(seq);
            final LongVector end = load(segments + WORD);
            final LongVector maxEnd = high(sender);
            final LongVector maxWin = low(load(work + SENDER_MAX));
            // each has bit 31 set where a rule holds
            final LongVector inside = seq.sub(maxEnd).sub(1L)
                .and(sender.sub(load(work + RECEIVER_MAX)).sub(1L).sub(end))
                .and(ack.sub(receiver).sub(1L))
                .and(receiver.sub(maxWin.max(TcpWindow.MAX_ACK_WINDOW)).sub(1L).sub(ack))
                .and(maxEnd.sub(end).not())
                .and(shl(shr(word(work, 7), load(work + SHIFT)), MAX_ACK_SET_SHIFT));
            // a maxwin of 0 holds no window
            return negative32(inside).and(load(work + WINDOW).max(1L).compare(VectorOperators.LE, maxWin)).toLong();
        }
    }

    /** What the sender's end and maxack become, and what that says of data without acknowledgement. */
    private static final class Learn extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(a);
            final long segments = at(c);
            final LongVector sender = load(work + SENDER);
            final LongVector ack = high(load(segments));
            final LongVector end = load(segments + WORD);
            final VectorMask<Long> isNew = negative32(sender.sub(end));
            store(work + SENDER, sender.and(UPPER).or(low(sender.blend(end, isNew))));
            store(work + GETS, where(TcpDescriptor.FLAG_DATA_UNACKNOWLEDGED, isNew));
            final LongVector max = load(work + SENDER_MAX);
            final LongVector maxAck = high(max);
            store(work + SENDER_MAX, low(max).or(shl(maxAck.blend(ack, negative32(maxAck.sub(ack))), 32)));
            store(work + LOSES, where(TcpDescriptor.FLAG_DATA_UNACKNOWLEDGED, low(load(work + RECEIVER)).eq(ack)));
            return 0;
        }
    }

    /** What the receiver's maxend becomes. */
    private static final class MaxEnd extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(a);
            final long segments = at(c);
            final LongVector receiver = load(work + RECEIVER);
            final LongVector window = load(work + WINDOW);
            final LongVector edge = high(load(segments)).add(window);
            // a closed window counts as one of 1
            final LongVector opened = edge.add(1L).sub(window.min(1L));
            final LongVector maxEnd = high(receiver);
            store(work + RECEIVER,
                low(receiver).or(shl(maxEnd.blend(opened, negative32(maxEnd.sub(1L).sub(edge))), 32)));
            return 0;
        }
    }

    /** The segment as the last one, and how often it was repeated. */
    private static final class Remember extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(a);
            final long directions = at(b);
            final long segments = at(c);
            final LongVector numbers = load(segments);
            final LongVector last = word(work, 6);
            final LongVector now = load(segments + WORD).or(last.and(SCALES));
            final LongVector flags = word(work, 7);
            final LongVector differs = xor(word(work, 5), numbers).or(xor(last, now))
                .or(xor(shr(flags, DIR_SHIFT).and(0xFFL), load(directions)));
            store(work + ENTRY + 5 * LINE, numbers);
            store(work + ENTRY + 6 * LINE, now);
            final LongVector once = shr(flags, RETRANS_SHIFT).add(1L).and(0xFFL);
            store(work + RETRANS, LongVector.zero(Lanes.SPECIES).blend(once, differs.eq(0L)));
            return 0;
        }
    }

    /** The last word, and what of all that shortens the time-out. */
    private static final class Flags extends LaneStep {
        private final long maxRetrans;

        Flags(final long maxRetrans) {
            this.maxRetrans = maxRetrans;
        }

        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(a);
            final long directions = at(b);
            final long segments = at(c);
            final LongVector shift = load(work + SHIFT);
            final LongVector flags = word(work, 7).or(shl(load(work + GETS), shift))
                .and(shl(load(work + LOSES), xor(shift, SIDE_BITS)).not());
            final LongVector retrans = load(work + RETRANS);
            store(work + ENTRY + 7 * LINE, flags.and(KEPT).or(shl(retrans, RETRANS_SHIFT))
                .or((long)TcpSegment.CLASS_ACK << INDEX_SHIFT).or(shl(load(directions), DIR_SHIFT)));
            final LongVector unacknowledged = flags.or(shr(flags, SIDE_BITS));
            store(work + SHORTENS, shr(unacknowledged, HeaderPrediction.UNACKNOWLEDGED_SHIFT)
                .and(TcpTimeouts.UNACKNOWLEDGED_DATA)
                .or(where(TcpTimeouts.REPEATED, retrans.compare(VectorOperators.GE, maxRetrans)))
                .or(where(TcpTimeouts.CLOSED_WINDOW, high(load(segments + WORD)).eq(0L))));
            return 0;
        }
    }

    /** Sender and receiver back to their sides. */
    private static final class Back extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(a);
            final long directions = at(b);
            final VectorMask<Long> reply = isSet(load(directions));
            final LongVector sender = load(work + SENDER);
            final LongVector receiver = load(work + RECEIVER);
            store(work + ENTRY + LINE, sender.blend(receiver, reply));
            store(work + ENTRY + 3 * LINE, receiver.blend(sender, reply));
            final LongVector senderMax = load(work + SENDER_MAX);
            final LongVector receiverMax = load(work + RECEIVER_MAX);
            store(work + ENTRY + 2 * LINE, senderMax.blend(receiverMax, reply));
            store(work + ENTRY + 4 * LINE, receiverMax.blend(senderMax, reply));
            return 0;
        }
    }
}
