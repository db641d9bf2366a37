/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The hash under random seeds: no set of tuples, chosen with the code at hand but not the seeds, makes lookups longer
 * than random tuples do.
 */
class HashTest {
    private static final int TUPLES = 20_000;
    private static final int CAPACITY = 40_000;
    /**
     * Two keys a bucket on average: eight full buckets in a row have more than 56 keys where 16 are expected. That
     * happens with a probability below 1e-9 in a table of 10 000 buckets (Chernoff's bound).
     */
    private static final int LONGEST_PROBE = 9;
    private static final int SEEDS = 20;
    private static final int CELLS = 1024;
    /** Standard deviations of the chi-square statistic; random tuples exceed this once in more than 1e9 tests. */
    private static final double MOST_DEVIATIONS = 8;

    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    private TupleKey randomlySeeded() {
        return new TupleKey(random.nextLong(), random.nextLong());
    }

    private static int longestProbe(final TupleKey seeded, final int tuples, final ObjIntConsumer<TupleKey> set) {
        try (ConnectionTable table = new ConnectionTable(CAPACITY, EnumSet.noneOf(Column.class), 1, 1024, seeded)) {
            final TupleKey key = table.newKey();
            int refused = 0;
            for (int n = 0; n < tuples; n++) {
                set.accept(key, n);
                refused += table.insert(key, key.isFromHi()) == ConnectionTable.NONE ? 1 : 0;
            }
            final TableStatistics statistics = new TableStatistics(table);
            assertEquals(tuples, statistics.members() + refused, "all tuples are different");
            final int longest = statistics.longestProbe();
            assertTrue(refused == 0 || longest == ConnectionIndex.MAX_PROBES, "refused=" + refused);
            return longest;
        }
    }

    /** TCP tuples whose homes are 16 neighbouring buckets of 10 000 under the seeds 0, 0. */
    private long[][] neighbours() {
        final long[][] found = new long[TUPLES][];
        final TupleKey key = new TupleKey(0, 0);
        int count = 0;
        while (count < TUPLES) {
            final long source = random.nextLong() & 0xFFFF_FFFFL;
            final long destination = random.nextLong() & 0xFFFF_FFFFL;
            for (int port = 1024; port < 9216 && count < TUPLES; port++) {
                Structure.ipv4(key, source, port, destination, 443);
                if ((key.hash >>> 32) * (CAPACITY / 3) >>> 32 < 16) {
                    found[count++] = new long[] {source, port, destination};
                }
            }
        }
        return found;
    }

    @Test
    void shouldNotLengthenProbesWhenIpv4TuplesWereSoughtThatMeetInOnePlaceOfAnUnkeyedTable() {
        System.out.println("HashTest: -Djconntrack.seed=" + seed);
        final long[][] flood = neighbours();
        final ObjIntConsumer<TupleKey> set = (key, n) ->
            Structure.ipv4(key, flood[n][0], (int)flood[n][1], flood[n][2], 443);
        assertEquals(ConnectionIndex.MAX_PROBES, longestProbe(new TupleKey(0, 0), TUPLES, set), "the flood is one");
        for (int i = 0; i < SEEDS; i++) {
            final int probe = longestProbe(randomlySeeded(), TUPLES, set);
            assertTrue(probe <= LONGEST_PROBE, "probe=" + probe + " seed=" + seed);
        }
    }

    @Test
    void shouldNotLengthenProbesWhenIpv6TuplesAllHaveOneHashInAnUnkeyedTable() {
        final int few = 3000;
        final ObjIntConsumer<TupleKey> set = Structure.IPV6_UNSPECIFIED_SOURCE::set;
        assertEquals(ConnectionIndex.MAX_PROBES, longestProbe(new TupleKey(0, 0), few, set),
            "same home and same fingerprint");
        for (int i = 0; i < SEEDS; i++) {
            final int probe = longestProbe(randomlySeeded(), TUPLES, set);
            assertTrue(probe <= LONGEST_PROBE, "probe=" + probe + " seed=" + seed);
        }
    }

    @Test
    void shouldKeepToTheSameBoundWhenTuplesAreRandom() {
        for (int i = 0; i < SEEDS; i++) {
            final int probe = longestProbe(randomlySeeded(), TUPLES, (key, n) -> Structure.ipv4(key,
                random.nextLong() & 0xFFFF_FFFFL, random.nextInt(65_536), random.nextLong() & 0xFFFF_FFFFL, 443));
            assertTrue(probe <= LONGEST_PROBE, "probe=" + probe + " seed=" + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSpreadStructuredTuplesOverBucketsAndFingerprints(final Structure structure) {
        for (int i = 0; i < SEEDS; i++) {
            final TupleKey key = randomlySeeded();
            final int[] homes = new int[CELLS];
            final int[] fingerprints = new int[CELLS];
            final int[] both = new int[CELLS];
            final Set<Long> hashes = new HashSet<>();
            for (int n = 0; n < TUPLES; n++) {
                structure.set(key, n);
                final int home = (int)(key.hash >>> 54);
                final int fingerprint = (int)IndexDescriptor.fingerprint(key.hash);
                homes[home]++;
                fingerprints[fingerprint >>> 14]++;
                both[home & 0x3E0 | fingerprint & 0x1F]++;
                hashes.add(key.hash);
            }
            final String where = "seed=" + seed + " round=" + i;
            assertTrue(deviations(homes) < MOST_DEVIATIONS, () -> "homes " + deviations(homes) + " " + where);
            assertTrue(deviations(fingerprints) < MOST_DEVIATIONS,
                () -> "fingerprints " + deviations(fingerprints) + " " + where);
            assertTrue(deviations(both) < MOST_DEVIATIONS, () -> "both " + deviations(both) + " " + where);
            assertTrue(hashes.size() >= TUPLES - 1, () -> "hashes=" + hashes.size() + " " + where);
            final int probe = longestProbe(key, TUPLES, structure::set);
            assertTrue(probe <= LONGEST_PROBE, () -> "probe=" + probe + " " + where);
        }
    }

    /** How far the chi-square statistic of a histogram is above that of an even spread, in standard deviations. */
    private static double deviations(final int[] histogram) {
        final double expected = (double)TUPLES / CELLS;
        double chiSquare = 0;
        for (final int count : histogram) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        return (chiSquare - (CELLS - 1)) / Math.sqrt(2.0 * (CELLS - 1));
    }
}
