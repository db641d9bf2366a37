/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.DEADLINE;
import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.PROTOCOL;
import static io.jconntrack.table.EntryDescriptor.STATUS;

import io.jconntrack.entry.Status;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Races of readers with the owner of an entry, for jcstress. */
public class ReaderRaces {
    /** A state is one entry of an index that all states share, so that a reader need not be made for each. */
    static class OneEntry {
        private static final int ENTRIES = 1 << 17;
        // lives as long as the process
        private static final ConnectionIndex INDEX = new IndexMemory(ENTRIES / 4, ENTRIES).index();
        private static final AtomicInteger NEVER_USED = new AtomicInteger();
        private static final Queue<Integer> USED = new ConcurrentLinkedQueue<>();
        private static final ThreadLocal<TableReader> READER =
            ThreadLocal.withInitial(() -> new TableReader(INDEX, ENTRIES, null));

        final int number;
        final long entry;
        final TupleKey key = TestKeys.empty();
        final TupleKey nextKey = TestKeys.empty();

        OneEntry() {
            final Integer used = USED.poll();
            number = used != null ? used : NEVER_USED.getAndIncrement();
            if (number >= ENTRIES) {
                throw new IllegalStateException("more states than entries");
            }
            entry = INDEX.entry(number);
            TestKeys.set(key, 2 * number + 1);
            TestKeys.set(nextKey, 2 * number + 2);
            open(key, 1);
        }

        /** Insert the entry, with a value in all places. */
        final void open(final TupleKey with, final long value) {
            IndexMemory.fill(entry, with);
            INDEX.insert(with, number);
            VersionStamp.begin(entry);
            UnsafeApi.putInt(entry + STATUS, Status.CONFIRMED);
            write(value);
            VersionStamp.end(entry);
        }

        final void update(final long value) {
            VersionStamp.begin(entry);
            write(value);
            VersionStamp.end(entry);
        }

        private void write(final long value) {
            UnsafeApi.putLong(entry + DEADLINE, value);
            for (int at = PROTOCOL; at < EntryDescriptor.LENGTH; at += 8) {
                UnsafeApi.putLong(entry + at, value);
            }
        }

        final void remove(final TupleKey with) {
            INDEX.remove(with.hash, number);
            VersionStamp.begin(entry);
            UnsafeApi.putLong(entry + KEY, 0);
            UnsafeApi.putInt(entry + STATUS, 0);
            VersionStamp.end(entry);
        }

        /** What a reader sees: the value, -1 for torn, -10 for absent, -20 for busy. */
        final int find(final TupleKey wanted) {
            return value(READER.get().find(wanted), wanted);
        }

        final int read() {
            return value(READER.get().read(number), key);
        }

        private static int value(final int result, final TupleKey wanted) {
            if (result != TableReader.OK) {
                return -10 * result;
            }
            final long copy = READER.get().entry();
            final long value = UnsafeApi.getLong(copy + DEADLINE);
            boolean same = wanted.isOf(copy);
            for (int at = PROTOCOL; at < EntryDescriptor.LENGTH; at += 8) {
                same &= UnsafeApi.getLong(copy + at) == value;
            }
            return same ? (int)value : -1;
        }

        final int close(final TupleKey with) {
            final int last = find(with);
            remove(with);
            USED.add(number);
            return last;
        }
    }

    /** An entry is read while its owner changes it. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 3", "2, 3", "3, 3"}, expect = Expect.ACCEPTABLE, desc = "one moment's state")
    @Outcome(id = "-20, 3", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the owner was stopped in a change")
    public static class ReadWhileTheOwnerWrites extends OneEntry {
        /** First thread. */
        @Actor
        public void owner() {
            update(2);
            update(3);
        }

        /** Second thread. */
        @Actor
        public void reader(final II_Result r) {
            r.r1 = read();
        }

        /** When both are through. */
        @Arbiter
        public void end(final II_Result r) {
            r.r2 = close(key);
        }
    }

    /** A connection is looked for while its entry is removed and used for another one. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 2", "-10, 2"}, expect = Expect.ACCEPTABLE, desc = "the connection or none")
    @Outcome(id = "-20, 2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the owner was stopped in a change")
    public static class FindTheOldWhileTheEntryIsUsedAgain extends OneEntry {
        /** First thread. */
        @Actor
        public void owner() {
            remove(key);
            open(nextKey, 2);
        }

        /** Second thread. */
        @Actor
        public void reader(final II_Result r) {
            r.r1 = find(key);
        }

        /** When both are through. */
        @Arbiter
        public void end(final II_Result r) {
            r.r2 = close(nextKey);
        }
    }

    /** The same, with the new connection looked for. */
    @JCStressTest
    @State
    @Outcome(id = {"2, 2", "-10, 2"}, expect = Expect.ACCEPTABLE, desc = "the connection or none")
    @Outcome(id = "-20, 2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the owner was stopped in a change")
    public static class FindTheNewWhileTheEntryIsUsedAgain extends OneEntry {
        /** First thread. */
        @Actor
        public void owner() {
            remove(key);
            open(nextKey, 2);
        }

        /** Second thread. */
        @Actor
        public void reader(final II_Result r) {
            r.r1 = find(nextKey);
        }

        /** When both are through. */
        @Arbiter
        public void end(final II_Result r) {
            r.r2 = close(nextKey);
        }
    }
}
