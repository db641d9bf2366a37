/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.ExpectationDescriptor.LENGTH;
import static io.jconntrack.table.ExpectationDescriptor.ROW_ID;
import static io.jconntrack.table.ExpectationDescriptor.ROW_MASTER;
import static io.jconntrack.table.ExpectationDescriptor.ROW_STATE;
import static io.jconntrack.table.ExpectationDescriptor.ROW_STATE_LENGTH;
import static io.jconntrack.table.ExpectationDescriptor.ROW_WORDS;
import static io.jconntrack.table.ExpectationDescriptor.ROW_WORD_COUNT;

import io.jconntrack.entry.Expectation;
import io.jconntrack.memory.Region;
import io.jconntrack.settings.MemoryOptions;
import org.agrona.UnsafeApi;

/**
 * What is kept for connections that have a helper or a master, by number of the entry: memory is taken for those alone.
 * The worker that owns the entry reads and writes. Drawn in {@link ExpectationDescriptor}.
 */
public final class ExpectationRows implements AutoCloseable {
    /** Bytes that a helper has for each of its connections. */
    public static final int STATE_LENGTH = ROW_STATE_LENGTH;

    private final ConnectionTable connections;
    private final Region region;

    ExpectationRows(final ConnectionTable connections) {
        this.connections = connections;
        region = Region.anonymous((long)connections.capacity() * LENGTH, MemoryOptions.ON_DEMAND);
    }

    private long row(final int number) {
        return region.address() + (long)number * LENGTH;
    }

    /**
     * Begin anew, for a new connection.
     *
     * @param number of its entry.
     * @param expectation by which it was found; null for none.
     */
    public void begin(final int number, final Expectation expectation) {
        UnsafeApi.setMemory(row(number), LENGTH, (byte)0);
        UnsafeApi.putLong(row(number) + ROW_ID, id(number));
        if (expectation != null) {
            UnsafeApi.putLong(row(number) + ROW_MASTER, expectation.masterId() + 1);
        }
    }

    private long id(final int number) {
        return EntryDescriptor.id(connections.entry(number), number) + 1;
    }

    /**
     * Begin anew unless the row is the connection's already.
     *
     * @param number of its entry.
     */
    public void beginOnce(final int number) {
        if (UnsafeApi.getLong(row(number) + ROW_ID) != id(number)) {
            begin(number, null);
        }
    }

    /**
     * The helper's own bytes, zero when the connection is new.
     *
     * @param number of the entry.
     * @return address of {@link #STATE_LENGTH} bytes.
     */
    public long state(final int number) {
        return row(number) + ROW_STATE;
    }

    /**
     * The connection that expected this one.
     *
     * @param number of the entry.
     * @param nowNanos the caller's time.
     * @return number of the master's entry; -1 when that has gone, or there never was one.
     */
    public int master(final int number, final long nowNanos) {
        return UnsafeApi.getLong(row(number) + ROW_ID) != id(number) ? -1
            : connection(UnsafeApi.getLong(row(number) + ROW_MASTER), nowNanos);
    }

    /** Number of the entry of a connection that has this id less one, and lives; else -1. */
    int connection(final long idPlusOne, final long nowNanos) {
        final long id = idPlusOne - 1;
        final int number = (int)(id >> 8);
        if (id < 0 || number >= connections.bound()) {
            return -1;
        }
        final long entry = connections.liveEntry(number);
        return entry != ConnectionTable.NONE && EntryDescriptor.id(entry, number) == id
            && !ConnectionTable.expired(entry, nowNanos) ? number : -1;
    }

    /** Take away the oldest of a connection's expectations until it has fewer than it may have. */
    void makeRoom(final ExpectationIndex index, final int number, final int most) {
        final long words = row(number) + ROW_WORDS;
        int kept = compact(index, words);
        while (kept >= Math.min(most, ROW_WORD_COUNT)) {
            index.remove(UnsafeApi.getLong(words));
            kept = compact(index, words);
        }
    }

    void add(final ExpectationIndex index, final int number, final long word) {
        final long words = row(number) + ROW_WORDS;
        UnsafeApi.putLong(words + 8L * compact(index, words), word);
    }

    /** Forget those that are no longer there; gives how many are. */
    private static int compact(final ExpectationIndex index, final long words) {
        int kept = 0;
        for (int i = 0; i < ROW_WORD_COUNT; i++) {
            final long word = UnsafeApi.getLong(words + 8L * i);
            if (word != 0 && index.isThere(word)) {
                UnsafeApi.putLong(words + 8L * kept++, word);
            }
        }
        for (int i = kept; i < ROW_WORD_COUNT; i++) {
            UnsafeApi.putLong(words + 8L * i, 0);
        }
        return kept;
    }

    @Override
    public void close() {
        region.close();
    }
}
