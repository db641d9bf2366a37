/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The wheel against a map of deadlines, over random operations, limits and jumps of the clock.
 * <p>
 * {@code -Djconntrack.seed=S} sets the seed, {@code -Djconntrack.wheel.runs=N} the number of runs.
 */
class TimerWheelModelTest {
    private static final long SEED = Long.getLong("jconntrack.seed", 20_261_125L);
    private static final int RUNS = Integer.getInteger("jconntrack.wheel.runs", 400);
    private static final int OPERATIONS = 3000;
    private static final long START = 1_000_000_000_000_000_000L;
    private static final long TICK = 1L << TimerWheel.TICK_SHIFT;

    @Test
    void shouldExpireWhatAMapOfDeadlinesSays() {
        System.out.println("TimerWheelModelTest: -Djconntrack.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < RUNS; run++) {
            new Run(random.split(), "seed=" + SEED + " run=" + run).go();
        }
    }

    /** One random life of a wheel. */
    private static final class Run {
        private final SplittableRandom random;
        private final String name;
        private final int capacity;
        private final int slots;
        private final long horizon;
        private final Map<Integer, Long> deadlines = new HashMap<>();
        /** When the deadlines were set. */
        private final Map<Integer, Long> times = new HashMap<>();
        private final List<Integer> live = new ArrayList<>();
        private long now = START;

        Run(final SplittableRandom random, final String name) {
            this.random = random;
            this.name = name;
            capacity = 1 + random.nextInt(200);
            slots = 1 << random.nextInt(8);
            // from much less than a tick to many turns
            horizon = Math.max(2, (long)(TICK * slots * Math.pow(10, random.nextDouble(-3, 1.5))));
        }

        void go() {
            try (WheelTester t = new WheelTester(capacity, slots)) {
                for (int i = 0; i < OPERATIONS; i++) {
                    switch (random.nextInt(10)) {
                        case 0, 1, 2 -> add(t);
                        case 3, 4, 5 -> refresh(t);
                        case 6 -> remove(t);
                        case 7 -> now += random.nextLong(random.nextInt(50) == 0 ? horizon * 4 : horizon / 8 + 1);
                        default -> poll(t, random.nextInt(4) == 0 ? Integer.MAX_VALUE : random.nextInt(20));
                    }
                }
                drain(t);
                now = deadlines.values().stream().reduce(now, Math::max) + TICK;
                drain(t);
                assertEquals(0, t.table.size(), name);
            }
        }

        private void add(final WheelTester t) {
            if (live.size() < capacity) {
                final long deadline = now + random.nextLong(horizon);
                final int number = t.add(deadline);
                assertEquals(null, deadlines.put(number, deadline), name);
                times.put(number, now);
                live.add(number);
            }
        }

        private void refresh(final WheelTester t) {
            if (!live.isEmpty()) {
                final int number = live.get(random.nextInt(live.size()));
                final long deadline = random.nextBoolean() ? now + random.nextLong(horizon)
                    : deadlines.get(number) + random.nextLong(-TICK, TICK);
                deadlines.put(number, deadline);
                times.put(number, now);
                t.refresh(number, deadline);
            }
        }

        private void remove(final WheelTester t) {
            if (!live.isEmpty()) {
                final Integer number = live.get(random.nextInt(live.size()));
                t.remove(number);
                live.remove(number);
                deadlines.remove(number);
            }
        }

        private void poll(final WheelTester t, final int limit) {
            final long before = t.wheel.visits();
            final int expired = t.wheel.poll(now, limit);
            assertTrue(t.wheel.visits() - before <= limit, name);
            int gone = 0;
            for (int i = live.size() - 1; i >= 0; i--) {
                final int number = live.get(i);
                if (!t.isLive(number)) {
                    assertTrue(deadlines.remove(number) <= now, name);
                    live.remove(i);
                    gone++;
                }
            }
            assertEquals(gone, expired, name);
            assertEquals(live.size(), t.table.size(), name);
            if (!t.wheel.isBehind(now)) {
                // with a limit what fell due in the tick under way may still be there
                final long end = limit == Integer.MAX_VALUE ? now : (now >> TimerWheel.TICK_SHIFT) * TICK - 1;
                deadlines.forEach((number, deadline) -> assertTrue(Math.max(deadline, times.get(number)) > end,
                    () -> name + " overdue by " + (now - deadline)));
            } else {
                assertTrue(limit < Integer.MAX_VALUE, name);
            }
        }

        /** Small steps come to an end, and every entry is visited at most a few times. */
        private void drain(final WheelTester t) {
            final long before = t.wheel.visits();
            for (int i = 0; t.wheel.isBehind(now); i++) {
                poll(t, 3);
                assertTrue(i <= capacity + slots, name);
            }
            assertTrue(t.wheel.visits() - before <= 3L * capacity, name);
        }
    }
}
