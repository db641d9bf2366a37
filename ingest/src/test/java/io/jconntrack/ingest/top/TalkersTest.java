/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TalkersTest {
    private static final int ADDED = 200_000;
    private static final int DISTINCT = 20_000;

    private final Map<Long, long[]> truth = new HashMap<>();
    private SplittableRandom random;

    @BeforeEach
    void seed() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("jconntrack.seed=" + seed);
        random = new SplittableRandom(seed);
    }

    /** Port i has about 1/i of the connections. */
    private Talkers fill(final SortKey sort, final int limit) {
        final Talkers talkers = new Talkers(Group.PORT, sort, limit, random.nextLong());
        for (int i = 0; i < ADDED; i++) {
            final long low = (long)Math.pow(DISTINCT, random.nextDouble());
            final long packets = random.nextLong(100);
            final long bytes = random.nextLong(10_000);
            talkers.add(6, 1L << 32 | low, packets, bytes, packets / 2, bytes / 2);
            final long[] sums = truth.computeIfAbsent(low, l -> new long[5]);
            sums[0]++;
            sums[1] += packets;
            sums[2] += bytes;
            sums[3] += packets / 2;
            sums[4] += bytes / 2;
        }
        return talkers;
    }

    private long[] truth(final Talker talker) {
        return truth.get(Long.parseLong(talker.name().substring("tcp/".length())));
    }

    @Test
    void shouldCountExactlyWhenThereIsRoomForAll() {
        final Talkers talkers = fill(SortKey.CONNECTIONS, DISTINCT);
        assertTrue(talkers.isExact());
        assertEquals(truth.size(), talkers.size());
        final List<Talker> all = talkers.best(DISTINCT, false);
        assertEquals(truth.size(), all.size());
        long before = Long.MAX_VALUE;
        for (final Talker talker : all) {
            final long[] sums = truth(talker);
            assertEquals(sums[0], talker.connections());
            assertEquals(sums[1], talker.packets());
            assertEquals(sums[2], talker.bytes());
            assertEquals(sums[3], talker.packetsSince());
            assertEquals(sums[4], talker.bytesSince());
            assertTrue(talker.connections() <= before);
            before = talker.connections();
        }
    }

    @Test
    void shouldSayByHowMuchItMayBeWrongWhenThereIsNotRoomForAll() {
        for (final SortKey sort : SortKey.values()) {
            truth.clear();
            final Talkers talkers = fill(sort, 1500);
            assertFalse(talkers.isExact());
            assertTrue(talkers.size() <= 1500);
            final Map<String, Long> shown = new HashMap<>();
            for (final Talker talker : talkers.best(1500, false)) {
                final long value = sort.of(talker.connections(), talker.packets(), talker.bytes(),
                    talker.packetsSince(), talker.bytesSince());
                final long[] sums = truth(talker);
                final long true0 = sort.of(sums[0], sums[1], sums[2], sums[3], sums[4]);
                assertTrue(value <= true0 && true0 <= value + talkers.error(),
                    () -> sort + " " + talker + " true=" + true0 + " error=" + talkers.error());
                shown.put(talker.name(), value);
            }
            truth.forEach((port, sums) -> assertTrue(shown.containsKey("tcp/" + port)
                || sort.of(sums[0], sums[1], sums[2], sums[3], sums[4]) <= talkers.error(), () -> "missing " + port));
        }
    }

    @Test
    void shouldShowTheLeastFirstWhenAsked() {
        final Talkers talkers = new Talkers(Group.PORT, SortKey.BYTES, 10, 0);
        talkers.add(6, 1L << 32 | 80, 1, 500, 0, 0);
        talkers.add(17, 1L << 32 | 53, 1, 70, 0, 0);
        talkers.add(1, 0, 1, 84, 0, 0);
        assertEquals(List.of("udp/53", "icmp"), talkers.best(2, true).stream().map(Talker::name).toList());
        assertEquals(List.of("tcp/80", "icmp"), talkers.best(2, false).stream().map(Talker::name).toList());
    }
}
