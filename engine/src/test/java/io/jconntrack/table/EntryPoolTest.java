/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.memory.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryPoolTest {
    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());

    private static EntryPool[] pools(final Region region, final int capacity, final int workers) {
        final ConnectionIndex index = new ConnectionIndex(null, 0, 2, region.address() + EntryPool.SHARED_LENGTH);
        final EntryPool[] pools = new EntryPool[workers];
        for (int i = 0; i < workers; i++) {
            pools[i] = new EntryPool(index, region.address(), capacity);
        }
        return pools;
    }

    private static Region region(final int capacity) {
        return Region.anonymous(EntryPool.SHARED_LENGTH + (long)capacity * EntryDescriptor.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1023, 1024, 5000, 70_000})
    void shouldHandOutEveryEntryOnceWhenOneWorkerTakesAll(final int capacity) {
        try (Region region = region(capacity)) {
            final EntryPool pool = pools(region, capacity, 1)[0];
            final SplittableRandom random = new SplittableRandom(seed);
            for (int round = 0; round < 3; round++) {
                final List<Integer> taken = takeAll(pool, capacity);
                assertEquals(capacity, taken.size(), "seed=" + seed);
                for (int i = taken.size(); i > 0; i--) {
                    pool.give(taken.remove(random.nextInt(i)));
                }
            }
        }
    }

    private static List<Integer> takeAll(final EntryPool pool, final int capacity) {
        final boolean[] seen = new boolean[capacity];
        final List<Integer> taken = new ArrayList<>();
        for (int number = pool.take(); number >= 0; number = pool.take()) {
            assertTrue(!seen[number], "handed out twice: number=" + number);
            seen[number] = true;
            taken.add(number);
        }
        return taken;
    }

    @ParameterizedTest(name = "capacity {0}, {1} workers")
    @CsvSource({"50, 3", "1000, 4", "100000, 3"})
    void shouldNeverHandAnEntryToTwoWhenSeveralWorkersTakeAndGive(final int capacity, final int workers)
        throws Exception {
        System.out.println("EntryPoolTest: -Djconntrack.seed=" + seed);
        final ExecutorService threads = Executors.newFixedThreadPool(workers);
        try (Region region = region(capacity)) {
            final EntryPool[] pools = pools(region, capacity, workers);
            final AtomicIntegerArray holders = new AtomicIntegerArray(capacity);
            final List<Future<Integer>> results = new ArrayList<>();
            for (int w = 0; w < workers; w++) {
                results.add(threads.submit(worker(pools[w], w + 1, capacity / workers * 2, holders)));
            }
            int taken = 0;
            for (final Future<Integer> result : results) {
                // one alone may find nothing, when the others stand still with all of them
                taken += result.get();
            }
            assertTrue(taken > 0, "seed=" + seed);
            final boolean[] seen = new boolean[capacity];
            int all = 0;
            for (final EntryPool pool : pools) {
                for (int number = pool.take(); number >= 0; number = pool.take()) {
                    assertTrue(!seen[number], "handed out twice: number=" + number + " seed=" + seed);
                    seen[number] = true;
                    all++;
                }
            }
            assertEquals(capacity, all, "none is lost: seed=" + seed);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Take and give in bursts, and give all back in the end; gives how many were taken. */
    private Callable<Integer> worker(final EntryPool pool, final int id, final int most,
        final AtomicIntegerArray holders) {
        return () -> {
            final SplittableRandom random = new SplittableRandom(seed + id);
            final List<Integer> held = new ArrayList<>();
            int taken = 0;
            for (int burst = 0; burst < 400; burst++) {
                final int wanted = random.nextInt(most + 1);
                while (held.size() < wanted) {
                    final int number = pool.take();
                    if (number < 0) {
                        break;
                    }
                    assertTrue(holders.compareAndSet(number, 0, id), "handed out twice: number=" + number);
                    held.add(number);
                    taken++;
                }
                while (held.size() > wanted) {
                    give(pool, id, held, random, holders);
                }
            }
            while (!held.isEmpty()) {
                give(pool, id, held, random, holders);
            }
            return taken;
        };
    }

    private static void give(final EntryPool pool, final int id, final List<Integer> held,
        final SplittableRandom random, final AtomicIntegerArray holders) {
        final int last = held.size() - 1;
        final int place = random.nextInt(last + 1);
        final int number = held.set(place, held.get(last));
        held.remove(last);
        assertTrue(holders.compareAndSet(number, id, 0), "number=" + number);
        pool.give(number);
    }
}
