/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static io.jconntrack.memory.Lanes.LINE;
import static io.jconntrack.memory.Lanes.at;
import static io.jconntrack.memory.Lanes.high;
import static io.jconntrack.memory.Lanes.isSet;
import static io.jconntrack.memory.Lanes.load;
import static io.jconntrack.memory.Lanes.low;
import static io.jconntrack.memory.Lanes.shl;
import static io.jconntrack.memory.Lanes.shr;
import static io.jconntrack.memory.Lanes.store;
import static io.jconntrack.memory.Lanes.turned;
import static io.jconntrack.memory.Lanes.xor;

import io.jconntrack.memory.LaneStep;
import io.jconntrack.memory.Lanes;
import io.jconntrack.memory.Rows;
import io.jconntrack.net.PacketFlags;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@link PlainSegment}, eight packets at once: which of them are plain, and what has to be known of these; of the
 * others nothing.
 * <p>
 * Its argument <i>given</i> is the address of the first of three words of eight {@link Rows}: a packet's
 * address; the bytes there, and those on the wire in the upper half; its zone, and flags from bit 16 on.
 * <p>
 * <b>Threads.</b> One at a time.
 */
public final class SegmentLanes {
    private static final int WORD = Rows.WORD;
    private static final int PAGE = 4096;
    private static final int PACKETS = 0;
    private static final int PLACES = 8 * LINE;
    /** Sums of what is behind the headers. */
    private static final int REST = 9 * LINE;
    /** Stands in for a packet that can't be read as a line of 64 bytes. */
    private static final int NOTHING = 10 * LINE;
    private static final int MEMORY = 11 * LINE;
    private static final int HEADERS = PlainSegment.HEADERS;
    private static final int MORE_SHIFT = 8;
    /** Of the word of zone and flags. */
    private static final long UNCHECKED = (long)PacketFlags.CHECKSUM_UNCHECKED << 16;

