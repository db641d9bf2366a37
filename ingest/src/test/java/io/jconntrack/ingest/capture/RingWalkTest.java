/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.ring.FrameFlags;
import io.jconntrack.memory.Region;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rings made by hand, byte by byte, as {@code linux/if_packet.h} lays them out. */
class RingWalkTest {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 2;
    private static final int FRAME = 384;
    private static final RingGeometry GEOMETRY = new RingGeometry(BLOCK, BLOCKS, FRAME);
    private static final long NANOS = 4_000_000_000L * 1_000_000_000L + 999_999_999;

    private final Region memory = Region.anonymous(BLOCK * BLOCKS);
    private final long ring = memory.address();
    private final CaptureStatistics statistics = new CaptureStatistics();
    private final Captured captured = new Captured();
    private LinkKind kind = LinkKind.ETHERNET;

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void shouldHandOverFrameByFrameAndGiveThemBackWhenV2() {
        final FrameRingV2 v2 = new FrameRingV2(ring, GEOMETRY, reader());
        assertEquals(0, v2.poll(captured, 10));
        assertEquals(0, captured.flushes);
        frameV2(0, 1, 100, 60);
        frameV2(1, 1 | 8 | 16 | 64, 60, 60);
        assertEquals(2, v2.poll(captured, 10));
        assertEquals(1, captured.flushes);
        final Captured.Frame first = captured.frames.get(0);
        assertEquals(NANOS, first.nanos());
        assertEquals(100, first.length());
        assertArrayEquals(pattern(0, 60), first.bytes());
        assertEquals(FrameFlags.TRUNCATED, first.flags());
        assertEquals(1, first.linkType());
        assertEquals(0, first.vlan());
        final Captured.Frame second = captured.frames.get(1);
        assertEquals(FrameFlags.CHECKSUM_NOT_READY | FrameFlags.VLAN, second.flags());
        assertEquals(0x88A8_6005, second.vlan());
        assertEquals(0, UnsafeApi.getInt(frameAt(0)));
        assertEquals(0, UnsafeApi.getInt(frameAt(1)));
        assertEquals(2, statistics.frames());
        assertEquals(1, statistics.truncated());
    }

