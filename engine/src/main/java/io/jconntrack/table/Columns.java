/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import org.agrona.UnsafeApi;

/**
 * What a table keeps beside its entries, by number of the entry. Asking for a column that is switched off gives 0,
 * writing to it does nothing. An entry's part is zero when the entry is new.
 * <p>
 * The worker that owns the entry writes. Values are eight bytes or less and aligned: others read each of them whole.
 */
public final class Columns {
    /** Bytes of an entry's part of all columns. */
    static final int COPY_LENGTH = 64;

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

    /** An entry's part of other columns, copied: its number is 0. */
    private Columns(final Columns of, final long copy) {
        long at = copy;
        accounting = of.accounting == 0 ? 0 : at;
        at += Column.ACCOUNTING.width();
        labels = of.labels == 0 ? 0 : at;
        at += Column.LABELS.width();
        timestamps = of.timestamps == 0 ? 0 : at;
        at += Column.TIMESTAMP.width();
        marks = of.marks == 0 ? 0 : at;
    }

    /**
     * Columns over a place for copies of an entry's part of these.
     *
     * @param copy address of {@link #COPY_LENGTH} bytes.
     * @return columns in which the copy has the number 0.
     */
    Columns forCopies(final long copy) {
        return new Columns(this, copy);
    }

    /** Copy an entry's part to where it has the number 0. */
    void copyTo(final Columns copy, final int number) {
        copy(accounting, copy.accounting, Column.ACCOUNTING, number);
        copy(labels, copy.labels, Column.LABELS, number);
        copy(timestamps, copy.timestamps, Column.TIMESTAMP, number);
        copy(marks, copy.marks, Column.MARK, number);
    }

    private static void copy(final long from, final long to, final Column column, final int number) {
        if (from != 0) {
            UnsafeApi.copyMemory(from + (long)number * column.width(), to, column.width());
        }
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
