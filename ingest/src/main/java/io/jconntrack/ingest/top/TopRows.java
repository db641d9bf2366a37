/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The rows with the highest values out of any number, in bounded memory.
 *
 * @param <T> of a row.
 */
final class TopRows<T extends TopRows.Row> {
    private static final Comparator<Row> LAST_FIRST = Comparator.<Row>comparingLong(row -> row.value)
        .thenComparing(Comparator.comparingLong((Row row) -> row.tie).reversed());

    private final int limit;
    private final Supplier<T> maker;
    private final PriorityQueue<T> rows = new PriorityQueue<>(LAST_FIRST);

    /** Something that is sorted. */
    static class Row {
        private long value;
        /** Of equal values the lower comes first, so that rows don't change places at each look. */
        private long tie;
    }

    TopRows(final int limit, final Supplier<T> maker) {
        this.limit = limit;
        this.maker = maker;
    }

    /** The row to fill in, or null when it would be none of the first. */
    T offer(final long value, final long tie) {
        final T row;
        if (rows.size() < limit) {
            row = maker.get();
        } else {
            final Row last = rows.peek();
            if (last == null || value < last.value || value == last.value && tie >= last.tie) {
                return null;
            }
            row = rows.poll();
        }
        ((Row)row).value = value;
        ((Row)row).tie = tie;
        rows.add(row);
        return row;
    }

    /** The rows, the highest first. */
    List<T> sorted() {
        final List<T> sorted = new ArrayList<>(rows);
        sorted.sort(LAST_FIRST.reversed());
        return sorted;
    }
}
