/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a poll expires and how far one goes.
 */
class TimerWheelTest {
    private static final long TICK = 1L << TimerWheel.TICK_SHIFT;
    private static final long START = 1_000_000_000_000_000_000L;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int SLOTS = 64;

    @Test
    void shouldExpireAtTheDeadlineAndNotBefore() {
        try (WheelTester t = new WheelTester(10, SLOTS)) {
            t.add(START + 100);
            assertEquals(0, t.wheel.poll(START + 99, ALL));
            assertEquals(1, t.wheel.poll(START + 100, ALL));
            assertEquals(0, t.table.size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1000})
    void shouldVisitNoMoreThanTheLimitWhenAMillionEntriesAreDueAtOnce(final int limit) {
        final int entries = limit == 1 ? 100_000 : 1_000_000;
        try (WheelTester t = new WheelTester(entries, SLOTS)) {
            for (int i = 0; i < entries; i++) {
                t.add(START);
            }
            int polls = 0;
            int expired = 0;
            while (t.wheel.isBehind(START + TICK)) {
                final long before = t.wheel.visits();
                expired += t.wheel.poll(START + TICK, limit);
                final long visits = t.wheel.visits() - before;
                assertTrue(visits <= limit, "visits=" + visits);
                polls++;
            }
            assertEquals(entries, expired);
            assertEquals(0, t.table.size());
            assertTrue(polls <= entries / limit + 2, "polls=" + polls);
        }
    }

    @Test
    void shouldVisitNoMoreThanTheLimitWhenEntriesAreOnlyLinkedElsewhere() {
        final int entries = 10_000;
        try (WheelTester t = new WheelTester(entries, SLOTS)) {
            t.wheel.poll(START, ALL);
            for (int i = 0; i < entries; i++) {
                t.add(START + TICK);
            }
            for (int i = 0; i < entries; i++) {
                t.refresh(i, START + 10 * TICK);
            }
            int polls = 0;
            while (t.wheel.isBehind(START + 2 * TICK)) {
                final long before = t.wheel.visits();
                assertEquals(0, t.wheel.poll(START + 2 * TICK, 10));
                assertTrue(t.wheel.visits() - before <= 10);
                polls++;
            }
            assertTrue(polls >= entries / 10 && polls <= entries / 10 + 2, "polls=" + polls);
            assertEquals(entries, t.wheel.poll(START + 10 * TICK, ALL));
        }
    }

    @Test
    void shouldVisitNothingWhenRefreshedEntriesAreNotDue() {
        try (WheelTester t = new WheelTester(100, SLOTS)) {
            t.wheel.poll(START, ALL);
            final int number = t.add(START + 20 * TICK);
            for (int i = 1; i < 19; i++) {
                t.refresh(number, START + (20 + i) * TICK);
                t.wheel.poll(START + i * TICK, ALL);
            }
            assertEquals(0, t.wheel.visits());
            assertEquals(0, t.wheel.poll(START + 38 * TICK - 1, ALL));
            assertEquals(1, t.wheel.poll(START + 38 * TICK, ALL));
        }
    }

    @Test
    void shouldExpireEarlierWhenTheDeadlineMovesBeforeTheNextVisit() {
        try (WheelTester t = new WheelTester(10, SLOTS)) {
            t.wheel.poll(START, ALL);
            final int number = t.add(START + 1000 * TICK);
            t.refresh(number, START + 3 * TICK);
            assertEquals(0, t.wheel.poll(START + 3 * TICK - 1, ALL));
            assertEquals(1, t.wheel.poll(START + 3 * TICK, ALL));
        }
    }

    @Test
    void shouldExpireInTimeWhenTheDeadlineMovesToJustBehindTheNextVisit() {
        for (int due = 0; due < 3 * SLOTS; due++) {
            for (int moved = 0; moved <= due; moved++) {
                try (WheelTester t = new WheelTester(2, SLOTS)) {
                    t.wheel.poll(START, ALL);
                    final int number = t.add(START + due * TICK);
                    t.refresh(number, START + moved * TICK);
                    assertEquals(moved == 0 ? 1 : 0, t.wheel.poll(START, ALL));
                    if (moved > 0) {
                        assertEquals(0, t.wheel.poll(START + moved * TICK - 1, ALL), "due=" + due + " to " + moved);
                        assertEquals(1, t.wheel.poll(START + moved * TICK, ALL), "due=" + due + " to " + moved);
                    }
                }
            }
        }
    }

    @Test
    void shouldSeeEntriesLinkedBehindTheCursorOfAStep() {
        try (WheelTester t = new WheelTester(100, SLOTS)) {
            t.wheel.poll(START, ALL);
            for (int i = 0; i < 10; i++) {
                t.add(START + 5);
            }
            assertEquals(3, t.wheel.poll(START + TICK, 3));
            t.add(START + 7);
            assertEquals(7, t.wheel.poll(START + TICK, 7));
            assertTrue(t.wheel.isBehind(START + TICK));
            assertEquals(1, t.wheel.poll(START + TICK, 7));
            assertFalse(t.wheel.isBehind(START + TICK));
        }
    }

    @Test
    void shouldPassAListOnceItsTickIsOverWhenThereIsALimit() {
        final long start = (START >> TimerWheel.TICK_SHIFT) * TICK;
        try (WheelTester t = new WheelTester(1000, SLOTS)) {
            t.wheel.poll(start, ALL);
            for (int i = 0; i < 1000; i++) {
                t.add(start + i * TICK / 1000);
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(0, t.wheel.poll(start + i * TICK / 100, 2000));
                assertFalse(t.wheel.isBehind(start + i * TICK / 100));
            }
            assertEquals(1000, t.wheel.poll(start + TICK, 2000));
            assertEquals(1000, t.wheel.visits());
        }
    }

    @Test
    void shouldExpireAtTheDeadlineWhateverCameBeforeWhenThereIsNoLimit() {
        try (WheelTester t = new WheelTester(10, SLOTS)) {
            t.wheel.poll(START, 100);
            t.add(START + 100);
            assertEquals(0, t.wheel.poll(START + 100, 100));
            assertEquals(1, t.wheel.poll(START + 100, ALL));
        }
    }

    @Test
    void shouldGoOnWhenTheEntryAtTheCursorIsRemovedBetweenSteps() {
        try (WheelTester t = new WheelTester(100, SLOTS)) {
            t.wheel.poll(START, ALL);
            for (int i = 0; i < 10; i++) {
                t.add(START + 5);
            }
            // the last one added is the first of the list
            assertEquals(3, t.wheel.poll(START + TICK, 3));
            t.remove(6);
            t.remove(5);
            t.refresh(4, START + 5 * TICK);
            assertEquals(4, t.wheel.poll(START + TICK, ALL));
            assertEquals(1, t.table.size());
            assertTrue(t.isLive(4));
            assertEquals(1, t.wheel.poll(START + 5 * TICK, ALL));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {SLOTS - 1, SLOTS, SLOTS + 1, 10 * SLOTS, 1_000_000_000L})
    void shouldSeeAllEntriesInOneTurnWhenTheClockJumps(final long ticks) {
        try (WheelTester t = new WheelTester(1000, SLOTS)) {
            t.wheel.poll(START, ALL);
            for (int i = 0; i < 1000; i++) {
                t.add(START + (i + 1) * TICK / 4);
            }
            final long now = START + ticks * TICK;
            assertEquals(Math.min(1000, ticks * 4), t.wheel.poll(now, ALL));
            assertTrue(t.wheel.visits() <= 1000 + SLOTS * 4, "visits=" + t.wheel.visits());
            assertFalse(t.wheel.isBehind(now));
        }
    }

    @Test
    void shouldPassABoundedNumberOfEmptySlotsPerPollWhenTheClockJumps() {
        final int slots = 65536;
        try (WheelTester t = new WheelTester(10, slots)) {
            t.wheel.poll(START, ALL);
            final int number = t.add(START + slots / 2 * TICK);
            final long now = START + 100L * slots * TICK;
            int polls = 0;
            while (t.wheel.isBehind(now)) {
                t.wheel.poll(now, 1);
                polls++;
            }
            assertFalse(t.isLive(number));
            assertEquals(slots / TimerWheel.SLOTS_PER_POLL, polls, 2);
        }
    }

    @Test
    void shouldVisitNothingWhenTheLimitIsZero() {
        try (WheelTester t = new WheelTester(10, SLOTS)) {
            t.add(START);
            assertEquals(0, t.wheel.poll(START + TICK, 0));
            assertEquals(0, t.wheel.visits());
            assertEquals(1, t.wheel.poll(START + TICK, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ALL, 10})
    void shouldExpireNothingEarlyWhenTimeRunsBackwards(final int limit) {
        try (WheelTester t = new WheelTester(10, SLOTS)) {
            t.wheel.poll(START, ALL);
            t.add(START - 5 * TICK);
            assertEquals(0, t.wheel.poll(START - 10 * TICK, limit));
            assertEquals(1, t.wheel.poll(START - 5 * TICK, limit));
        }
    }

    @Test
    void shouldRefuseAWheelWhoseSlotsAreNoPowerOfTwo() {
        try (WheelTester t = new WheelTester(10, SLOTS)) {
            assertEquals("slots must be a power of two: slots=48", assertThrows(IllegalArgumentException.class,
                () -> new TimerWheel(t.table, t.table.wheelAddress(), 48)).getMessage());
        }
    }
}
