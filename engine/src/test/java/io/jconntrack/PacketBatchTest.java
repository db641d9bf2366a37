/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.nio.ByteBuffer;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A batch of any size gives what its packets give one by one, also where they belong to one connection, make it, end
 * it, or let it expire. The seed is printed on failure and set by {@code -Djconntrack.seed}.
 */
class PacketBatchTest {
    private static final long SEED = Long.getLong("jconntrack.seed", System.nanoTime());
    private static final int PACKETS = 200_000;
    private static final int STRIDE = RandomPackets.STRIDE;

    private final UnsafeBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(PacketBatch.CAPACITY * STRIDE));
    private final Random random = new Random(SEED);
    private final RandomPackets packets = new RandomPackets(random);
    private long nowNanos = 1_000_000_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({"CLASSIC, 40, true, false", "LINUX, 40, true, false", "LINUX, 40, false, false",
        "LINUX, 4000, true, false", "LINUX, 4000, false, false", "CLASSIC, 40, true, true", "LINUX, 40, true, true",
        "LINUX, 4000, true, true", "LINUX, 4000, false, true"})
    void shouldGiveTheSameResultsAsOneByOneWhateverTheSize(final Profile profile, final int max,
        final boolean prefetch, final boolean vectors) {
        if (vectors) {
            VectorTesting.assumeVectors();
        }
        final Settings settings = new Settings(profile).set("checksum", "0").set("acct", "1").set(Setting.MAX, max);
        try (Conntrack single = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
            Conntrack batched =
                Conntrack.builder().settings(settings).prefetch(prefetch).vectors(vectors).hashSeed(1, 2).build()) {
            final PacketBatch batch = new PacketBatch();
            for (int done = 0; done < PACKETS; done += batch.size()) {
                batch.reset(buffer);
                final int size = 1 + random.nextInt(PacketBatch.CAPACITY);
                final long[] expected = new long[size];
                for (int i = 0; i < size; i++) {
                    final int length = packets.write(buffer, i * STRIDE);
                    final int zone = random.nextInt(2);
                    batch.add(i * STRIDE, length, length, zone, nowNanos);
                    expected[i] = single.process(buffer, i * STRIDE, length, length, zone, nowNanos);
                    nowNanos += random.nextInt(50) == 0
                        ? random.nextInt(120) * 1_000_000_000L : random.nextInt(1_000_000);
                }
                batched.process(batch);
                for (int i = 0; i < size; i++) {
                    assertEquals(describe(expected[i]), describe(batch.verdict(i)),
                        "seed=" + SEED + " packet=" + (done + i) + " of batch=" + size);
                }
                assertEquals(table(single), table(batched), "seed=" + SEED + " after packet=" + (done + size));
                single.poll(nowNanos, 5);
                batched.poll(nowNanos, 5);
            }
            for (final ConnState state : ConnState.values()) {
                assertEquals(single.statistics().packets(state), batched.statistics().packets(state));
            }
            assertTrue(single.statistics().packets(ConnState.ESTABLISHED) > PACKETS / 20, "the traffic is too dull");
            assertEquals(max == 40, single.statistics().earlyDrops() > 0, "whether the table was full");
        }
    }

    @Test
    void shouldTakePacketsFromTheJavaHeapAsWell() {
        final UnsafeBuffer heap = new UnsafeBuffer(new byte[PacketBatch.CAPACITY * STRIDE]);
        final Settings settings = new Settings(Profile.LINUX).set("checksum", "0");
        try (Conntrack direct = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
            Conntrack copying = Conntrack.builder().settings(settings).hashSeed(1, 2).build()) {
            final PacketBatch batch = new PacketBatch().reset(heap);
            final PacketBatch same = new PacketBatch().reset(buffer);
            for (int i = 0; i < PacketBatch.CAPACITY; i++) {
                final int length = packets.write(buffer, i * STRIDE);
                heap.putBytes(i * STRIDE, buffer, i * STRIDE, length);
                batch.add(i * STRIDE, length, nowNanos);
                same.add(i * STRIDE, length, nowNanos);
            }
            copying.process(batch);
            direct.process(same);
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(describe(same.verdict(i)), describe(batch.verdict(i)), "seed=" + SEED + " packet=" + i);
            }
        }
    }

    @Test
    void shouldRefusePacketsBeyondTheBuffer() {
        final PacketBatch batch = new PacketBatch().reset(buffer);
        assertThrows(IndexOutOfBoundsException.class, () -> batch.add(buffer.capacity() - 10, 20, nowNanos));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.add(-1, 20, nowNanos));
        assertEquals(0, batch.size());
    }

    @Test
    void shouldSayWhenItIsFull() {
        final PacketBatch batch = new PacketBatch().reset(buffer);
        for (int i = 1; i < PacketBatch.CAPACITY; i++) {
            assertTrue(batch.add(0, 40, nowNanos));
        }
        assertFalse(batch.add(0, 40, nowNanos));
        assertEquals(PacketBatch.CAPACITY, batch.size());
        assertEquals(0, batch.reset(buffer).size());
    }

    private static String describe(final long verdict) {
        return Verdict.state(verdict) + " " + Verdict.hasDirection(verdict) + Verdict.isReply(verdict)
            + Verdict.isQuoted(verdict) + " " + Verdict.reason(verdict) + " " + Verdict.entry(verdict);
    }

    private List<String> table(final Conntrack conntrack) {
        final List<String> lines = new ArrayList<>();
        final JsonFormat format = new JsonFormat(conntrack);
        final Connection connection = new Connection(conntrack);
        for (int i = 0; i < conntrack.table().bound(); i++) {
            if (connection.moveTo(i)) {
                final StringBuilder line = new StringBuilder();
                format.appendEntry(line, connection, nowNanos);
                lines.add(line.toString());
            }
        }
        return lines;
    }
}
