/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.memory.Region;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of buckets, against a BitSet that is asked bucket by bucket. */
class DroppableMapTest {
    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());

    @ParameterizedTest(name = "{0} buckets")
    @ValueSource(ints = {2, 33, 63, 64, 65, 128, 511, 1000})
    void shouldPassOverBucketsWithoutABit(final int buckets) {
        final SplittableRandom random = new SplittableRandom(seed);
        try (Region region = Region.anonymous(DroppableMap.length(buckets))) {
            final DroppableMap map = new DroppableMap(region.address(), buckets);
            final BitSet expected = new BitSet();
            for (int i = 0; i < 20_000; i++) {
                final int bucket = random.nextInt(buckets);
                // long stretches with few bits, and others with many
                if (random.nextInt(100) < 10 + i / 100 % 80) {
                    map.set(bucket);
                    expected.set(bucket);
                } else {
                    map.clear(bucket);
                    expected.clear(bucket);
                }
                final int from = random.nextInt(buckets);
                final int most = random.nextInt(Math.min(2 * buckets, 70) + 1);
                int passed = 0;
                while (passed < most && !expected.get((from + passed) % buckets)) {
                    passed++;
                }
                final long found = map.passed(from, most);
                assertTrue(passed < most ? found == passed : found >= most,
                    "from=" + from + " most=" + most + " found=" + found + " seed=" + seed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "512, 64", "513, 128", "333334, 41728"})
    void shouldHaveABitForEachBucketInWholeLines(final long buckets, final long length) {
        assertEquals(length, DroppableMap.length(buckets));
    }
}
