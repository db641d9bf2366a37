/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.entry.Column;
import java.util.Set;

/**
 * Where the parts of a table lie in its memory.
 * <pre>
 *  | pool | workers (64 B each) | wheels | droppable | buckets (64 B each) | entries (128 B each) | columns |
 *
 *  worker      | entries inserted and not removed (8 bytes) | its latest time (8 bytes) | ...
 *  wheel       heads of the slots' lists, 4 bytes each, one wheel a worker
 *  droppable   a bit for each bucket, one map a worker, see {@link DroppableMap}
 * </pre>
 * All offsets are 64 bits wide; entries start on an even line, so that their pair of lines is fetched together.
 */
final class TableLayout {
    /** Bytes of a worker's counters. */
    static final int WORKER_LENGTH = 64;
    /** Offset of the number of entries that the worker has in the table. */
    static final int WORKER_SIZE = 0;
    /** Offset of the time that the worker had last, in nanoseconds. */
    static final int WORKER_TIME = 8;

    final long bucketCount;
    final long workers;
    final long wheels;
    final long wheelLength;
    final long droppable;
    final long droppableLength;
    final long buckets;
    final long entries;
    final long length;
    private final long[] columns = new long[Column.values().length];

    TableLayout(final int capacity, final int workerCount, final int wheelSlots, final Set<Column> present) {
        // three keys for seven slots: 21 bytes per connection, and one key in 400 outside its home bucket
        bucketCount = Math.max(2, (capacity + 2L) / 3);
        workers = EntryPool.SHARED_LENGTH;
        wheels = workers + (long)workerCount * WORKER_LENGTH;
        wheelLength = wheelSlots * 4L + 63 & -64;
        droppable = wheels + workerCount * wheelLength;
        droppableLength = DroppableMap.length(bucketCount);
        buckets = droppable + workerCount * droppableLength;
        entries = buckets + bucketCount * IndexDescriptor.BUCKET_LENGTH + 127 & -128;
        long end = entries + (long)capacity * EntryDescriptor.LENGTH;
        for (final Column column : Column.values()) {
            if (present.contains(column)) {
                columns[column.ordinal()] = end;
                end += (long)capacity * column.width() + 63 & -64;
            }
        }
        length = end;
    }

    /** Offset of a column, or 0 when the table does not have it. */
    long column(final Column column) {
        return columns[column.ordinal()];
    }
}
