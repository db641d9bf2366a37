/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.InternetSum;
import io.jconntrack.VectorTesting;
import io.jconntrack.memory.Region;
import io.jconntrack.memory.Rows;
import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import io.jconntrack.protocol.Tuples;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A segment that is recognised as whole is one that decoding would let through, and has the key and the fields that
 * decoding gives: of random packets, damaged at random. The seed is printed on failure and set by
 * {@code -Djconntrack.seed}.
 */
class PlainSegmentTest {
    private static final long SEED = Long.getLong("jconntrack.seed", System.nanoTime());
    private static final int PACKETS = 500_000;
    private static final int ROOM = 256;
    private static final int PAGE = 4096;
    private static final int ZONE = 0xABCD;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(ROOM));
    private final UnsafeBuffer row = new UnsafeBuffer(ByteBuffer.allocateDirect(4 * Rows.WORD));
    private final UnsafeBuffer packets =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(Rows.LANES * ROOM, PAGE));
    private final UnsafeBuffer rows = new UnsafeBuffer(BufferUtil.allocateDirectAligned(9 * Rows.WORD, 64));
    private final long ip = buffer.addressOffset();
    private final Random random = new Random(SEED);
    private int length;
    private int captured;
    private int onWire;

    @Test
    void shouldRecogniseExactlyTheSegmentsThatDecodingLetsThrough() {
        final int[] kinds = new int[4];
        for (int i = 0; i < PACKETS; i++) {
            write();
            final boolean checksum = random.nextBoolean();
            final int kind = PlainSegment.kind(ip, captured, onWire, checksum);
            final String where = "seed=" + SEED + " packet=" + i + " kind=" + kind;
            assertEquals(isWhole(checksum), kind != PlainSegment.OTHER, where);
            if (kind != PlainSegment.OTHER) {
                assertEquals(isPlain(), kind == PlainSegment.PLAIN, where);
                assertTaken(where);
            }
            kinds[kind]++;
        }
        for (final int kind : new int[] {PlainSegment.OTHER, PlainSegment.WHOLE, PlainSegment.PLAIN}) {
            assertTrue(kinds[kind] > PACKETS / 50, "too few of kind " + kind + ": " + kinds[kind]);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRecogniseEightAtOnceExactlyAsOneByOne(final boolean checksum) {
        VectorTesting.assumeVectors();
        final long given = rows.addressOffset();
        final long segments = given + 3 * Rows.WORD;
        final long expected = given + 6 * Rows.WORD;
        final SegmentLanes lanes = new SegmentLanes(checksum);
        int found = 0;
        for (int i = 0; i < PACKETS; i += Rows.LANES) {
            long plain = 0;
            for (int lane = 0; lane < Rows.LANES; lane++) {
                write();
                packets.putBytes(lane * ROOM, buffer, 0, ROOM);
                final long address = packets.addressOffset() + lane * ROOM;
                final boolean isUnchecked = random.nextInt(4) == 0;
                UnsafeApi.putLong(given + lane * Rows.ROW, address);
                UnsafeApi.putLong(given + Rows.WORD + lane * Rows.ROW, (long)onWire << 32 | captured);
                UnsafeApi.putLong(given + 2 * Rows.WORD + lane * Rows.ROW,
                    (isUnchecked ? PacketFlags.CHECKSUM_UNCHECKED << 16 : 0) | ZONE);
                if (PlainSegment.kind(address, captured, onWire, checksum && !isUnchecked) == PlainSegment.PLAIN) {
                    plain |= 1L << lane;
                    PlainSegment.write(address, expected + lane * Rows.ROW);
                }
            }
            final String where = "seed=" + SEED + " packets=" + i;
            assertEquals(plain, lanes.plain(given, segments), where);
            for (long left = plain; left != 0; left &= left - 1) {
                final int at = Long.numberOfTrailingZeros(left) * Rows.ROW;
                assertEquals(PlainSegment.numbers(expected + at), PlainSegment.numbers(segments + at), where);
                assertEquals(PlainSegment.windowAndEnd(expected + at), PlainSegment.windowAndEnd(segments + at), where);
                assertEquals(PlainSegment.bytes(expected + at), PlainSegment.bytes(segments + at), where);
                found++;
            }
        }
        assertTrue(found > PACKETS / 50, "too few are plain: " + found);
    }

    @Test
    void shouldLeaveOutAtOnceWhatEndsTooNearToAPagesEnd() {
        VectorTesting.assumeVectors();
        while (length != 40 || PlainSegment.kind(ip, captured, onWire, true) != PlainSegment.PLAIN) {
            write();
        }
        final long given = rows.addressOffset();
        final SegmentLanes lanes = new SegmentLanes(true);
        try (Region page = Region.anonymous(PAGE)) {
            final UnsafeBuffer bytes = new UnsafeBuffer(page.address(), PAGE);
            for (int distance = 40; distance < 80; distance++) {
                bytes.putBytes(PAGE - distance, buffer, 0, length);
                for (int lane = 0; lane < Rows.LANES; lane++) {
                    UnsafeApi.putLong(given + lane * Rows.ROW, page.address() + PAGE - distance);
                    UnsafeApi.putLong(given + Rows.WORD + lane * Rows.ROW, (long)onWire << 32 | captured);
                    UnsafeApi.putLong(given + 2 * Rows.WORD + lane * Rows.ROW, ZONE);
                }
                assertEquals(distance < 64 ? 0 : 0xFF, lanes.plain(given, given + 3 * Rows.WORD),
                    "distance=" + distance);
            }
        }
    }

    private boolean isWhole(final boolean checksum) {
        final Packet packet = new Packet();
        if (packet.decode(ip, captured, onWire, PacketFlags.NONE) != Reason.NONE || packet.l3() != 4
            || packet.isFragment() || packet.protocol() != Packet.TCP || buffer.getByte(0) != 0x45
            || packet.transportLength() < 20 || !packet.captured(0, packet.transportLength())) {
            return false;
        }
        final int header = (packet.transportByte(12) >> 4) * 4;
        return header >= 20 && header <= packet.transportLength() && (!checksum || packet.checksumIsRight());
    }

    /** RFC 9293, section 3.1, and RFC 7323, appendix A. */
    private boolean isPlain() {
        final int flags = buffer.getByte(33);
        final int words = buffer.getByte(32) >> 4 & 0xF;
        return (flags & 0x37) == 0x10
            && (words == 5 || words == 8 && buffer.getInt(40, BIG_ENDIAN) == 0x0101_080A);
    }

    private void assertTaken(final String where) {
        final Packet decoded = new Packet();
        decoded.decode(ip, captured, onWire, PacketFlags.NONE);
        final Packet taken = new Packet();
        // what was there before must not shine through
        taken.decode(ip, 0, 0, PacketFlags.LOOPBACK);
        taken.takeWhole(ip);
        assertEquals(describe(decoded), describe(taken), where);
        final TupleKey expected = new TupleKey(1, 2);
        Tuples.set(expected, decoded, ZONE);
        final TupleKey key = new TupleKey(1, 2);
        key.set(6, 17, 1, 2, 3, 4, 5, 6, 7, 1);
        new TupleKey(1, 2).writeV4(Packet.TCP, ZONE, PlainSegment.addresses(ip), PlainSegment.ports(ip),
            row.addressOffset());
        key.readV4(row.addressOffset());
        assertEquals(describe(expected), describe(key), where);
        assertWritten(decoded, where);
    }

    private void assertWritten(final Packet p, final String where) {
        final long to = row.addressOffset();
        PlainSegment.write(ip, to);
        assertEquals(p.transportInt(4), (int)PlainSegment.numbers(to), where);
        assertEquals(p.transportInt(8), (int)(PlainSegment.numbers(to) >>> 32), where);
        assertEquals(p.transportInt(4) + p.transportLength() - (p.transportByte(12) >> 4) * 4, PlainSegment.end(to),
            where);
        assertEquals(p.transportShort(14), PlainSegment.window(to), where);
        assertEquals(p.ipLength(), PlainSegment.bytes(to), where);
    }

    private static String describe(final Packet p) {
        return "l3=" + p.l3() + " protocol=" + p.protocol() + " length=" + p.ipLength() + " transport="
            + p.transportLength() + " src=" + p.srcHigh() + ":" + p.srcLow() + " dst=" + p.dstHigh() + ":" + p.dstLow()
            + " ports=" + p.transportInt(0) + " fragment=" + p.isFragment()
            + " whole=" + p.captured(0, p.transportLength()) + " more=" + p.captured(0, p.transportLength() + 1);
    }

    private static String describe(final TupleKey key) {
        final UnsafeBuffer entry = new UnsafeBuffer(ByteBuffer.allocateDirect(EntryDescriptor.LENGTH));
        key.copyTo(entry.addressOffset());
        final byte[] bytes = new byte[EntryDescriptor.LENGTH];
        entry.getBytes(0, bytes);
        return HexFormat.of().formatHex(bytes) + " hash=" + key.hash() + " fromHi=" + key.isFromHi();
    }

    /** A segment of few addresses, with right checksums; every other one is damaged. */
    private void write() {
        final int words = random.nextInt(3) > 0 ? 5 : random.nextInt(3) == 0 ? 8 : 5 + random.nextInt(11);
        length = 20 + words * 4 + (random.nextInt(3) == 0 ? random.nextInt(60) : 0);
        final byte[] noise = new byte[ROOM];
        random.nextBytes(noise);
        buffer.putBytes(0, noise);
        buffer.putShort(0, (short)(0x4500 | random.nextInt(4)), BIG_ENDIAN);
        buffer.putShort(2, (short)length, BIG_ENDIAN);
        buffer.putShort(6, (short)(random.nextBoolean() ? 0x4000 : 0), BIG_ENDIAN);
        buffer.putByte(9, (byte)6);
        buffer.putInt(12, random.nextInt(3) - 1, BIG_ENDIAN);
        buffer.putInt(16, random.nextInt(3) - 1, BIG_ENDIAN);
        buffer.putShort(20, (short)(random.nextInt(3) - 1), BIG_ENDIAN);
        buffer.putShort(22, (short)(random.nextInt(3) - 1), BIG_ENDIAN);
        buffer.putByte(32, (byte)(words << 4 | random.nextInt(16)));
        if (random.nextInt(3) > 0) {
            buffer.putByte(33, (byte)(0x10 | random.nextInt(2) << 3));
        }
        if (words == 8 && random.nextBoolean()) {
            buffer.putInt(40, 0x0101_080A, BIG_ENDIAN);
        }
        captured = length;
        onWire = length;
        final int damage = random.nextInt(16);
        switch (damage) {
            case 0 -> captured = random.nextInt(length + 1);
            case 1 -> onWire = random.nextInt(length + 1);
            case 2 -> captured = Math.min(ROOM, onWire = length + random.nextInt(20));
            case 3 -> buffer.putShort(2, (short)(length + random.nextInt(60) - 30), BIG_ENDIAN);
            case 4 -> buffer.putByte(32, (byte)random.nextInt());
            case 5 -> buffer.putByte(random.nextInt(10), (byte)random.nextInt());
            default -> {
                // left as it is, but perhaps for its checksums
            }
        }
        putChecksums();
        if (damage == 6 || damage == 7) {
            final int at = random.nextInt(length);
            buffer.putByte(at, (byte)(buffer.getByte(at) ^ 1 << random.nextInt(8)));
        }
    }

    private void putChecksums() {
        buffer.putShort(10, (short)0);
        buffer.putShort(10, (short)~InternetSum.fold(InternetSum.sum(buffer, 0, 20, 0)), BIG_ENDIAN);
        final int total = Math.min(ROOM, Math.max(40, buffer.getShort(2, BIG_ENDIAN) & 0xFFFF));
        final long pseudo = InternetSum.sum(buffer, 12, 8, Packet.TCP + total - 20);
        buffer.putShort(36, (short)0);
        buffer.putShort(36, (short)~InternetSum.fold(InternetSum.sum(buffer, 20, total - 20, pseudo)), BIG_ENDIAN);
    }
}
