/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Races of insertions, removals and lookups in the index, for jcstress. Results that no {@code Outcome} names are
 * forbidden. The last number of a result is what was left in the index after everything was removed: 0.
 */
public class IndexRaces {
    /** Two threads insert one key: one of them wins, both get the winner's entry. */
    @JCStressTest
    @State
    @Outcome(id = {"10, 10, 10, 0", "11, 11, 11, 0"}, expect = Expect.ACCEPTABLE, desc = "one wins")
    public static class InsertInsert extends SmallIndex {
        /** Nothing is there. */
        public InsertInsert() {
            super(false, false);
        }

        /** First thread. */
        @Actor
        public void first(final IIII_Result r) {
            r.r1 = insert(FIRST, FIRST);
        }

        /** Second thread. */
        @Actor
        public void second(final IIII_Result r) {
            r.r2 = insert(FIRST, SECOND);
        }

        /** When both are through. */
        @Arbiter
        public void end(final IIII_Result r) {
            r.r3 = find(key());
            r.r4 = close();
        }
    }

    /** The same while a slot before both comes free, so that they may claim slots in different buckets. */
    @JCStressTest
    @State
    @Outcome(id = {"10, 10, 10, 0", "11, 11, 11, 0"}, expect = Expect.ACCEPTABLE, desc = "one wins")
    public static class InsertInsertWhileASlotComesFree extends SmallIndex {
        /** A full home bucket. */
        public InsertInsertWhileASlotComesFree() {
            super(true, false);
        }

        /** First thread. */
        @Actor
        public void first(final IIII_Result r) {
            r.r1 = insert(FIRST, FIRST);
        }

        /** Second thread. */
        @Actor
        public void second(final IIII_Result r) {
            remove(3);
            r.r2 = insert(FIRST, SECOND);
        }

        /** When both are through. */
        @Arbiter
        public void end(final IIII_Result r) {
            r.r3 = used() == IndexDescriptor.SLOTS ? find(key()) : -2;
            r.r4 = close();
        }
    }

    /** A key is inserted while its entry is removed. */
    @JCStressTest
    @State
    @Outcome(id = "10, 1, -1, 0", expect = Expect.ACCEPTABLE, desc = "met the old entry")
    @Outcome(id = "11, 1, 11, 0", expect = Expect.ACCEPTABLE, desc = "came after the removal")
    public static class InsertRemove extends SmallIndex {
        /** The key is there, in the second bucket. */
        public InsertRemove() {
            super(true, true);
        }

        /** First thread. */
        @Actor
        public void inserter(final IIII_Result r) {
            r.r1 = insert(FIRST, SECOND);
        }

        /** Second thread. */
        @Actor
        public void remover(final IIII_Result r) {
            r.r2 = remove(FIRST, FIRST);
        }

        /** When both are through. */
        @Arbiter
        public void end(final IIII_Result r) {
            r.r3 = find(key());
            r.r4 = close();
        }
    }

    /** Two threads remove one entry: one of them did. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "one removes")
    public static class RemoveRemove extends SmallIndex {
        /** The key is there, in the second bucket. */
        public RemoveRemove() {
            super(true, true);
        }

        /** First thread. */
        @Actor
        public void first(final III_Result r) {
            r.r1 = remove(FIRST, FIRST);
        }

        /** Second thread. */
        @Actor
        public void second(final III_Result r) {
            r.r2 = remove(FIRST, FIRST);
        }

        /** When both are through. */
        @Arbiter
        public void end(final III_Result r) {
            r.r3 = find(key()) < 0 ? close() : -1;
        }
    }

    /** An entry goes from one key to another: nobody sees the new one first and the old one then. */
    @JCStressTest
    @State
    @Outcome(id = {"-1, 10, 0", "-1, -1, 0", "10, -1, 0"}, expect = Expect.ACCEPTABLE, desc = "one after the other")
    public static class FindWhileAnEntryIsUsedAgain extends SmallIndex {
        /** The key is there. */
        public FindWhileAnEntryIsUsedAgain() {
            super(false, true);
        }

        /** First thread. */
        @Actor
        public void owner() {
            remove(FIRST, FIRST);
            insert(SECOND, FIRST);
        }

        /** Second thread. */
        @Actor
        public void finder(final III_Result r) {
            r.r1 = find(key(SECOND));
            r.r2 = find(key());
        }

        /** When both are through. */
        @Arbiter
        public void end(final III_Result r) {
            r.r3 = find(key(SECOND)) == FIRST ? close() : -1;
        }
    }

    /** A key in the second bucket is found at any moment, while the first bucket's keys come and go. */
    @JCStressTest
    @State
    @Outcome(id = {"10, 0"}, expect = Expect.ACCEPTABLE, desc = "found")
    public static class FindWhileOthersOverflow extends SmallIndex {
        /** The key is there, in the second bucket. */
        public FindWhileOthersOverflow() {
            super(true, true);
        }

        /** First thread. */
        @Actor
        public void other() {
            insert(8);
            remove(3);
            insert(7);
            remove(8);
        }

        /** Second thread. */
        @Actor
        public void finder(final II_Result r) {
            r.r1 = find(key());
        }

        /** When both are through. */
        @Arbiter
        public void end(final II_Result r) {
            r.r2 = close();
        }
    }

    /** Keys overflow the first bucket while others leave it: the counts come out at 0. */
    @JCStressTest
    @State
    @Outcome(id = {"10, 3, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "counts are exact")
    public static class OverflowCounts extends SmallIndex {
        /** A full home bucket. */
        public OverflowCounts() {
            super(true, false);
        }

        /** First thread. */
        @Actor
        public void first(final IIII_Result r) {
            r.r1 = insert(FIRST);
            insert(8);
            r.r3 = remove(8);
        }

        /** Second thread. */
        @Actor
        public void second(final IIII_Result r) {
            remove(3);
            r.r2 = insert(3);
        }

        /** When both are through. */
        @Arbiter
        public void end(final IIII_Result r) {
            r.r4 = used() == IndexDescriptor.SLOTS + 1 ? close() : -1;
        }
    }
}
