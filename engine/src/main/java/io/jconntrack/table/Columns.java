/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.entry.Column;
import org.agrona.UnsafeApi;

/**
 * What a table keeps beside its entries, by number of the entry. Asking for a column that is switched off gives 0,
 * writing to it does nothing. An entry's part is zero when the entry is new.
 * <p>
 * The worker that owns the entry writes. Values are eight bytes or less and aligned: others read each of them whole.
 * <p>
 * An entry's part of all columns can be copied to {@link #COPY_LENGTH} bytes, and a copy read as columns whose only
 * entry is number 0. Columns that are switched off are zero in it.
 * <pre>
 *   0                         32               40       44       48               64
 *  +-------------------------+----------------+--------+--------+----------------+
 *  | packets, bytes, packets,| start          | mark   | which  | labels         |
 *  | bytes                   |                |        |        |                |
 *  +-------------------------+----------------+--------+--------+----------------+
 * </pre>
 * "which" has bit n set when the column of ordinal n is there.
 */
public final class Columns {
    /** Bytes of a copy. */
    public static final int COPY_LENGTH = 64;

    /** Where a copy has the start, eight bytes. */
    public static final int COPY_TIMESTAMP = 32;
    /** Where a copy has the mark, four bytes. */
    public static final int COPY_MARK = 40;
    /** Where a copy has the labels, 16 bytes. */
    public static final int COPY_LABELS = 48;

    private static final int COPY_WHICH = 44;

    private final long accounting;
    private final long timestamps;
    private final long marks;
    private final long labels;

    /**
     * The columns of a table.
     *
     * @param layout where they are.
     * @param memory address of the table.
     */
    Columns(final TableLayout layout, final long memory) {
        accounting = address(layout, memory, Column.ACCOUNTING);
        timestamps = address(layout, memory, Column.TIMESTAMP);
        marks = address(layout, memory, Column.MARK);
        labels = address(layout, memory, Column.LABELS);
    }

    private Columns(final long copy, final int which) {
        accounting = address(copy, which, Column.ACCOUNTING);
        timestamps = address(copy + COPY_TIMESTAMP, which, Column.TIMESTAMP);
        marks = address(copy + COPY_MARK, which, Column.MARK);
        labels = address(copy + COPY_LABELS, which, Column.LABELS);
    }

    private static long address(final long part, final int which, final Column column) {
        return (which >>> column.ordinal() & 1) == 0 ? 0 : part;
    }

    /**
     * Columns over a place for copies of an entry's part of these.
     *
     * @param copy address of {@link #COPY_LENGTH} bytes.
     * @return columns that have one entry, number 0.
     */
    Columns forCopies(final long copy) {
        return new Columns(copy, which());
    }

    /**
     * Columns over a copy.
     *
     * @param copy its address; must stay while the columns are used, and its columns must stay the same ones.
     * @return columns that have one entry, number 0.
     */
    public static Columns ofCopy(final long copy) {
        return new Columns(copy, which(copy));
    }

    /**
     * Columns over a copy that somebody fills later.
     *
     * @param copy its address; zeroed, but for the columns that it has.
     * @param which bit n is set for the column of ordinal n.
     * @return columns that have one entry, number 0.
     */
    public static Columns emptyCopy(final long copy, final int which) {
        UnsafeApi.setMemory(copy, COPY_LENGTH, (byte)0);
        UnsafeApi.putInt(copy + COPY_WHICH, which);
        return new Columns(copy, which);
    }

    /**
     * Write an entry's part as another table has it; what the other one does not keep stays as it is.
     *
     * @param number of the entry.
     * @param from columns of the other one.
     * @param row number of its entry.
     */
    void copyFrom(final int number, final Columns from, final int row) {
        if (accounting != 0 && from.accounting != 0) {
            copy(from.accounting, row, accounting, number, Column.ACCOUNTING.width());
        }
        if (timestamps != 0 && from.timestamps != 0) {
            copy(from.timestamps, row, timestamps, number, Column.TIMESTAMP.width());
        }
        if (marks != 0 && from.marks != 0) {
            copy(from.marks, row, marks, number, Column.MARK.width());
        }
        if (labels != 0 && from.labels != 0) {
            copy(from.labels, row, labels, number, Column.LABELS.width());
        }
    }

    private static void copy(final long from, final int row, final long to, final int number, final int width) {
        UnsafeApi.copyMemory(from + (long)row * width, to + (long)number * width, width);
    }

    /**
     * Which columns a copy has.
     *
     * @param copy its address.
     * @return bit n is set for the column of ordinal n.
     */
    public static int which(final long copy) {
        return UnsafeApi.getInt(copy + COPY_WHICH);
    }

