/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.agrona.UnsafeApi;

/**
 * Arithmetic on a word of eight {@link Rows} at once, by the processor's vectors of 512 bits: eight lanes, one for each
 * row. Only for where {@link Vectors} says that there are any. Work on lanes is done in steps, see {@link LaneStep}.
 * <p>
 * <b>Addresses</b> are not checked, like everywhere on the path of a packet. Order of bytes: the machine's.
 */
public final class Lanes {
    /** Eight lanes of 64 bits. */
    public static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;

    /** Bytes of a word of eight rows. */
    public static final int LINE = 64;

    private static final MemorySegment ALL = all();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long ADDRESSES = (1L << 62) - 1;
    private static final long LINES = 0xFFFF;
    private static final long BIT_31 = 0x8000_0000L;
    private static final long LOW = 0xFFFF_FFFFL;

    // of two vectors, those of the second from 8 on
    private static final LongVector EVEN = lanes(0, 8, 2, 10, 4, 12, 6, 14);
    private static final LongVector ODD = lanes(1, 9, 3, 11, 5, 13, 7, 15);
    private static final LongVector PAIRS_0 = lanes(0, 1, 8, 9, 4, 5, 12, 13);
    private static final LongVector PAIRS_1 = lanes(2, 3, 10, 11, 6, 7, 14, 15);
    private static final LongVector FOURS_0 = lanes(0, 1, 2, 3, 8, 9, 10, 11);
    private static final LongVector FOURS_1 = lanes(4, 5, 6, 7, 12, 13, 14, 15);
    private static final LongVector NEXT_1 = lanes(1, 2, 3, 4, 5, 6, 7, 8);
    private static final LongVector NEXT_2 = lanes(2, 3, 4, 5, 6, 7, 8, 9);
    private static final LongVector NEXT_3 = lanes(3, 4, 5, 6, 7, 8, 9, 10);
    private static final LongVector NEXT_4 = lanes(4, 5, 6, 7, 8, 9, 10, 11);

    private Lanes() {
    }

    @SuppressWarnings("restricted")
    private static MemorySegment all() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    private static LongVector lanes(final long... values) {
        return LongVector.fromArray(SPECIES, values, 0);
    }

    /**
     * The same address, of which the compiler sees that it is one: without, it has each load and store compare it with
     * the end of all memory.
     *
     * @param address any.
     * @return the address.
     */
    public static long at(final long address) {
        return address & ADDRESSES;
    }

    /**
     * Load a word of eight rows.
     *
     * @param address of 64 bytes.
     * @return what is there.
     */
    public static LongVector load(final long address) {
        return LongVector.fromMemorySegment(SPECIES, ALL, address, ORDER);
    }

    /**
     * Store a word of eight rows.
     *
     * @param address of 64 bytes.
     * @param v to be there.
     */
    public static void store(final long address, final LongVector v) {
        v.intoMemorySegment(ALL, address, ORDER);
    }

    /**
     * Store some lanes; the other bytes are not written.
     *
     * @param address of 64 bytes.
     * @param v of which some are to be there.
     * @param mask which.
     */
    public static void store(final long address, final LongVector v, final VectorMask<Long> mask) {
        v.intoMemorySegment(ALL, address, ORDER, mask);
    }

    /**
     * The lower halves.
     *
     * @param v any.
     * @return each lane's lower 32 bits.
     */
    public static LongVector low(final LongVector v) {
        return v.and(LOW);
    }

    /**
     * The upper halves.
     *
     * @param v any.
     * @return each lane's upper 32 bits, as an unsigned number.
     */
    public static LongVector high(final LongVector v) {
        return v.lanewise(VectorOperators.LSHR, 32);
    }

    /**
     * Shift right, unsigned.
     *
     * @param v any.
     * @param bits 0 to 63.
     * @return shifted lanes.
     */
    public static LongVector shr(final LongVector v, final int bits) {
        return v.lanewise(VectorOperators.LSHR, bits);
    }

    /**
     * Shift left.
     *
     * @param v any.
     * @param bits 0 to 63.
     * @return shifted lanes.
     */
    public static LongVector shl(final LongVector v, final int bits) {
        return v.lanewise(VectorOperators.LSHL, bits);
    }

    /**
     * Shift each lane right by a number of bits of its own, unsigned.
     *
     * @param v any.
     * @param bits 0 to 63 each.
     * @return shifted lanes.
     */
    public static LongVector shr(final LongVector v, final LongVector bits) {
        return v.lanewise(VectorOperators.LSHR, bits);
    }

    /**
     * Shift each lane left by a number of bits of its own.
     *
     * @param v any.
     * @param bits 0 to 63 each.
     * @return shifted lanes.
     */
    public static LongVector shl(final LongVector v, final LongVector bits) {
        return v.lanewise(VectorOperators.LSHL, bits);
    }

    /**
     * Exclusive or.
     *
     * @param v any.
     * @param w any.
     * @return of each two lanes.
     */
    public static LongVector xor(final LongVector v, final LongVector w) {
        return v.lanewise(VectorOperators.XOR, w);
    }

