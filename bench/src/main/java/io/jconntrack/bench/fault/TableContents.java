/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.memory.Region;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.table.Columns;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TableStatistics;
import io.jconntrack.table.TupleKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All connections of a table, each with all that stands in its entry and beside it.
 */
final class TableContents {
    private static final int WORDS = (EntryDescriptor.LENGTH + Columns.COPY_LENGTH) / 8;
    private static final int KEY_WORD = EntryDescriptor.KEY / 8;
    private static final int KEY_WORDS = 5;
    /** The last byte of its word. */
    private static final int GENERATION_SHIFT = 56;

    private final Map<Key, long[]> entries = new HashMap<>();

    private record Key(long k0, long k1, long k2, long k3, long k4) {
    }

    private final boolean isNumbered;

    private TableContents(final boolean isNumbered) {
        this.isNumbered = isNumbered;
    }

    /**
     * What a tracker has at a time.
     *
     * @param isNumbered whether it counts under which number an entry is, and how often that was used.
     */
    static TableContents of(final Conntrack conntrack, final long nowNanos, final boolean isNumbered) {
        final TableContents contents = new TableContents(isNumbered);
        final Connection c = new Connection(conntrack);
        try (Region copy = Region.anonymous(WORDS * 8, MemoryOptions.ON_DEMAND)) {
            final UnsafeBuffer words = new UnsafeBuffer(copy.address(), WORDS * 8);
            for (int n = c.moveToNext(0, nowNanos); n >= 0; n = c.moveToNext(n + 1, nowNanos)) {
                c.copyTo(copy.address());
                contents.add(n, words);
            }
        }
        return contents;
    }

    private void add(final int number, final UnsafeBuffer words) {
        // neither the stamp nor the wheel's links are the connection's
        words.putLong(EntryDescriptor.VERSION, number);
        words.putLong(EntryDescriptor.NEXT, 0);
        final long[] entry = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            entry[i] = words.getLong(i * 8);
        }
        if (entries.put(key(entry), entry) != null) {
            throw new IllegalStateException("a connection is there twice: " + key(entry));
        }
    }

    private static Key key(final long[] entry) {
        final long[] k = Arrays.copyOfRange(entry, KEY_WORD, KEY_WORD + KEY_WORDS);
        return new Key(k[0], k[1], k[2], k[3], k[4]);
    }

    /**
     * Whether the step ended a connection and opened another with the same addresses and ports, as a SYN does to one
     * that is closed: in between there is neither, rightly.
     */
    private static boolean isReplaced(final long[] one, final long[] other) {
        final int word = EntryDescriptor.GENERATION / 8;
        final int shift = GENERATION_SHIFT;
        return one[0] != other[0] || one[word] >>> shift != other[word] >>> shift;
    }

    private boolean isSame(final long[] one, final long[] other) {
        if (isNumbered || !isReplaced(one, other)) {
            return Arrays.equals(one, other);
        }
        final long[] renumbered = other.clone();
        renumbered[0] = one[0];
        final int word = EntryDescriptor.GENERATION / 8;
        final int shift = GENERATION_SHIFT;
        renumbered[word] = other[word] << 8 >>> 8 | one[word] >>> shift << shift;
        return Arrays.equals(one, renumbered);
    }

    int size() {
        return entries.size();
    }

    /**
     * Compare what a killed tracker left with what was there before and after the step that it was killed in.
     *
     * @return what is wrong.
     */
    Difference against(final TableContents before, final TableContents after) {
        int lost = 0;
        int strange = 0;
        int changed = 0;
        final Set<Key> expected = new HashSet<>(before.entries.keySet());
        expected.retainAll(after.entries.keySet());
        for (final Key key : expected) {
            final long[] found = entries.get(key);
            final long[] one = before.entries.get(key);
            if (found == null) {
                lost += isReplaced(one, after.entries.get(key)) ? 0 : 1;
            } else if (Arrays.equals(one, after.entries.get(key)) && !isSame(one, found)) {
                changed++;
            }
        }
        for (final Key key : entries.keySet()) {
            if (!before.entries.containsKey(key) && !after.entries.containsKey(key)) {
                strange++;
            }
        }
        return new Difference(lost, strange, changed);
    }

    /**
     * What is wrong with a table.
     *
     * @param lost connections that had to be there.
     * @param strange connections that never were.
     * @param changed connections that were not touched in that step, and are not as they were.
     */
    record Difference(int lost, int strange, int changed) {
    }

    /** Fail unless index and entries of a table agree: each connection is found by its key, and nothing else is. */
    static void checkIndex(final Conntrack conntrack) {
        final ConnectionTable table = (ConnectionTable)conntrack.table();
        final Connection c = new Connection(conntrack);
        final TupleKey key = table.newKey();
        int live = 0;
        for (int n = 0; n < table.bound(); n++) {
            if (table.liveEntry(n) != ConnectionTable.NONE && c.moveTo(n)) {
                c.copyTo(key);
                if (table.find(key) != table.entry(n)) {
                    throw new IllegalStateException("the index does not find entry " + n);
                }
                live++;
            }
        }
        final long members = new TableStatistics(table).members();
        if (members != live || table.size() != live) {
            throw new IllegalStateException("index and entries differ: entries=" + live + " in the index=" + members
                + " counted=" + table.size());
        }
    }
}
