/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A column of the page's data: its name and width, known to {@code data.js}, and where its values come from.
 */
record PageColumn(String name, Type type, Value value) {
    /** Names are those of the page's script. */
    enum Type {
        U8(1), U16(2), U32(4), F64(8);

        final int bytes;

        Type(final int bytes) {
            this.bytes = bytes;
        }

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Where a column's values come from. */
    interface Value {
        long of(Connection c, long nowNanos);
    }

    private static final long SECOND = 1_000_000_000L;

    /** Write one value; counters become doubles, exact up to 2^53. */
    void put(final ByteBuffer out, final int index, final Connection c, final long nowNanos) {
        final long v = value.of(c, nowNanos);
        switch (type) {
            case U8 -> out.put(index, (byte)v);
            case U16 -> out.putShort(index, (short)v);
            case U32 -> out.putInt(index, (int)v);
            case F64 -> out.putDouble(index, (double)v);
            default -> throw new AssertionError(type);
        }
    }

    /**
     * Columns of a table, the widest first, so that each begins at a multiple of its width.
     *
     * @param sample any connection of it: tells what is kept beside the entries; null when there is none.
     * @param states gives the number of a state's name.
     * @param toEpochNanos from the tracker's clock to nanoseconds since 1970: an age is the difference of two whole
     *     seconds there, as conntrack(8) has it.
     */
    static List<PageColumn> of(final Connection sample, final StateNumbers states, final long toEpochNanos) {
        final List<PageColumn> columns = new ArrayList<>();
        addresses(columns, "src", 0);
        addresses(columns, "dst", 1);
        add(columns, "left", Type.U32, (c, now) -> Math.min(0xFFFF_FFFFL, c.secondsLeft(now)));
        add(columns, "sport", Type.U16, (c, now) -> c.sourcePort(0));
        add(columns, "dport", Type.U16, (c, now) -> c.destinationPort(0));
        add(columns, "zone", Type.U16, (c, now) -> c.zone());
        add(columns, "l3", Type.U8, (c, now) -> c.l3());
        add(columns, "proto", Type.U8, (c, now) -> c.protocol());
        add(columns, "state", Type.U8, (c, now) -> states.of(c.state()));
        add(columns, "status", Type.U8, (c, now) -> c.status());
        if (sample != null && sample.has(Column.ACCOUNTING)) {
            for (int direction = 0; direction < 2; direction++) {
                final int d = direction;
                add(columns, "packets" + d, Type.F64, (c, now) -> c.packets(d));
                add(columns, "bytes" + d, Type.F64, (c, now) -> c.bytes(d));
            }
        }
        if (sample != null && sample.has(Column.TIMESTAMP)) {
            add(columns, "age", Type.U32, (c, now) ->
                Math.clamp(Math.floorDiv(now + toEpochNanos, SECOND)
                    - Math.floorDiv(c.startNanos() + toEpochNanos, SECOND), 0L, 0xFFFF_FFFFL));
        }
        if (sample != null && sample.has(Column.MARK)) {
            add(columns, "mark", Type.U32, (c, now) -> c.mark());
        }
        columns.sort(Comparator.comparing((PageColumn column) -> column.type.bytes).reversed());
        return List.copyOf(columns);
    }

    /** Four words of a direction's source; an IPv4 address is in the last. */
    private static void addresses(final List<PageColumn> columns, final String side, final int direction) {
        add(columns, side + 0, Type.U32, (c, now) -> c.sourceHigh(direction) >>> 32);
        add(columns, side + 1, Type.U32, (c, now) -> c.sourceHigh(direction));
        add(columns, side + 2, Type.U32, (c, now) -> c.sourceLow(direction) >>> 32);
        add(columns, side + 3, Type.U32, (c, now) -> c.sourceLow(direction));
    }

    private static void add(final List<PageColumn> columns, final String name, final Type type, final Value value) {
        columns.add(new PageColumn(name, type, value));
    }
}
