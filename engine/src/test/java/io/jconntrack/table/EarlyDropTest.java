/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.entry.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entry makes room: the first of 32 buckets that may go, as one finds it who reads all of them. */
class EarlyDropTest {
    private static final int BUCKETS = 32;

    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final List<Long> live = new ArrayList<>();
    private int next;

    @ParameterizedTest(name = "capacity {0}, {1} workers, {2} % assured")
    @CsvSource({"1, 1, 50", "7, 1, 30", "90, 1, 80", "500, 1, 10", "2000, 1, 95", "500, 3, 80", "2000, 2, 98"})
    void shouldBeTheFirstThatMayGo(final int capacity, final int workers, final int assured) {
        System.out.println("EarlyDropTest: -Djconntrack.seed=" + seed);
        try (ConnectionTable first =
            new ConnectionTable(capacity, Set.of(), workers, 1024, new TupleKey(random.nextLong(), 1))) {
            final ConnectionTable[] tables = new ConnectionTable[workers];
            tables[0] = first;
            for (int w = 1; w < workers; w++) {
                tables[w] = first.worker(w);
            }
            final TupleKey key = first.newKey();
            for (int i = 0; i < 20 * capacity + 2000; i++) {
                final ConnectionTable table = tables[random.nextInt(workers)];
                TestKeys.set(key, next++);
                final long expected = firstThatMayGo(table, key);
                // two times: the first look may clear bits
                assertEquals(expected, table.earlyDropCandidate(key), "seed=" + seed + " i=" + i);
                assertEquals(expected, table.earlyDropCandidate(key), "seed=" + seed + " i=" + i);
                change(table, key, expected, assured);
            }
        }
    }

    @Test
    void shouldReplaceAnEntryThatNobodyLookedFor() {
        try (ConnectionTable table = new ConnectionTable(2, Set.of(), 1, 1024, new TupleKey(1, 2))) {
            final TupleKey key = table.newKey();
            TestKeys.set(key, 1);
            final long first = table.insert(key, false);
            TestKeys.set(key, 2);
            assertEquals(first, table.replace(first, key, false));
            assertEquals(first, table.find(key));
            // the candidate is another entry than the one that is replaced
            TestKeys.set(key, 3);
            final long second = table.insert(key, false);
            TestKeys.set(key, 4);
            final long other = table.earlyDropCandidate(key) == first ? second : first;
            assertEquals(other, table.replace(other, key, false));
            assertEquals(2, new TableStatistics(table).members());
        }
    }

    private void change(final ConnectionTable table, final TupleKey key, final long victim, final int assured) {
        if (!live.isEmpty() && random.nextInt(10) == 0) {
            remove(table);
        }
        long entry = table.insert(key, false);
        if (entry == ConnectionTable.NONE && victim != ConnectionTable.NONE) {
            live.remove(victim);
            entry = table.replace(victim, key, false);
            assertEquals(victim, entry);
        }
        if (entry != ConnectionTable.NONE) {
            live.add(entry);
            ConnectionTable.confirm(entry);
            if (random.nextInt(100) < assured) {
                UnsafeApi.putInt(entry + EntryDescriptor.STATUS, Status.CONFIRMED | Status.ASSURED);
                table.assure(entry, key);
            }
        }
    }

    /** Remove some entry, if it is the worker's. */
    private void remove(final ConnectionTable table) {
        final int at = random.nextInt(live.size());
        if (table.isOwn(live.get(at))) {
            table.remove(live.remove(at));
        }
    }

    private static long firstThatMayGo(final ConnectionTable table, final TupleKey key) {
        final ConnectionIndex index = table.index();
        long bucket = Homes.of(table, key);
        for (int i = 0; i < Math.min(BUCKETS, index.bucketCount()); i++) {
            for (int s = 0; s < IndexDescriptor.SLOTS; s++) {
                final long slot = UnsafeApi.getLong(index.bucket(bucket) + s * 8L);
                final long entry = index.entry(IndexDescriptor.number(slot));
                if (IndexDescriptor.state(slot) == IndexDescriptor.MEMBER && table.isOwn(entry)
                    && (UnsafeApi.getInt(entry + EntryDescriptor.STATUS) & Status.ASSURED) == 0) {
                    return entry;
                }
            }
            bucket = index.next(bucket);
        }
        return ConnectionTable.NONE;
    }
}