    @Test
    void shouldGoRoundAndKeepToItsLimitWhenV2() {
        final FrameRingV2 v2 = new FrameRingV2(ring, GEOMETRY, reader());
        final int frames = GEOMETRY.frames();
        assertEquals(20, frames);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < frames; i++) {
                frameV2(i, 1, 60, 60);
            }
            assertEquals(7, v2.poll(captured, 7));
            assertEquals(frames - 7, v2.poll(captured, 100));
            assertEquals(0, v2.poll(captured, 100));
        }
        for (int i = 0; i < 3 * frames; i++) {
            assertArrayEquals(pattern(i % frames, 60), captured.frames.get(i).bytes());
        }
    }

    @Test
    void shouldHandOverAFullRingOnce() {
        for (int i = 0; i < GEOMETRY.frames(); i++) {
            frameV2(i, 1, 60, 60);
        }
        assertEquals(GEOMETRY.frames(), new FrameRingV2(ring, GEOMETRY, reader()).poll(captured, 1000));
        assertEquals(GEOMETRY.frames(), captured.frames.size());
        blockV3(0, 3);
        blockV3(1, 3);
        assertEquals(6, new BlockRingV3(ring, GEOMETRY, reader()).poll(captured, 1000));
    }

    @Test
    void shouldPassOverAFrameWhoseLengthsLieWhenV2() {
        final FrameRingV2 v2 = new FrameRingV2(ring, GEOMETRY, reader());
        frameV2(0, 1, 60, -1);
        frameV2(1, 1, 59, 60);
        frameV2(2, 1, 1000, FRAME - 80 + 1);
        frameV2(3, 1, 60, 60);
        UnsafeApi.putShort(frameAt(3) + 12, (short)51);
        frameV2(4, 1, 60, 60);
        UnsafeApi.putShort(frameAt(4) + 12, (short)0xFFFF);
        frameV2(5, 1, 1000, FRAME - 80);
        assertEquals(6, v2.poll(captured, 10));
        assertEquals(1, captured.frames.size());
        assertEquals(5, statistics.malformed());
    }

    @Test
    void shouldHandOverWholeBlocksAndGiveThemBackWhenV3() {
        final BlockRingV3 v3 = new BlockRingV3(ring, GEOMETRY, reader());
        assertEquals(0, v3.poll(captured, 1));
        blockV3(0, 3);
        blockV3(1, 2);
        UnsafeApi.putInt(frameV3(0, 1) + 20, 1 | 128);
        UnsafeApi.putInt(frameV3(0, 2) + 20, 1 | 16);
        assertEquals(3, v3.poll(captured, 1));
        assertEquals(0, UnsafeApi.getInt(ring + 8));
        assertEquals(1, UnsafeApi.getInt(ring + BLOCK + 8));
        assertEquals(2, v3.poll(captured, 100));
        assertEquals(0, v3.poll(captured, 100));
        assertEquals(5, captured.frames.size());
        assertEquals(NANOS, captured.frames.get(0).nanos());
        assertArrayEquals(pattern(2, 60), captured.frames.get(2).bytes());
        assertEquals(FrameFlags.CHECKSUM_VALID | FrameFlags.TRUNCATED, captured.frames.get(1).flags());
        assertEquals(FrameFlags.VLAN | FrameFlags.TRUNCATED, captured.frames.get(2).flags());
        assertEquals(0x8100_6005, captured.frames.get(2).vlan(), "the EtherType of an older kernel's tag is known");
    }

    @Test
    void shouldGiveBackABlockThatHoldsNothingWhenV3() {
        final BlockRingV3 v3 = new BlockRingV3(ring, GEOMETRY, reader());
        blockV3(0, 0);
        assertTrue(v3.poll(captured, 10) > 0);
        assertEquals(0, UnsafeApi.getInt(ring + 8));
        assertEquals(0, captured.frames.size());
    }

    @Test
    void shouldStayWithinTheBlockWhenItsOffsetsLieAndV3() {
        final BlockRingV3 v3 = new BlockRingV3(ring, GEOMETRY, reader());
        for (final int[] lie : new int[][] {{0, 12, -1}, {0, 12, BLOCK}, {0, 16, 0}, {0, 16, BLOCK - 60},
            {0, 16, -48}, {1, 0, -200}, {1, 0, 8}, {1, 0, BLOCK}, {1, 0, Integer.MAX_VALUE}, {1, 12, -1},
            {1, 12, BLOCK}, {1, 16, 59}}) {
            final long before = statistics.malformed();
            fill(lie);
            assertTrue(v3.poll(captured, 100) > 0, "lie at " + lie[1] + ": " + lie[2]);
            assertTrue(statistics.malformed() > before, "lie at " + lie[1] + ": " + lie[2]);
        }
    }

    @Test
    void shouldLeaveOutWhatTheLoopbackInterfaceSendsAndMarkWhatOthersSend() {
        final FrameRingV2 v2 = new FrameRingV2(ring, GEOMETRY, reader());
        for (int i = 0; i < 4; i++) {
            frameV2(i, 1, 60, 60);
            linkAddress(frameAt(i) + 32, 0x0800, i < 2 ? 772 : 1, i % 2 == 0 ? 4 : 0);
        }
        assertEquals(4, v2.poll(captured, 10));
        assertEquals(3, captured.frames.size());
        assertEquals(FrameFlags.LOOPBACK, captured.frames.get(0).flags());
        assertEquals(FrameFlags.OUTGOING, captured.frames.get(1).flags());
        assertEquals(1, statistics.repeated());
    }

    @Test
    void shouldCountWhatIsNotIpWhenFramesHaveNoHeader() {
        kind = LinkKind.COOKED;
        final FrameRingV2 v2 = new FrameRingV2(ring, GEOMETRY, reader());
        final int[] types = {0x0800, 0x0806, 0x86DD, 0x88CC};
        for (int i = 0; i < types.length; i++) {
            frameV2(i, 1, 60, 60);
            linkAddress(frameAt(i) + 32, types[i], 1, 0);
        }
        v2.poll(captured, 10);
        assertEquals(2, captured.frames.size());
        assertEquals(101, captured.frames.get(0).linkType());
        assertEquals(2, statistics.notIp());
    }

    @Test
    void shouldTellThatTheKernelLosesFrames() {
        final FrameReader reader = reader();
        final FrameRingV2 v2 = new FrameRingV2(ring, GEOMETRY, reader);
        frameV2(0, 1 | 4, 60, 60);
        v2.poll(captured, 1);
        assertTrue(reader.losing());
        assertTrue(!reader.losing(), "told once");
    }

    private void fill(final int[] lie) {
        for (int block = 0; block < BLOCKS; block++) {
            blockV3(block, 3);
            final long at = lie[0] == 0 ? ring + block * BLOCK : frameV3(block, 1);
            UnsafeApi.putInt(at + lie[1], lie[2]);
        }
    }

    private FrameReader reader() {
        return new FrameReader(kind, true, statistics);
    }

    private long frameAt(final int place) {
        final int each = BLOCK / FRAME;
        return ring + place / each * BLOCK + place % each * FRAME;
    }

    private void frameV2(final int place, final int status, final int length, final int captured) {
        final long at = frameAt(place);
        UnsafeApi.putInt(at + 4, length);
        UnsafeApi.putInt(at + 8, captured);
        UnsafeApi.putShort(at + 12, (short)80);
        UnsafeApi.putInt(at + 16, (int)4_000_000_000L);
        UnsafeApi.putInt(at + 20, 999_999_999);
        UnsafeApi.putShort(at + 24, (short)0x6005);
        UnsafeApi.putShort(at + 26, (short)0x88A8);
        linkAddress(at + 32, 0x0800, 1, 0);
        bytes(at + 80, place);
        UnsafeApi.putInt(at, status);
    }

    private long frameV3(final int block, final int place) {
        return ring + block * BLOCK + 48 + place * 160;
    }

    private void blockV3(final int block, final int frames) {
        final long at = ring + block * BLOCK;
        UnsafeApi.putInt(at + 12, frames);
        UnsafeApi.putInt(at + 16, 48);
        for (int i = 0; i < frames; i++) {
            final long frame = frameV3(block, i);
            UnsafeApi.putInt(frame, i + 1 == frames ? 0 : 160);
            UnsafeApi.putInt(frame + 4, (int)4_000_000_000L);
            UnsafeApi.putInt(frame + 8, 999_999_999);
            UnsafeApi.putInt(frame + 12, 60);
            UnsafeApi.putInt(frame + 16, 100);
            UnsafeApi.putInt(frame + 20, 1);
            UnsafeApi.putShort(frame + 24, (short)96);
            UnsafeApi.putInt(frame + 32, 0x6005);
            UnsafeApi.putShort(frame + 36, (short)0x88A8);
            linkAddress(frame + 48, 0x0800, 1, 0);
            bytes(frame + 96, i);
        }
        UnsafeApi.putInt(at + 8, 1);
    }

    private static void linkAddress(final long at, final int type, final int hardware, final int packetType) {
        UnsafeApi.putByte(at + 2, (byte)(type >> 8));
        UnsafeApi.putByte(at + 3, (byte)type);
        UnsafeApi.putShort(at + 8, (short)hardware);
        UnsafeApi.putByte(at + 10, (byte)packetType);
    }

    private static void bytes(final long at, final int seed) {
        final byte[] pattern = pattern(seed, 60);
        for (int i = 0; i < 60; i++) {
            UnsafeApi.putByte(at + i, pattern[i]);
        }
    }

    private static byte[] pattern(final int seed, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte)(seed * 31 + i);
        }
        return bytes;
    }
}
