/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

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
    private static final int STRIDE = SegmentTraffic.STRIDE;
    private static final int FLAGS = SegmentTraffic.FLAGS;
    private static final int ACK = SegmentTraffic.ACK;
    private static final int PSH = SegmentTraffic.PSH;
    private static final int URG = 0x20;
    private static final int CONNECTIONS = 5;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * STRIDE));
    private final Random random = new Random(SEED);
    private final SegmentTraffic traffic = new SegmentTraffic(random, CONNECTIONS, 1);
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

    /** The next segment, or the one before once more. */
    private void write() {
        if (random.nextInt(6) != 0 || length == 0) {
            length = traffic.write(buffer, 0);
        }
    }
}
