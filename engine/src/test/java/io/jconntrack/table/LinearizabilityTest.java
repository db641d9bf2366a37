/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.table.HistoryChecker.Event;
import io.jconntrack.table.HistoryChecker.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random operations of some threads on few keys in an index so small that keys overflow, checked by
 * {@link HistoryChecker}. Any thread may remove any entry, which the table itself does not allow.
 */
class LinearizabilityTest {
    private static final int KEYS = 3;
    private static final int OPERATIONS = 24;
    private static final int ROUNDS = 1500;

    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());

    @ParameterizedTest(name = "{0} threads, {1} buckets, {2} fillers")
    @CsvSource({"3, 2, 6", "4, 2, 7", "3, 4, 13", "4, 4, 6"})
    void shouldExplainEveryResultByOneOrderWhenThreadsMixInsertionsRemovalsAndLookups(final int threads,
        final int buckets, final int fillers) throws Exception {
        System.out.println("LinearizabilityTest: -Djconntrack.seed=" + seed);
        final ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                play(pool, threads, buckets, fillers, round);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void play(final ExecutorService pool, final int threads, final int buckets, final int fillers,
        final int round) throws Exception {
        final int entries = fillers + threads * OPERATIONS;
        try (IndexMemory memory = new IndexMemory(buckets, entries)) {
            final ConnectionIndex index = memory.index();
            final TupleKey[] keys = TestKeys.at(index, buckets - 1L, KEYS + fillers);
            for (int i = 0; i < fillers; i++) {
                memory.fill(i, keys[KEYS + i]);
                assertEquals(i, index.insert(keys[KEYS + i], i));
            }
            final AtomicLong clock = new AtomicLong();
            final CyclicBarrier start = new CyclicBarrier(threads);
            final List<Future<List<List<Event>>>> histories = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                final Player player = new Player(memory, keys, clock,
                    new SplittableRandom(seed + 1000L * round + t), fillers + t * OPERATIONS, fillers, entries);
                histories.add(pool.submit(() -> {
                    start.await();
                    return player.play();
                }));
            }
            final List<List<Event>> byKey = new ArrayList<>();
            for (int k = 0; k < KEYS; k++) {
                byKey.add(new ArrayList<>());
            }
            for (final Future<List<List<Event>>> history : histories) {
                for (int k = 0; k < KEYS; k++) {
                    byKey.get(k).addAll(history.get().get(k));
                }
            }
            for (int k = 0; k < KEYS; k++) {
                final List<Event> history = byKey.get(k);
                final int number = number(index, keys[k]);
                history.add(new Event(Kind.FIND, 0, number, clock.incrementAndGet(), clock.incrementAndGet()));
                assertTrue(HistoryChecker.isLinearizable(history),
                    () -> "seed=" + seed + " round=" + round + " history=" + history);
            }
            assertNothingLeft(memory, index, keys);
        }
    }

    private void assertNothingLeft(final IndexMemory memory, final ConnectionIndex index, final TupleKey[] keys) {
        for (final TupleKey key : keys) {
            final int number = number(index, key);
            assertTrue(number < 0 || index.remove(key.hash, number));
        }
        assertEquals(0, memory.used(), "seed=" + seed);
        assertEquals(0, memory.overflows(), "seed=" + seed);
    }

    private static int number(final ConnectionIndex index, final TupleKey key) {
        final long entry = index.find(key);
        return entry == ConnectionTable.NONE ? HistoryChecker.ABSENT : index.number(entry);
    }

    /** What one thread does, and what it saw, by key. */
    private record Player(IndexMemory memory, TupleKey[] keys, AtomicLong clock, SplittableRandom random,
        int firstNumber, int fillers, int entries) {

        List<List<Event>> play() {
            final ConnectionIndex index = memory.hesitantIndex();
            final List<List<Event>> history = new ArrayList<>();
            for (int k = 0; k < KEYS; k++) {
                history.add(new ArrayList<>());
            }
            final int[] lastSeen = new int[KEYS];
            int unused = firstNumber;
            for (int i = 0; i < OPERATIONS; i++) {
                final int k = random.nextInt(KEYS);
                final TupleKey key = keys[k];
                final Kind kind = kind();
                final int argument = kind == Kind.INSERT ? unused++ : kind == Kind.REMOVE ? lastSeen[k] : 0;
                if (kind == Kind.INSERT) {
                    memory.fill(argument, key);
                }
                final long invoked = clock.incrementAndGet();
                final int result = switch (kind) {
                    case INSERT -> index.insert(key, argument);
                    case REMOVE -> index.remove(key.hash, argument) ? 1 : 0;
                    case FIND -> number(index, key);
                };
                history.get(k).add(new Event(kind, argument, result, invoked, clock.incrementAndGet()));
                lastSeen[k] = kind != Kind.REMOVE && result >= 0 ? result : lastSeen[k];
                if (fillers > 0 && random.nextInt(8) == 0) {
                    moveFiller(index);
                }
            }
            return history;
        }

        private Kind kind() {
            final int dice = random.nextInt(8);
            return dice < 3 ? Kind.INSERT : dice < 6 ? Kind.REMOVE : Kind.FIND;
        }

        /** Take a filler away and insert it again, so that slots come free in between. */
        private void moveFiller(final ConnectionIndex index) {
            final int filler = random.nextInt(fillers);
            if (index.remove(keys[KEYS + filler].hash, filler)) {
                // another generation, as an entry gets that is used again
                memory.fill(filler, keys[KEYS + filler]);
                final int again = index.insert(keys[KEYS + filler], filler);
                assertEquals(filler, again);
            }
        }
    }
}
