/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.FloodTester.ACK;
import static io.jconntrack.FloodTester.SYN;
import static io.jconntrack.FloodTester.endpoint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.Homes;
import io.jconntrack.table.TableStatistics;
import io.jconntrack.table.TupleKey;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that all belong into few buckets, sent by somebody who knows a tracker's seed: what they do to it, to the
 * connections of others, and to a tracker with another seed.
 */
class HashAttackTest {
    private static final int CAPACITY = 20_000;
    private static final int OTHERS = 2000;
    private static final int FLOOD = 5000;
    private static final int SLOTS = 7;
    private static final int MAX_PROBES = 64;
    /** A bound that random tuples keep, see io.jconntrack.table.HashTest. */
    private static final int LONGEST_BY_CHANCE = 9;
    private static final int PORT = 443;
    private static final long NOW = 5_000_000_000_000L;
    private static final long SERVER = endpoint("198.51.100.1", PORT);

    private final FloodTester packets = new FloodTester();
    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Conntrack known = tracker(seed, ~seed);

    private static Conntrack tracker(final long seed0, final long seed1) {
        return Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=" + CAPACITY))
            .hashSeed(seed0, seed1).build();
    }

    @AfterEach
    void close() {
        known.close();
    }

    /** Clients whose connections to the server have their homes in so many buckets side by side. */
    private long[] flood(final int width) {
        System.out.println("HashAttackTest: -Djconntrack.seed=" + seed);
        final TupleKey key = known.connectionTable().newKey();
        final long first = random.nextLong(Homes.count(known.connectionTable()) - width);
        final long[] clients = new long[FLOOD];
        long client = endpoint("16.0.0.1", 0) + random.nextLong(1L << 32);
        for (int found = 0; found < FLOOD; client++) {
            key.set(4, 6, 0, 0, client >>> 16, (int)client & 0xFFFF, 0, SERVER >>> 16, PORT, 0);
            final long home = Homes.of(known.connectionTable(), key);
            if (home >= first && home < first + width) {
                clients[found++] = client;
            }
        }
        return clients;
    }

    private static long other(final int i) {
        return endpoint("192.0.2.1", 1024) + ((i & 7L) << 16) + (i >>> 3);
    }

    private void establishOthers(final Conntrack conntrack) {
        for (int i = 0; i < OTHERS; i++) {
            packets.establish(conntrack, 0, other(i), SERVER, NOW);
        }
    }

    private void assertOthersAreThere(final Conntrack conntrack) {
        for (int i = 0; i < OTHERS; i++) {
            final long verdict = packets.tcp(conntrack, 0, SERVER, other(i), ACK, 501, 101, NOW);
            assertEquals(ConnState.ESTABLISHED, Verdict.state(verdict), "seed=" + seed);
            assertEquals(Reason.NONE, Verdict.reason(verdict));
        }
    }

    private long send(final Conntrack conntrack, final long[] flood) {
        final long before = System.nanoTime();
        for (final long client : flood) {
            packets.tcp(conntrack, 0, client, SERVER, SYN, 1, 0, NOW);
        }
        return (System.nanoTime() - before) / flood.length;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    void shouldKeepLookupsBoundedAndOthersUntouchedWhenSynsAimAtFewBuckets(final int width) {
        establishOthers(known);
        final int room = (MAX_PROBES + width - 1) * SLOTS;
        final long nanos = send(known, flood(width));
        assertOthersAreThere(known);
        final TableStatistics index = new TableStatistics(known.connectionTable());
        System.out.println("HashAttackTest: width=" + width + " longest probe=" + index.longestProbe()
            + " full buckets=" + index.buckets(SLOTS) + " dropped early=" + known.statistics().earlyDrops()
            + " nanos per SYN=" + nanos);
        assertEquals(MAX_PROBES, index.longestProbe(), "seed=" + seed);
        assertTrue(index.buckets(SLOTS) >= MAX_PROBES, "the histogram shows it");
        // those that found no room took another's of the flood
        assertEquals(FLOOD + OTHERS, known.count() + known.statistics().earlyDrops(), "seed=" + seed);
        assertTrue(known.statistics().earlyDrops() >= FLOOD - room, "seed=" + seed);
        assertEquals(0, known.statistics().packets(Reason.TABLE_FULL));
    }

    @Test
    void shouldRefuseWhatFindsNoRoomWhenTheCrowdIsAssured() {
        establishOthers(known);
        for (final long client : flood(1)) {
            packets.establish(known, 0, client, SERVER, NOW);
        }
        assertOthersAreThere(known);
        final TableStatistics index = new TableStatistics(known.connectionTable());
        assertEquals(MAX_PROBES, index.longestProbe());
        final long crowd = known.count() - OTHERS;
        assertTrue(crowd <= MAX_PROBES * SLOTS && crowd > MAX_PROBES * (SLOTS - 4), "crowd=" + crowd);
        assertEquals(FLOOD - crowd, known.statistics().packets(Reason.TABLE_FULL) / 2, "SYN and ACK; seed=" + seed);
        assertEquals(0, known.statistics().earlyDrops());
    }

    @Test
    void shouldNotNoticeTheFloodWhenTheSeedIsAnother() {
        final long[] flood = flood(1);
        for (int i = 0; i < 8; i++) {
            try (Conntrack conntrack = tracker(random.nextLong(), random.nextLong())) {
                establishOthers(conntrack);
                final long nanos = send(conntrack, flood);
                assertOthersAreThere(conntrack);
                final TableStatistics index = new TableStatistics(conntrack.connectionTable());
                System.out.println("HashAttackTest: another seed, longest probe=" + index.longestProbe()
                    + " full buckets=" + index.buckets(SLOTS) + " nanos per SYN=" + nanos);
                assertTrue(index.longestProbe() <= LONGEST_BY_CHANCE, "seed=" + seed);
                assertEquals(FLOOD + OTHERS, conntrack.count());
                assertEquals(0, conntrack.statistics().earlyDrops());
            }
        }
    }
}