    private final UnsafeBuffer memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(MEMORY, LINE));
    private final long work = memory.addressOffset();
    private final boolean checksum;
    private final LaneStep gather = Lanes.gather();
    private final LaneStep places = new Places();
    private final LaneStep fields = new Fields();
    private final LaneStep lengths = new Lengths();
    private final LaneStep ipSums = new IpSums();
    private final LaneStep sums;
    private final LaneStep numbers = new Numbers();

    /**
     * Recognises packets.
     *
     * @param checksum whether TCP checksums have to be right, but for packets flagged
     *     {@link PacketFlags#CHECKSUM_UNCHECKED}.
     */
    public SegmentLanes(final boolean checksum) {
        this.checksum = checksum;
        sums = new Sums(checksum ? 0 : UNCHECKED);
    }

    /**
     * See which of eight packets are plain.
     *
     * @param given address of what is known of them, see above.
     * @param segments address of the three words that {@link PlainSegment#write} would write.
     * @return bit n for packet n.
     */
    public long plain(final long given, final long segments) {
        final long readable = LaneStep.run(places, given, work, segments);
        LaneStep.run(gather, work + PLACES, 0, work + PACKETS);
        final long lengths = LaneStep.run(this.lengths, given, work, segments);
        long plain = readable & lengths & LaneStep.run(fields, given, work, segments);
        if ((plain & lengths >> MORE_SHIFT) != 0) {
            plain ^= unusual(given, segments, plain & lengths >> MORE_SHIFT);
        }
        plain &= LaneStep.run(ipSums, given, work, segments) & LaneStep.run(sums, given, work, segments);
        LaneStep.run(numbers, given, work, segments);
        return plain;
    }

    /**
     * The packets as they are.
     *
     * @return address of their first eight words, in words of eight rows.
     */
    public long packets() {
        return work + PACKETS;
    }

    /**
     * Sum what is behind the headers, options and data, packet by packet.
     *
     * @param more bit n when packet n has something there.
     * @return those of them whose options are others than time stamps.
     */
    private long unusual(final long given, final long segments, final long more) {
        long unusual = 0;
        for (long left = more; left != 0; left &= left - 1) {
            final int at = Long.numberOfTrailingZeros(left) * Long.BYTES;
            final long ip = UnsafeApi.getLong(given + at);
            if (!PlainSegment.hasPlainOptions(ip)) {
                unusual |= Long.lowestOneBit(left);
            } else if (checksum) {
                final int length = (int)UnsafeApi.getLong(segments + 2 * WORD + at);
                UnsafeApi.putLong(work + REST + at, Checksum.sum(ip + HEADERS, length - HEADERS, 0));
            }
        }
        return unusual;
    }

    private static VectorMask<Long> isRight(final LongVector sum) {
        return sum.mul(Checksum.INVERSE).sub(1L).compare(VectorOperators.ULT, Checksum.MAX_QUOTIENT);
    }

    /** Which packets have headers that can be loaded as a line: it must not reach into a page that may not be there. */
    private static final class Places extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long given = at(a);
            final long work = at(b);
            final LongVector address = load(given);
            final VectorMask<Long> isNot = address.and(PAGE - 1L).compare(VectorOperators.GT, (long)PAGE - LINE)
                .or(low(load(given + WORD)).compare(VectorOperators.LT, (long)HEADERS));
            store(work + PLACES, address.blend(work + NOTHING, isNot));
            return ~isNot.toLong();
        }
    }

    /** Version, fragment, protocol and flags. */
    private static final class Fields extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(b);
            return xor(load(work).and(PlainSegment.MASK_0), PlainSegment.WANTED_0)
                .or(xor(load(work + LINE).and(PlainSegment.MASK_8), PlainSegment.WANTED_8))
                .or(xor(load(work + 4 * LINE).and(PlainSegment.MASK_32), PlainSegment.WANTED_32)).eq(0L).toLong();
        }
    }

    /** Lengths that fit each other; from bit 8 on, which packets have more than headers. */
    private static final class Lengths extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long given = at(a);
            final long work = at(b);
            final long segments = at(c);
            final LongVector swapped = shr(load(work), 16);
            final LongVector length = shl(swapped, 8).and(0xFF00L).or(shr(swapped, 8).and(0xFFL));
            store(segments + 2 * WORD, length);
            store(work + REST, LongVector.zero(Lanes.SPECIES));
            final LongVector there = load(given + WORD);
            final LongVector header = shr(load(work + 4 * LINE), 2).and(0x3CL);
            final LongVector tooShort = low(there).sub(length).or(high(there).sub(length))
                .or(header.sub(PlainSegment.TCP_LENGTH)).or(length.sub(PlainSegment.IP_LENGTH).sub(header));
            return tooShort.compare(VectorOperators.GE, 0L).toLong()
                | length.compare(VectorOperators.NE, HEADERS).toLong() << MORE_SHIFT;
        }
    }

    /** The checksum of IP. */
    private static final class IpSums extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(b);
            final LongVector at0 = load(work);
            final LongVector at8 = load(work + LINE);
            final LongVector sum =
                low(at0).add(high(at0)).add(low(at8)).add(high(at8)).add(low(load(work + 2 * LINE)));
            return isRight(sum).toLong();
        }
    }

    /** The checksum of TCP. */
    private static final class Sums extends LaneStep {
        private final long always;

        /** Packets are not checked that have the flag for it, among their own and those of always. */
        Sums(final long always) {
            this.always = always;
        }

        @Override
        protected long step(final long a, final long b, final long c) {
            final long given = at(a);
            final long work = at(b);
            final LongVector at16 = load(work + 2 * LINE);
            final LongVector at24 = load(work + 3 * LINE);
            final LongVector at32 = load(work + 4 * LINE);
            final LongVector sum = high(load(work + LINE)).add(low(at16)).add(high(at16)).add(low(at24)).add(high(at24))
                .add(low(at32)).add(high(at32)).add(shr(load(work), 16).and(0xFFFFL)).add(PlainSegment.PSEUDO)
                .add(load(work + REST));
            return isRight(sum).or(isSet(load(given + 2 * WORD).or(always).and(UNCHECKED))).toLong();
        }
    }

    /** What {@link PlainSegment#write} writes, but for the length, which is there. */
    private static final class Numbers extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long work = at(b);
            final long segments = at(c);
            final LongVector at32 = load(work + 4 * LINE);
            final LongVector numbers = turned(load(work + 3 * LINE)).lanewise(VectorOperators.ROL, 32);
            final LongVector header = shr(at32, 2).and(0x3CL);
            final LongVector end = numbers.add(load(segments + 2 * WORD)).sub(PlainSegment.IP_LENGTH).sub(header);
            final LongVector window = shr(at32, 8).and(0xFF00L).or(shr(at32, 24).and(0xFFL));
            store(segments, numbers);
            store(segments + WORD, shl(window, 32).or(low(end)));
            return 0;
        }
    }
}
