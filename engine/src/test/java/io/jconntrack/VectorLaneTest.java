/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eight segments at a time leave the same verdicts and the same entries, to the last byte, as one after the other, and
 * allocate nothing. The seed is printed on failure and set by {@code -Djconntrack.seed}.
 */
class VectorLaneTest {
    private static final long SEED = Long.getLong("jconntrack.seed", System.nanoTime());
    private static final int PACKETS = 400_000;
    private static final int STRIDE = SegmentTraffic.STRIDE;
    private static final int CONNECTIONS = 600;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(PacketBatch.CAPACITY * STRIDE));
    private final PacketBatch batch = new PacketBatch();
    private final Random random = new Random(SEED);
    private final SegmentTraffic traffic = new SegmentTraffic(random, CONNECTIONS, 60);
    private long nowNanos = 1_000_000_000_000L;

    @BeforeEach
    void onlyWhereThereAreVectors() {
        VectorTesting.assumeVectors();
    }

    private static ConntrackBuilder builder(final Settings settings) {
        return Conntrack.builder().settings(settings).hashSeed(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp_be_liberal=0", "tcp_be_liberal=1", "tcp_max_retrans=0", "tcp_max_retrans=1", "acct=1",
        "tcp_timeout_established=30", "tcp_timeout_max_retrans=1", "tcp_loose=0",
        "adaptive_end=2000"})
    void shouldLeaveWhatOneByOneLeaves(final String setting) {
        final String[] one = setting.split("=");
        final Settings settings = new Settings(Profile.LINUX).set("checksum", "0").set(one[0], one[1]);
        try (Conntrack single = builder(settings).build(); Conntrack eight = builder(settings).vectors(true).build()) {
            final long[] expected = new long[PacketBatch.CAPACITY];
            for (int done = 0; done < PACKETS; done += batch.size()) {
                final int size = random.nextInt(4) == 0 ? 1 + random.nextInt(PacketBatch.CAPACITY) : 32;
                batch.reset(buffer);
                for (int i = 0; i < size; i++) {
                    final int length = traffic.write(buffer, i * STRIDE);
                    final int zone = random.nextInt(50) == 0 ? 0xFFFF : 0;
                    batch.add(i * STRIDE, length, length, zone, nowNanos);
                    expected[i] = single.process(buffer, i * STRIDE, length, length, zone, nowNanos);
                    nowNanos += random.nextInt(20_000) == 0 ? 40_000_000_000L : random.nextInt(2_000_000);
                }
                eight.process(batch);
                for (int i = 0; i < size; i++) {
                    final String where = "seed=" + SEED + " packet=" + (done + i) + " of " + setting;
                    assertEquals(expected[i], batch.verdict(i), where);
                    Duel.assertSameEntry(single, eight, batch.verdict(i), where);
                }
                assertEquals(single.lastTimeout(), eight.lastTimeout(), "seed=" + SEED + " packet=" + (done + size));
                single.poll(nowNanos, 8);
                eight.poll(nowNanos, 8);
            }
            // a connection that is opened in a batch is not seen early by the others there
            assertTrue(eight.predicted() <= single.predicted());
            assertTrue(eight.predictedAtOnce() > PACKETS / 50,
                eight.predictedAtOnce() + " of " + eight.predicted());
        }
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final int rounds = 5_000;
        try (Conntrack conntrack =
            builder(new Settings(Profile.LINUX).set("checksum", "0")).vectors(true).build()) {
            batch.reset(buffer);
            for (int i = 0; i < PacketBatch.CAPACITY; i++) {
                batch.add(i * STRIDE, traffic.write(buffer, i * STRIDE), nowNanos);
            }
            for (int i = 0; i < rounds; i++) {
                conntrack.process(batch);
            }
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                conntrack.process(batch);
            }
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < rounds, "allocated=" + allocated);
        }
    }
}
