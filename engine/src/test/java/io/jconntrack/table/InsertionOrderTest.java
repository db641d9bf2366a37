/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.table.SteppedIndex.Operation;
import io.jconntrack.table.SteppedIndex.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interleavings of insertions of one key that are easily got wrong, step by step. */
class InsertionOrderTest {
    private static final int FILLER = 0;

    private IndexMemory memory;
    private SteppedIndex index;
    private TupleKey key;

    @BeforeEach
    void setUp() {
        memory = new IndexMemory(2, 8);
        index = memory.steppedIndex();
        final TupleKey[] keys = TestKeys.at(index, 0, 2);
        key = keys[0];
        memory.fill(FILLER, keys[1]);
        assertEquals(FILLER, index.insert(keys[1], FILLER));
        for (int number = 1; number < 8; number++) {
            memory.fill(number, key);
        }
    }

    @AfterEach
    void tearDown() {
        memory.close();
    }

    private Operation<Integer> insert(final int number, final Stop... stops) {
        return index.start(() -> index.insert(TestKeys.copy(key), number), stops);
    }

    private void removeFiller() {
        final TupleKey filler = TestKeys.empty();
        filler.read(index.entry(FILLER));
        assertTrue(index.remove(filler.hash, FILLER));
    }

    @Test
    void shouldGiveTheFirstEntryWhenItBecomesAMemberWhileTheSecondLooksAtIt() throws Exception {
        final Stop promotes = new Stop(ConnectionIndex.PROMOTES);
        final Operation<Integer> first = insert(1, promotes);
        promotes.awaitReached();
        final Stop met = new Stop(ConnectionIndex.MET);
        final Operation<Integer> second = insert(2, met);
        met.awaitReached();
        promotes.release();
        assertEquals(1, first.result());
        met.release();
        assertEquals(1, second.result());
        assertOneMemberBesideFiller(1);
    }

    @Test
    void shouldNotPromoteASlotThatWasWithdrawnAndClaimedAgainInTheMeantime() throws Exception {
        final Stop firstPromotes = new Stop(ConnectionIndex.PROMOTES);
        final Stop claimsAgain = new Stop(ConnectionIndex.CLAIMED);
        final Operation<Integer> first = insert(1, firstPromotes, claimsAgain);
        firstPromotes.awaitReached();
        // the helper yields to the first and is held before it makes the first's slot a member
        final Stop helps = new Stop(ConnectionIndex.PROMOTES);
        final Operation<Integer> helper = insert(2, helps);
        helps.awaitReached();
        // a slot before both comes free: the third has precedence and becomes the member
        removeFiller();
        assertEquals(3, insert(3).result());
        // the first finds itself dead and claims the same slot again
        firstPromotes.release();
        claimsAgain.awaitReached();
        helps.release();
        assertEquals(3, helper.result());
        claimsAgain.release();
        assertEquals(3, first.result());
        assertEquals(1, memory.used());
        assertEquals(index.entry(3), index.find(key));
    }

    @Test
    void shouldSayInsertedWhenTheSlotWasMadeAMemberAndRemovedByOthersInTheMeantime() throws Exception {
        final Stop claimed = new Stop(ConnectionIndex.CLAIMED);
        // it meets the earlier slot twice (in the pass and when it decides), then its own
        final Stop meetsItself = new Stop(ConnectionIndex.MET, 3);
        final Operation<Integer> first = insert(1, claimed, meetsItself);
        claimed.awaitReached();
        final Stop helps = new Stop(ConnectionIndex.PROMOTES);
        final Operation<Integer> helper = insert(2, helps);
        helps.awaitReached();
        removeFiller();
        final Stop earlierClaimed = new Stop(ConnectionIndex.CLAIMED);
        final Operation<Integer> earlier = insert(3, earlierClaimed);
        earlierClaimed.awaitReached();
        claimed.release();
        meetsItself.awaitReached();
        helps.release();
        assertEquals(1, helper.result());
        assertTrue(index.remove(key.hash, 1), "the first was a member");
        meetsItself.release();
        assertEquals(1, first.result(), "it was inserted, and then removed");
        earlierClaimed.release();
        assertEquals(3, earlier.result());
        assertEquals(1, memory.used());
        assertEquals(index.entry(3), index.find(key));
    }

    private void assertOneMemberBesideFiller(final int number) {
        assertEquals(2, memory.used());
        assertEquals(2, memory.slots(IndexDescriptor.MEMBER));
        assertEquals(index.entry(number), index.find(key));
    }
}
