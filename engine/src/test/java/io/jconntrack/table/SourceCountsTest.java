/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.settings.MemoryOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Counts of sources against a plain map, by one thread and by several.
 */
class SourceCountsTest {
    private static final int CAPACITY = 1500;

    private static long seed() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("SourceCountsTest: -Djconntrack.seed=" + seed);
        return seed;
    }

    private static SourceCounts counts() {
        return new SourceCounts(CAPACITY, MemoryOptions.ON_DEMAND);
    }

    /** Hashes of sources: some crowd into one home bucket, at the end, so that paths are long and wrap around. */
    private static long[] sources(final SplittableRandom random, final int count) {
        final long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = i % 2 == 0 ? random.nextLong() : random.nextLong() | 0xFFFF_F000_0000_0000L;
        }
        return hashes;
    }

    @Test
    void shouldCountLikeAMapWhenSourcesComeAndGo() {
        final long seed = seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final long[] sources = sources(random, 400);
        final Map<Long, Integer> model = new HashMap<>();
        final List<Long> added = new ArrayList<>();
        try (SourceCounts counts = counts()) {
            for (int i = 0; i < 300_000; i++) {
                final boolean grows = random.nextInt(CAPACITY) >= added.size();
                if (grows) {
                    final long source = sources[random.nextInt(sources.length)];
                    counts.add(source);
                    added.add(source);
                    model.merge(source, 1, Integer::sum);
                } else {
                    final int at = random.nextInt(added.size());
                    final long source = added.get(at);
                    added.set(at, added.getLast());
                    added.removeLast();
                    counts.remove(source);
                    model.merge(source, -1, Integer::sum);
                }
                final long asked = sources[random.nextInt(sources.length)];
                assertEquals(model.getOrDefault(asked, 0), counts.count(asked), "seed=" + seed + " step=" + i);
            }
            for (final long source : added) {
                counts.remove(source);
            }
            for (final long source : sources) {
                assertEquals(0, counts.count(source), "seed=" + seed);
            }
            assertThrows(IllegalStateException.class, () -> counts.remove(sources[0]));
        }
    }

    @Test
    void shouldHoldASourceForEachConnectionWhenTheTableIsFull() {
        final long seed = seed();
        final SplittableRandom random = new SplittableRandom(seed);
        // all at home in one bucket: the longest path that there can be
        try (SourceCounts counts = counts()) {
            final long[] hashes = random.longs(CAPACITY).map(hash -> hash & 0xF_FFFF_FFFFL).distinct().toArray();
            for (final long hash : hashes) {
                counts.add(hash);
            }
            for (final long hash : hashes) {
                assertEquals(1, counts.count(hash), "seed=" + seed);
            }
            for (final long hash : hashes) {
                counts.remove(hash);
                assertEquals(0, counts.count(hash), "seed=" + seed);
            }
        }
    }

    @Test
    void shouldTakeASourceForFullWhenItsPathIsLongerThanAnyThatChanceMakes() {
        final SplittableRandom random = new SplittableRandom(seed());
        try (SourceCounts counts = counts()) {
            int crowd = 0;
            while (!counts.isFull(random.nextLong() & 0xF_FFFF_FFFFL, 1000)) {
                counts.add(random.nextLong() & 0xF_FFFF_FFFFL);
                crowd++;
            }
            assertEquals(7 * ConnectionIndex.MAX_PROBES, crowd - 1, "the first that overflows the last bucket is in");
            assertFalse(counts.isFull(1L << 63, 1000), "elsewhere nothing has changed");
        }
    }

    @Test
    void shouldLoseNothingWhenSeveralThreadsCountTheSameSources() {
        final long seed = seed();
        final long[] sources = sources(new SplittableRandom(seed), 12);
        final int threads = 4;
        try (SourceCounts counts = counts()) {
            final List<CompletableFuture<Map<Long, Integer>>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                final long own = seed + t;
                running.add(CompletableFuture.supplyAsync(() -> churn(counts, sources, own),
                    task -> new Thread(task).start()));
            }
            final Map<Long, Integer> sum = new HashMap<>();
            for (final CompletableFuture<Map<Long, Integer>> one : running) {
                one.join().forEach((source, count) -> sum.merge(source, count, Integer::sum));
            }
            for (final long source : sources) {
                assertEquals(sum.getOrDefault(source, 0), counts.count(source), "seed=" + seed);
                for (int i = sum.getOrDefault(source, 0); i > 0; i--) {
                    counts.remove(source);
                }
                assertEquals(0, counts.count(source), "seed=" + seed);
            }
        }
    }

    /** Few connections at a time, so that slots are taken and freed all the while. */
    private static Map<Long, Integer> churn(final SourceCounts counts, final long[] sources, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<Long, Integer> mine = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            final long source = sources[random.nextInt(sources.length)];
            final int count = mine.getOrDefault(source, 0);
            if (count > 0 && random.nextInt(4) < 3) {
                counts.remove(source);
                mine.put(source, count - 1);
            } else {
                counts.add(source);
                mine.put(source, count + 1);
            }
            assertTrue(counts.count(source) >= 0);
        }
        return mine;
    }
}
