/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.table.SteppedIndex.Operation;
import io.jconntrack.table.SteppedIndex.Stop;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread that is stopped in the middle of an operation stops no other one, and is right when it goes on. */
class StallTest {
    private static final int FILLERS = 7;
    private static final int STOPPED = 7;
    private static final int ROUNDS = 3000;
    private static final int[] OTHERS_WITH_THE_SAME_KEY = {8, 9};
    private static final int[] OTHERS_WITH_OTHER_KEYS = {10, 11};

    private IndexMemory memory;
    private SteppedIndex index;
    private TupleKey[] keys;
    private TupleKey key;

    @BeforeEach
    void setUp() {
        memory = new IndexMemory(3, 12);
        index = memory.steppedIndex();
        // all from the last bucket, which the fillers fill: the others wrap around
        keys = TestKeys.at(index, 2, 12);
        key = keys[STOPPED];
        for (int i = 0; i < FILLERS; i++) {
            memory.fill(i, keys[i]);
            assertEquals(i, index.insert(keys[i], i));
        }
    }

    @AfterEach
    void tearDown() {
        memory.close();
    }

    private Operation<Integer> stoppedInsertion(final Stop stop) throws Exception {
        memory.fill(STOPPED, key);
        final Operation<Integer> operation = index.start(() -> index.insert(key, STOPPED), stop);
        stop.awaitReached();
        return operation;
    }

    @ParameterizedTest
    @ValueSource(ints = {ConnectionIndex.CLAIMED, ConnectionIndex.PROMOTES})
    void shouldFinishTheInsertionOfAStoppedThreadWhenItsSlotHasPrecedence(final int place) throws Exception {
        final Stop stop = new Stop(place);
        final Operation<Integer> stopped = stoppedInsertion(stop);
        runOthers(Set.of(STOPPED));
        assertEquals(STOPPED, number(), "others have finished the insertion");
        stop.release();
        assertEquals(STOPPED, stopped.result());
        assertTrue(index.remove(key.hash, STOPPED));
        assertOnlyFillersLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {ConnectionIndex.CLAIMED, ConnectionIndex.PROMOTES})
    void shouldInsertAndRemoveTheSameKeyWhenASlotBeforeTheStoppedThreadsComesFree(final int place) throws Exception {
        final Stop stop = new Stop(place);
        final Operation<Integer> stopped = stoppedInsertion(stop);
        assertTrue(index.remove(keys[0].hash, 0));
        // one of them has to win every round
        runOthers(Set.of());
        stop.release();
        assertEquals(STOPPED, stopped.result(), "it began again");
        assertEquals(STOPPED, number());
        assertTrue(index.remove(key.hash, STOPPED));
        memory.fill(0, keys[0]);
        assertEquals(0, index.insert(keys[0], 0));
        assertOnlyFillersLeft();
    }

    @Test
    void shouldInsertAndRemoveTheSameKeyWhenAThreadIsStoppedInItsRemoval() throws Exception {
        memory.fill(STOPPED, key);
        assertEquals(STOPPED, index.insert(key, STOPPED));
        final Stop stop = new Stop(ConnectionIndex.FREED);
        final Operation<Boolean> stopped = index.start(() -> index.remove(key.hash, STOPPED), stop);
        stop.awaitReached();
        assertEquals(1, memory.overflow(2), "one too high, since the stopped thread's key is gone");
        runOthers(Set.of());
        stop.release();
        assertTrue(stopped.result());
        assertOnlyFillersLeft();
    }

    @Test
    void shouldInsertAndRemoveTheSameKeyWhenAThreadIsStoppedWhileItWithdraws() throws Exception {
        memory.fill(8, key);
        assertEquals(8, index.insert(key, 8));
        final Stop stop = new Stop(ConnectionIndex.FREED);
        final Operation<Integer> stopped = stoppedInsertion(stop);
        assertTrue(index.remove(key.hash, 8));
        runOthers(Set.of());
        stop.release();
        assertEquals(8, stopped.result(), "the key had that entry when the thread looked");
        assertOnlyFillersLeft();
    }

    /** Four threads, two with the key of the stopped one, two with keys of their own; all must come to their end. */
    private void runOthers(final Set<Integer> otherWinners) throws Exception {
        final Operation<Integer> a = index.start(contender(OTHERS_WITH_THE_SAME_KEY[0], otherWinners));
        final Operation<Integer> b = index.start(contender(OTHERS_WITH_THE_SAME_KEY[1], otherWinners));
        final Operation<Integer> c = index.start(loner(OTHERS_WITH_OTHER_KEYS[0]));
        final Operation<Integer> d = index.start(loner(OTHERS_WITH_OTHER_KEYS[1]));
        final int wins = a.result() + b.result();
        assertEquals(ROUNDS, c.result());
        assertEquals(ROUNDS, d.result());
        assertEquals(otherWinners.isEmpty(), wins > 0, "wins=" + wins);
    }

    /** Insert the stopped thread's key with an entry of one's own again and again; gives the rounds won. */
    private Callable<Integer> contender(final int own, final Set<Integer> otherWinners) {
        return () -> {
            int wins = 0;
            for (int round = 0; round < ROUNDS; round++) {
                memory.fill(own, key);
                final int got = index.insert(key, own);
                if (got == own) {
                    wins++;
                    assertEquals(own, number(), "nobody else removes it");
                    assertTrue(index.remove(key.hash, own));
                } else {
                    assertTrue(got == 8 || got == 9 || otherWinners.contains(got), "got=" + got);
                }
            }
            return wins;
        };
    }

    private Callable<Integer> loner(final int own) {
        return () -> {
            int rounds = 0;
            while (rounds < ROUNDS) {
                memory.fill(own, keys[own]);
                assertEquals(own, index.insert(keys[own], own));
                assertEquals(index.entry(own), index.find(keys[own]));
                assertTrue(index.remove(keys[own].hash, own));
                assertEquals(ConnectionTable.NONE, index.find(keys[own]));
                rounds++;
            }
            return rounds;
        };
    }

    private int number() {
        final long entry = index.find(key);
        return entry == ConnectionTable.NONE ? -1 : index.number(entry);
    }

    private void assertOnlyFillersLeft() {
        assertEquals(FILLERS, memory.used());
        assertEquals(0, memory.overflows());
        for (int i = 0; i < FILLERS; i++) {
            assertEquals(index.entry(i), index.find(keys[i]));
        }
    }
}
