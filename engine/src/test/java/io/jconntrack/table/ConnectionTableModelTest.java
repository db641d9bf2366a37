/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random operations of one thread on a table, beside a map and a plain model of where keys stand in the buckets. */
class ConnectionTableModelTest {
    private static final int OPERATIONS = 30_000;
    private static final int CHECK_EVERY = 500;

    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    private ConnectionTable table;
    private TupleKey[] keys;
    private Map<Integer, Long> entries;
    private Map<Integer, Integer> buckets;
    private int[] keysInBucket;

    @ParameterizedTest(name = "capacity {0}, homes in the last {1} buckets")
    @CsvSource({"1, 2", "8, 1", "8, 2", "30, 1", "500, 12", "500, 126", "5000, 100"})
    void shouldBehaveLikeAMapWhenOneThreadInsertsRemovesAndFinds(final int capacity, final int homes) {
        System.out.println("ConnectionTableModelTest: -Djconntrack.seed=" + seed);
        try (ConnectionTable made = new ConnectionTable(capacity, EnumSet.noneOf(Column.class), 1, 1024,
            new TupleKey(random.nextLong(), random.nextLong()))) {
            table = made;
            keys = keys(capacity + capacity / 2 + 1, homes);
            entries = new HashMap<>();
            buckets = new HashMap<>();
            keysInBucket = new int[(int)table.index().bucketCount()];
            for (int i = 0; i < OPERATIONS; i++) {
                // long phases of growth and of decline, so that the table is full and empty at times
                operate(random.nextInt(8) < (i / (4 * capacity + 100) % 2 == 0 ? 5 : 2));
                if (i % CHECK_EVERY == 0) {
                    assertStatistics();
                }
            }
            for (final long entry : new ArrayList<>(entries.values())) {
                table.remove(entry);
            }
            assertEmpty();
        }
    }

    /** Keys whose homes are the last buckets, so that they overflow beyond the end and come to the first ones. */
    private TupleKey[] keys(final int count, final int homes) {
        final TupleKey[] found = new TupleKey[count];
        final ConnectionIndex index = table.index();
        int n = 0;
        for (int i = 0; i < count; i++) {
            final TupleKey key = table.newKey();
            do {
                TestKeys.set(key, n++);
            } while (index.home(key.hash) < index.bucketCount() - homes);
            found[i] = key;
        }
        return found;
    }

    private void operate(final boolean insert) {
        final int n = random.nextInt(keys.length);
        final Long known = entries.get(n);
        assertEquals(known == null ? ConnectionTable.NONE : known, table.find(keys[n]), "seed=" + seed);
        if (insert) {
            final long entry = table.insert(keys[n], random.nextBoolean());
            if (entries.size() == table.capacity() || place(n) < 0) {
                assertEquals(ConnectionTable.NONE, entry, "full: seed=" + seed);
            } else if (known != null) {
                assertEquals(known, entry, "a key stays with its entry: seed=" + seed);
            } else {
                assertTrue(entry != ConnectionTable.NONE, "there is room: seed=" + seed);
                assertTrue(keys[n].isOf(entry));
                entries.put(n, entry);
                final int bucket = place(n);
                keysInBucket[bucket]++;
                buckets.put(n, bucket);
            }
        } else if (known != null) {
            table.remove(known);
            entries.remove(n);
            keysInBucket[buckets.remove(n)]--;
        }
        assertEquals(entries.size(), table.size());
    }

    private int home(final int n) {
        return (int)table.index().home(keys[n].hash);
    }

    /** Where a key goes, or -1 when all that it may go to is full. */
    private int place(final int n) {
        int bucket = home(n);
        for (int probes = 1; keysInBucket[bucket] == IndexDescriptor.SLOTS; probes++) {
            if (probes == Math.min(keysInBucket.length, ConnectionIndex.MAX_PROBES)) {
                return -1;
            }
            bucket = (bucket + 1) % keysInBucket.length;
        }
        return bucket;
    }

    private void assertStatistics() {
        final TableStatistics statistics = new TableStatistics(table);
        final int[] passed = new int[keysInBucket.length];
        final List<Integer> probes = new ArrayList<>();
        for (final Map.Entry<Integer, Integer> placed : buckets.entrySet()) {
            int probe = 1;
            for (int b = home(placed.getKey()); b != placed.getValue(); b = (b + 1) % passed.length) {
                passed[b]++;
                probe++;
            }
            probes.add(probe);
        }
        assertEquals(entries.size(), statistics.members());
        assertEquals(probes.stream().mapToInt(p -> p).max().orElse(0), statistics.longestProbe());
        for (int p = 1; p < 64; p++) {
            final int wanted = p;
            assertEquals(probes.stream().filter(probe -> probe == wanted).count(), statistics.keys(p), "probes=" + p);
        }
        assertEquals(probes.stream().filter(probe -> probe >= 64).count(), statistics.keys(64));
        int overflowed = 0;
        final long[] histogram = new long[IndexDescriptor.SLOTS + 1];
        for (int b = 0; b < passed.length; b++) {
            histogram[keysInBucket[b]]++;
            overflowed += passed[b] == 0 ? 0 : 1;
            assertEquals(passed[b], UnsafeApi.getLong(table.index().bucket(b) + IndexDescriptor.OVERFLOW),
                "overflow count of bucket " + b + ": seed=" + seed);
        }
        assertEquals(overflowed, statistics.overflowedBuckets());
        for (int k = 0; k < histogram.length; k++) {
            assertEquals(histogram[k], statistics.buckets(k), "buckets with " + k + " keys");
        }
    }

    private void assertEmpty() {
        final TableStatistics statistics = new TableStatistics(table);
        assertEquals(0, table.size());
        assertEquals(0, statistics.members());
        assertEquals(0, statistics.longestProbe());
        assertEquals(0, statistics.overflowedBuckets());
        assertEquals(table.index().bucketCount(), statistics.buckets(0));
    }
}
