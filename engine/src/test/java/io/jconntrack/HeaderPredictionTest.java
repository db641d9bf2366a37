/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.nio.ByteBuffer;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plain segment that is predicted leaves the same verdict and the same entry, to the last byte, as one that is
 * tracked in full. The second tracker is made to do that by the flag URG, which changes nothing for TCP's state machine
 * but is not plain. The seed is printed on failure and set by {@code -Djconntrack.seed}.
 */
class HeaderPredictionTest {
    private static final long SEED = Long.getLong("jconntrack.seed", System.nanoTime());
    private static final int PACKETS = 300_000;
    private static final int STRIDE = 128;
    private static final int CONNECTIONS = 5;
    private static final int FLAGS = 33;
    private static final int ACK = 0x10;
    private static final int PSH = 0x08;
    private static final int URG = 0x20;
    private static final int MAX_ACK_WINDOW = 66_000;

    private static final int[] WINDOWS = {0, 1, 20, 500, 65535, -1};

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * STRIDE));
    private final Random random = new Random(SEED);
    /** Next sequence number of each connection and side. */
    private final int[][] next = new int[CONNECTIONS][2];
    /** Window that each side announces for a while; negative for another one each time. */
    private final int[][] windows = new int[CONNECTIONS][2];
    private long nowNanos = 1_000_000_000_000L;
    private int length;

    @ParameterizedTest
    @ValueSource(strings = {"tcp_be_liberal=0", "tcp_be_liberal=1", "tcp_max_retrans=0", "tcp_max_retrans=1", "acct=1",
        "tcp_timeout_established=30", "tcp_timeout_max_retrans=1"})
    void shouldLeaveWhatTrackingInFullLeaves(final String setting) {
        final String[] one = setting.split("=");
        final Settings settings = new Settings(Profile.LINUX).set("checksum", "0").set(one[0], one[1]);
        try (Conntrack predicting = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
            Conntrack full = Conntrack.builder().settings(settings).hashSeed(1, 2).build()) {
            for (int i = 0; i < PACKETS; i++) {
                write();
                buffer.putBytes(STRIDE, buffer, 0, STRIDE);
                final int flags = buffer.getByte(FLAGS);
                buffer.putByte(STRIDE + FLAGS, (byte)((flags & ~PSH) == ACK ? flags | URG : flags));
                final long expected = full.process(buffer, STRIDE, length, nowNanos);
                final long verdict = predicting.process(buffer, 0, length, nowNanos);
                final String where = "seed=" + SEED + " packet=" + i + " of " + setting;
                Duel.assertSame(full, expected, predicting, verdict, where);
                nowNanos += random.nextInt(2000) == 0 ? 40_000_000_000L : random.nextInt(20_000_000);
                full.poll(nowNanos, 8);
                predicting.poll(nowNanos, 8);
            }
            assertEquals(0, full.predicted());
            assertTrue(predicting.predicted() > PACKETS / 20, "too few are predicted: " + predicting.predicted());
        }
    }

    @Test
    void shouldTrackAPlainSegmentInFullWhenItsChecksumIsWrong() {
        try (Conntrack conntrack = Conntrack.builder().profile(Profile.LINUX).hashSeed(1, 2).build()) {
            write();
            final long verdict = conntrack.process(buffer, 0, length, nowNanos);
            assertEquals(Reason.TRANSPORT_CHECKSUM, Verdict.reason(verdict));
        }
    }

    /** A segment of few connections: mostly in order, sometimes beside the window, repeated, or of a handshake. */
    private void write() {
        final int connection = random.nextInt(CONNECTIONS);
        final int side = random.nextInt(2);
        if (random.nextInt(6) == 0 && length > 0) {
            // the packet before once more
            return;
        }
        final int kind = random.nextInt(400);
        final int flags = kind == 0 ? 2 : kind == 1 ? 0x12 : kind == 2 ? 0x11 : kind == 3 ? 4
            : random.nextInt(4) == 0 ? ACK | PSH : ACK;
        final int data = flags >= ACK && random.nextInt(3) == 0 ? random.nextInt(30) : 0;
        final int options = flags == 2 || flags == 0x12 ? 4 : random.nextInt(4) == 0 ? 12 : 0;
        final int strayed = random.nextInt(30) == 0 ? random.nextInt(200_000) - 100_000 : 0;
        length = 40 + options + data;
        buffer.setMemory(0, STRIDE, (byte)0);
        buffer.putInt(0, 0x45000000 | length, BIG_ENDIAN);
        buffer.putInt(8, 64 << 24 | 6 << 16, BIG_ENDIAN);
        buffer.putInt(12, side == 0 ? 0x0A000000 + connection : 0x0A010000, BIG_ENDIAN);
        buffer.putInt(16, side == 0 ? 0x0A010000 : 0x0A000000 + connection, BIG_ENDIAN);
        buffer.putShort(20, (short)(side == 0 ? 1000 : 80), BIG_ENDIAN);
        buffer.putShort(22, (short)(side == 0 ? 80 : 1000), BIG_ENDIAN);
        buffer.putInt(24, next[connection][side] + strayed, BIG_ENDIAN);
        buffer.putInt(28, next[connection][1 - side] - late(), BIG_ENDIAN);
        buffer.putByte(32, (byte)(5 + options / 4 << 4));
        buffer.putByte(FLAGS, (byte)flags);
        if (random.nextInt(40) == 0) {
            windows[connection][side] = WINDOWS[random.nextInt(WINDOWS.length)];
        }
        final int window = windows[connection][side];
        buffer.putShort(34, (short)(window < 0 ? random.nextInt() : window), BIG_ENDIAN);
        if (options == 4) {
            // window scale
            buffer.putInt(40, 0x01030300 | random.nextInt(8), BIG_ENDIAN);
        } else if (options == 12) {
            buffer.putInt(40, random.nextInt(4) == 0 ? 0x0101_0101 : 0x0101_080A, BIG_ENDIAN);
        }
        Tester.putIpv4Checksum(buffer, 0);
        if (strayed == 0) {
            next[connection][side] += data + (flags & 1) + (flags >> 1 & 1);
        }
    }

    /** How far an acknowledgement is behind: often not at all, rarely around both bounds of the window. */
    private int late() {
        return switch (random.nextInt(60)) {
            case 0 -> MAX_ACK_WINDOW - 2 + random.nextInt(5);
            case 1 -> -random.nextInt(3);
            default -> random.nextInt(3) == 0 ? random.nextInt(60) : 0;
        };
    }
}
