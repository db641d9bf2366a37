/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.HistoryChecker.ABSENT;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.table.HistoryChecker.Event;
import io.jconntrack.table.HistoryChecker.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private static Event insert(final int number, final int result, final long invoked, final long answered) {
        return new Event(Kind.INSERT, number, result, invoked, answered);
    }

    private static Event remove(final int number, final int result, final long invoked, final long answered) {
        return new Event(Kind.REMOVE, number, result, invoked, answered);
    }

    private static Event find(final int result, final long invoked, final long answered) {
        return new Event(Kind.FIND, 0, result, invoked, answered);
    }

    @Test
    void shouldAcceptWhatHappensOneAfterTheOther() {
        assertTrue(HistoryChecker.isLinearizable(List.of(
            find(ABSENT, 1, 2), insert(7, 7, 3, 4), insert(8, 7, 5, 6), find(7, 7, 8), remove(8, 0, 9, 10),
            remove(7, 1, 11, 12), find(ABSENT, 13, 14), insert(8, 8, 15, 16))));
    }

    @Test
    void shouldAcceptEitherOrderOfOperationsThatOverlap() {
        assertTrue(HistoryChecker.isLinearizable(List.of(insert(7, 7, 1, 10), find(7, 2, 3), find(7, 4, 5))));
        assertTrue(HistoryChecker.isLinearizable(List.of(insert(7, 7, 1, 10), find(ABSENT, 2, 3), find(7, 4, 5))));
        assertTrue(HistoryChecker.isLinearizable(List.of(insert(7, 8, 1, 10), insert(8, 8, 2, 9))));
    }

    @Test
    void shouldRejectTwoWinners() {
        assertFalse(HistoryChecker.isLinearizable(List.of(insert(7, 7, 1, 10), insert(8, 8, 2, 9))));
    }

    @Test
    void shouldRejectALoserWithoutAWinner() {
        assertFalse(HistoryChecker.isLinearizable(List.of(insert(7, 8, 1, 4), insert(8, 7, 2, 3))));
    }

    @Test
    void shouldRejectWhatIsLostAfterItWasThere() {
        assertFalse(HistoryChecker.isLinearizable(List.of(insert(7, 7, 1, 10), find(7, 2, 3), find(ABSENT, 4, 5))));
    }

    @Test
    void shouldRejectALookupThatMissesWhatWasInsertedBefore() {
        assertFalse(HistoryChecker.isLinearizable(List.of(insert(7, 7, 1, 2), find(ABSENT, 3, 4))));
    }

    @Test
    void shouldRejectTwoRemovalsOfOneEntry() {
        assertFalse(HistoryChecker.isLinearizable(
            List.of(insert(7, 7, 1, 2), remove(7, 1, 3, 6), remove(7, 1, 4, 5))));
    }

    @Test
    void shouldRejectALookupThatFindsWhatWasRemovedBefore() {
        assertFalse(HistoryChecker.isLinearizable(
            List.of(insert(7, 7, 1, 2), remove(7, 1, 3, 4), find(7, 5, 6))));
    }

    @Test
    void shouldRejectARemovalOfWhatWasNeverInserted() {
        assertFalse(HistoryChecker.isLinearizable(List.of(insert(7, 8, 1, 9), insert(8, 8, 2, 3), remove(7, 1, 4, 5))));
    }
}
