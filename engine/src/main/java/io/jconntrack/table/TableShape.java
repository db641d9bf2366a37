/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.entry.Column;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What decides where everything lies in a table's memory.
 *
 * @param capacity connections it can hold, 1 to 2^27.
 * @param workers that share it, 1 to {@link ConnectionTable#MAX_WORKERS}.
 * @param wheelSlots slots of each worker's timer wheel, a power of two.
 * @param columns what is kept beside the entries.
 */
public record TableShape(int capacity, int workers, int wheelSlots, Set<Column> columns) {
    private static final int MAX_WHEEL_SLOTS = 1 << 20;

    /**
     * A shape.
     *
     * @throws IllegalArgumentException when a value is out of its range.
     */
    public TableShape {
        if (capacity <= 0 || capacity > IndexDescriptor.MAX_ENTRIES) {
            throw new IllegalArgumentException(
                "capacity must be 1 to " + IndexDescriptor.MAX_ENTRIES + ": capacity=" + capacity);
        }
        if (workers <= 0 || workers > ConnectionTable.MAX_WORKERS) {
            throw new IllegalArgumentException(
                "workers must be 1 to " + ConnectionTable.MAX_WORKERS + ": workers=" + workers);
        }
        if (Integer.bitCount(wheelSlots) != 1 || wheelSlots < 0 || wheelSlots > MAX_WHEEL_SLOTS) {
            throw new IllegalArgumentException(
                "wheelSlots must be a power of two up to " + MAX_WHEEL_SLOTS + ": wheelSlots=" + wheelSlots);
        }
        final Set<Column> copy = EnumSet.noneOf(Column.class);
        copy.addAll(columns);
        columns = Collections.unmodifiableSet(copy);
    }

    /** Where everything lies. */
    TableLayout layout() {
        return new TableLayout(capacity, workers, wheelSlots, columns);
    }

    /** The columns as bits, by their ordinals. */
    int columnBits() {
        int bits = 0;
        for (final Column column : columns) {
            bits |= 1 << column.ordinal();
        }
        return bits;
    }

    /** Columns from their bits. */
    static Set<Column> columns(final int bits) {
        final Set<Column> columns = EnumSet.noneOf(Column.class);
        for (final Column column : Column.values()) {
            if ((bits >>> column.ordinal() & 1) != 0) {
                columns.add(column);
            }
        }
        return columns;
    }
}