    /**
     * Exclusive or.
     *
     * @param v any.
     * @param w any.
     * @return of each lane with one value.
     */
    public static LongVector xor(final LongVector v, final long w) {
        return v.lanewise(VectorOperators.XOR, w);
    }

    /**
     * Eight bytes the other way round.
     *
     * @param v any.
     * @return turned lanes.
     */
    public static LongVector turned(final LongVector v) {
        return v.lanewise(VectorOperators.REVERSE_BYTES);
    }

    /**
     * Which lanes' lower halves are negative, whatever the upper ones are: for differences of numbers modulo 2^32.
     *
     * @param v any.
     * @return a mask.
     */
    public static VectorMask<Long> negative32(final LongVector v) {
        return v.and(BIT_31).compare(VectorOperators.NE, 0L);
    }

    /**
     * Which lanes are not zero.
     *
     * @param v any.
     * @return a mask.
     */
    public static VectorMask<Long> isSet(final LongVector v) {
        return v.compare(VectorOperators.NE, 0L);
    }

    /**
     * One value in some lanes.
     *
     * @param value of them.
     * @param mask which.
     * @return 0 in the others.
     */
    public static LongVector where(final long value, final VectorMask<Long> mask) {
        return LongVector.zero(SPECIES).blend(value, mask);
    }

    /**
     * Whether lanes have the value of another.
     *
     * @param v any.
     * @return for each pair of equal lanes bit n for the one or the other; 0 when all differ.
     */
    public static long repeated(final LongVector v) {
        return v.eq(NEXT_1.selectFrom(v, v)).or(v.eq(NEXT_2.selectFrom(v, v))).or(v.eq(NEXT_3.selectFrom(v, v)))
            .or(v.eq(NEXT_4.selectFrom(v, v))).toLong();
    }

    /**
     * A step that takes a line of each of eight places apart: what lies side by side there lies in words of eight rows
     * then. Its arguments: address of the eight addresses; offset from each of these to its 64 bytes; address of 512
     * bytes, for word 0 of all lines, then word 1, and so on.
     *
     * @return the step.
     */
    public static LaneStep gather() {
        return new Gather();
    }

    /**
     * A step that puts lines together again: word n of line m becomes word m of line n. Its arguments: address of 512
     * bytes; address of other 512 bytes; none.
     *
     * @return the step.
     */
    public static LaneStep transpose() {
        return new Transpose();
    }

    private static LongVector line(final long places, final long at, final long offset) {
        return load(at(UnsafeApi.getLong(places + at)) + offset);
    }

    private static LongVector of(final LongVector which, final LongVector v, final LongVector w) {
        return which.selectFrom(v, w);
    }

    /** From pairs of lines, in which words 0, 2, 4 and 6 of both alternate, to these four words of all eight. */
    private static void fours(final LongVector a, final LongVector b, final LongVector c, final LongVector d,
        final long to) {
        final LongVector ab0 = of(PAIRS_0, a, b);
        final LongVector cd0 = of(PAIRS_0, c, d);
        store(to, of(FOURS_0, ab0, cd0));
        store(to + 256, of(FOURS_1, ab0, cd0));
        final LongVector ab1 = of(PAIRS_1, a, b);
        final LongVector cd1 = of(PAIRS_1, c, d);
        store(to + 128, of(FOURS_0, ab1, cd1));
        store(to + 384, of(FOURS_1, ab1, cd1));
    }

    private static final class Gather extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long places = at(a);
            final long offset = b & LINES;
            final long to = at(c);
            final LongVector p0 = line(places, 0, offset);
            final LongVector p1 = line(places, 8, offset);
            final LongVector p2 = line(places, 16, offset);
            final LongVector p3 = line(places, 24, offset);
            final LongVector p4 = line(places, 32, offset);
            final LongVector p5 = line(places, 40, offset);
            final LongVector p6 = line(places, 48, offset);
            final LongVector p7 = line(places, 56, offset);
            fours(of(EVEN, p0, p1), of(EVEN, p2, p3), of(EVEN, p4, p5), of(EVEN, p6, p7), to);
            fours(of(ODD, p0, p1), of(ODD, p2, p3), of(ODD, p4, p5), of(ODD, p6, p7), to + 64);
            return 0;
        }
    }

    private static final class Transpose extends LaneStep {
        @Override
        protected long step(final long a, final long b, final long c) {
            final long from = at(a);
            final long to = at(b);
            final LongVector p0 = load(from);
            final LongVector p1 = load(from + 64);
            final LongVector p2 = load(from + 128);
            final LongVector p3 = load(from + 192);
            final LongVector p4 = load(from + 256);
            final LongVector p5 = load(from + 320);
            final LongVector p6 = load(from + 384);
            final LongVector p7 = load(from + 448);
            fours(of(EVEN, p0, p1), of(EVEN, p2, p3), of(EVEN, p4, p5), of(EVEN, p6, p7), to);
            fours(of(ODD, p0, p1), of(ODD, p2, p3), of(ODD, p4, p5), of(ODD, p6, p7), to + 64);
            return 0;
        }
    }
}