    /**
     * Copy an entry's part.
     *
     * @param number of the entry.
     * @param to address of {@link #COPY_LENGTH} bytes, aligned to eight.
     */
    public void copyTo(final int number, final long to) {
        UnsafeApi.putLong(to, packets(number, 0));
        UnsafeApi.putLong(to + 8, bytes(number, 0));
        UnsafeApi.putLong(to + 16, packets(number, 1));
        UnsafeApi.putLong(to + 24, bytes(number, 1));
        UnsafeApi.putLong(to + COPY_TIMESTAMP, started(number));
        UnsafeApi.putInt(to + COPY_MARK, mark(number));
        UnsafeApi.putInt(to + COPY_WHICH, which());
        UnsafeApi.putLong(to + COPY_LABELS, labels == 0 ? 0 : UnsafeApi.getLong(labelWord(number, 0)));
        UnsafeApi.putLong(to + COPY_LABELS + 8, labels == 0 ? 0 : UnsafeApi.getLong(labelWord(number, 64)));
    }

    private int which() {
        return bit(accounting, Column.ACCOUNTING) | bit(timestamps, Column.TIMESTAMP) | bit(marks, Column.MARK)
            | bit(labels, Column.LABELS);
    }

    private static int bit(final long base, final Column column) {
        return base == 0 ? 0 : 1 << column.ordinal();
    }

    private static long address(final TableLayout layout, final long memory, final Column column) {
        final long offset = layout.column(column);
        return offset == 0 ? 0 : memory + offset;
    }

    /**
     * Whether a column is there.
     *
     * @param column asked for.
     * @return true when it is switched on.
     */
    public boolean has(final Column column) {
        return switch (column) {
            case ACCOUNTING -> accounting != 0;
            case TIMESTAMP -> timestamps != 0;
            case MARK -> marks != 0;
            case LABELS -> labels != 0;
        };
    }

    /** Zero an entry's part of all columns. */
    void clear(final int number) {
        clear(accounting, Column.ACCOUNTING, number);
        clear(timestamps, Column.TIMESTAMP, number);
        clear(marks, Column.MARK, number);
        clear(labels, Column.LABELS, number);
    }

    private static void clear(final long base, final Column column, final int number) {
        if (base != 0) {
            UnsafeApi.setMemory(base + (long)number * column.width(), column.width(), (byte)0);
        }
    }

    /**
     * Count a packet.
     *
     * @param number of the entry.
     * @param direction 0 original, 1 reply.
     * @param bytes from the IP header on.
     */
    public void count(final int number, final int direction, final int bytes) {
        if (accounting != 0) {
            final long at = counter(number, direction);
            UnsafeApi.putLong(at, UnsafeApi.getLong(at) + 1);
            UnsafeApi.putLong(at + 8, UnsafeApi.getLong(at + 8) + bytes);
        }
    }

    private long counter(final int number, final int direction) {
        return accounting + (long)number * Column.ACCOUNTING.width() + direction * 16L;
    }

    /**
     * Packets counted.
     *
     * @param number of the entry.
     * @param direction 0 original, 1 reply.
     * @return packets.
     */
    public long packets(final int number, final int direction) {
        return accounting == 0 ? 0 : UnsafeApi.getLong(counter(number, direction));
    }

    /**
     * Bytes counted.
     *
     * @param number of the entry.
     * @param direction 0 original, 1 reply.
     * @return bytes, from the IP header on.
     */
    public long bytes(final int number, final int direction) {
        return accounting == 0 ? 0 : UnsafeApi.getLong(counter(number, direction) + 8);
    }

    /**
     * Keep when a connection started.
     *
     * @param number of the entry.
     * @param nowNanos time of its first packet.
     */
    public void start(final int number, final long nowNanos) {
        if (timestamps != 0) {
            UnsafeApi.putLong(timestamps + (long)number * Column.TIMESTAMP.width(), nowNanos);
        }
    }

    /**
     * When a connection started.
     *
     * @param number of the entry.
     * @return nanoseconds of the time that the packets had.
     */
    public long started(final int number) {
        return timestamps == 0 ? 0 : UnsafeApi.getLong(timestamps + (long)number * Column.TIMESTAMP.width());
    }

    /**
     * A connection's mark.
     *
     * @param number of the entry.
     * @return the mark, 32 bits.
     */
    public int mark(final int number) {
        return marks == 0 ? 0 : UnsafeApi.getInt(marks + (long)number * Column.MARK.width());
    }

    /**
     * Mark a connection.
     *
     * @param number of the entry.
     * @param mark 32 bits.
     */
    public void mark(final int number, final int mark) {
        if (marks != 0) {
            UnsafeApi.putInt(marks + (long)number * Column.MARK.width(), mark);
        }
    }

    /**
     * Whether a connection has a label.
     *
     * @param number of the entry.
     * @param label 0 to 127.
     * @return true when it is set.
     */
    public boolean hasLabel(final int number, final int label) {
        return labels != 0 && (UnsafeApi.getLong(labelWord(number, label)) >>> label & 1) != 0;
    }

    /**
     * Label a connection.
     *
     * @param number of the entry.
     * @param label 0 to 127.
     */
    public void label(final int number, final int label) {
        if (labels != 0) {
            final long at = labelWord(number, label);
            UnsafeApi.putLong(at, UnsafeApi.getLong(at) | 1L << label);
        }
    }

    private long labelWord(final int number, final int label) {
        return labels + (long)number * Column.LABELS.width() + (label >>> 6 & 1) * 8L;
    }
}
