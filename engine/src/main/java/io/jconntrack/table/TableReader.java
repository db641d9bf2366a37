/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.STATUS;
import static io.jconntrack.table.EntryDescriptor.VERSION;

import io.jconntrack.entry.Status;
import io.jconntrack.memory.Region;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.agrona.UnsafeApi;

/**
 * Reads entries while their owners change, remove and use them again: what it gives is one moment's state of one
 * connection, never a torn entry and never another connection's. One per reading thread.
 * <p>
 * <b>Progress.</b> The owners never notice. A read is bounded: it copies an entry at the most {@link #TRIES} times and
 * then says {@link #BUSY}, as it does when the owner was stopped in the middle of a change.
 */
public final class TableReader implements AutoCloseable {
    /** A consistent copy was made. */
    public static final int OK = 0;
    /** There is no such connection. */
    public static final int ABSENT = 1;
    /** The owner was changing the entry at every try. */
    public static final int BUSY = 2;

    /** Copies that are tried. */
    private static final int TRIES = 1000;

    private final ConnectionIndex index;
    private final int capacity;
    private final Columns columns;
    private final Columns copiedColumns;
    private int last;
    private final Region region = Region.anonymous(EntryDescriptor.LENGTH + Columns.COPY_LENGTH);
    private final long copy = region.address();

    /**
     * A reader.
     *
     * @param table of any of its workers; must not be closed before the reader was used for the last time.
     */
    public TableReader(final ConnectionTable table) {
        this(table.index(), table.capacity(), table.columns());
    }

    /**
     * A reader.
     *
     * @param index of the table; what it says is checked.
     * @param capacity entries that there are.
     * @param columns beside them, or null.
     */
    TableReader(final ConnectionIndex index, final int capacity, final Columns columns) {
        this.index = index;
        this.capacity = capacity;
        this.columns = columns;
        copiedColumns = columns == null ? null : columns.forCopies(copy + EntryDescriptor.LENGTH);
    }

    /**
     * Address of the copy.
     *
     * @return an entry as {@link EntryDescriptor} lays it out; valid until the next read.
     */
    public long entry() {
        return copy;
    }

    /**
     * The entry that was read last.
     *
     * @return its number.
     */
    public int number() {
        return last;
    }

    /**
     * What stood beside the entry.
     *
     * @return columns in which the copy has the number 0; of the same moment as the copy, but for marks and labels,
     *     which their owner may have changed since.
     */
    public Columns columns() {
        return copiedColumns;
    }

    /**
     * Copy an entry by its number.
     *
     * @param number of it, below {@link ConnectionTable#bound()}.
     * @return {@link #OK}, {@link #ABSENT} or {@link #BUSY}.
     */
    public int read(final int number) {
        Objects.checkIndex(number, capacity);
        last = number;
        final long entry = index.entry(number);
        for (int i = 0; i < TRIES; i++) {
            final int version = UnsafeApi.getIntAcquire(null, entry + VERSION);
            if ((version & 1) == 0) {
                for (int at = KEY; at < EntryDescriptor.LENGTH; at += 8) {
                    UnsafeApi.putLong(copy + at, UnsafeApi.getLong(entry + at));
                }
                if (columns != null) {
                    columns.copyTo(number, copy + EntryDescriptor.LENGTH);
                }
                VarHandle.acquireFence();
                if (UnsafeApi.getInt(entry + VERSION) == version) {
                    return UnsafeApi.getLong(copy + KEY) != 0
                        && (UnsafeApi.getInt(copy + STATUS) & Status.CONFIRMED) != 0 ? OK : ABSENT;
                }
            }
            Thread.onSpinWait();
        }
        return BUSY;
    }

    /**
     * Copy the entry of a key.
     *
     * @param key to look for.
     * @return {@link #OK}, {@link #ABSENT} or {@link #BUSY}.
     */
    public int find(final TupleKey key) {
        for (int i = 0; i < TRIES; i++) {
            final int number = index.find(key, capacity);
            if (number < 0) {
                return ABSENT;
            }
            final int result = read(number);
            if (result == BUSY) {
                return BUSY;
            }
            // removed since, perhaps used again for another key: look once more
            if (result == OK && key.isOf(copy)) {
                return OK;
            }
        }
        return BUSY;
    }

    @Override
    public void close() {
        region.close();
    }
}
