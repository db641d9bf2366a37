/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import static io.jconntrack.snapshot.SnapshotDescriptor.COLUMNS_START;
import static io.jconntrack.snapshot.SnapshotDescriptor.DEADLINE;
import static io.jconntrack.snapshot.SnapshotDescriptor.DESTINATION;
import static io.jconntrack.snapshot.SnapshotDescriptor.DPORT;
import static io.jconntrack.snapshot.SnapshotDescriptor.ID;
import static io.jconntrack.snapshot.SnapshotDescriptor.L3;
import static io.jconntrack.snapshot.SnapshotDescriptor.PROTO;
import static io.jconntrack.snapshot.SnapshotDescriptor.PROTOCOL;
import static io.jconntrack.snapshot.SnapshotDescriptor.PROTOCOL_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.RESERVED;
import static io.jconntrack.snapshot.SnapshotDescriptor.SOURCE;
import static io.jconntrack.snapshot.SnapshotDescriptor.SPORT;
import static io.jconntrack.snapshot.SnapshotDescriptor.STATE;
import static io.jconntrack.snapshot.SnapshotDescriptor.STATUS;
import static io.jconntrack.snapshot.SnapshotDescriptor.WORKER;
import static io.jconntrack.snapshot.SnapshotDescriptor.ZONE;
import static io.jconntrack.snapshot.SnapshotDescriptor.has;
import static io.jconntrack.snapshot.SnapshotDescriptor.width;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.table.Columns;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * From a connection to its record. Used by one thread.
 */
final class SnapshotEncoder {
    private final UnsafeBuffer copy =
        new UnsafeBuffer(ByteBuffer.allocateDirect(EntryDescriptor.LENGTH + Columns.COPY_LENGTH));
    private final long entry = copy.addressOffset();
    private final int columns;

    /** An encoder of records with columns, bit n for the one of ordinal n. */
    SnapshotEncoder(final int columns) {
        if (ByteOrder.nativeOrder() != LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("snapshots are written and read on little-endian machines only");
        }
        this.columns = columns;
    }

    /** Columns that a connection shows. */
    static int columnsOf(final Connection c) {
        int columns = 0;
        for (final Column column : Column.values()) {
            columns |= c.has(column) ? 1 << column.ordinal() : 0;
        }
        return columns;
    }

    /** Write a record. */
    void encode(final Connection c, final UnsafeBuffer to, final int at) {
        c.copyTo(entry);
        to.putByte(at + L3, (byte)c.l3());
        to.putByte(at + PROTO, (byte)c.protocol());
        to.putShort(at + ZONE, (short)c.zone(), LITTLE_ENDIAN);
        to.putByte(at + STATE, UnsafeApi.getByte(entry + EntryDescriptor.STATE));
        to.putByte(at + WORKER, (byte)ConnectionTable.owner(entry));
        to.putShort(at + RESERVED, (short)0, LITTLE_ENDIAN);
        to.putInt(at + STATUS, UnsafeApi.getInt(entry + EntryDescriptor.STATUS), LITTLE_ENDIAN);
        to.putShort(at + SPORT, (short)c.sourcePort(0), LITTLE_ENDIAN);
        to.putShort(at + DPORT, (short)c.destinationPort(0), LITTLE_ENDIAN);
        to.putLong(at + SOURCE, c.sourceHigh(0), BIG_ENDIAN);
        to.putLong(at + SOURCE + 8, c.sourceLow(0), BIG_ENDIAN);
        to.putLong(at + DESTINATION, c.sourceHigh(1), BIG_ENDIAN);
        to.putLong(at + DESTINATION + 8, c.sourceLow(1), BIG_ENDIAN);
        to.putLong(at + ID, c.id(), LITTLE_ENDIAN);
        to.putLong(at + DEADLINE, UnsafeApi.getLong(entry + EntryDescriptor.DEADLINE), LITTLE_ENDIAN);
        to.putBytes(at + PROTOCOL, copy, EntryDescriptor.PROTOCOL, PROTOCOL_LENGTH);
        putColumns(c, to, at + COLUMNS_START);
    }

    private void putColumns(final Connection c, final UnsafeBuffer to, final int start) {
        int at = start;
        if (has(columns, Column.ACCOUNTING)) {
            for (int direction = 0; direction < 2; direction++) {
                to.putLong(at + direction * 16, c.packets(direction), LITTLE_ENDIAN);
                to.putLong(at + direction * 16 + 8, c.bytes(direction), LITTLE_ENDIAN);
            }
            at += width(Column.ACCOUNTING);
        }
        if (has(columns, Column.TIMESTAMP)) {
            to.putLong(at, c.startNanos(), LITTLE_ENDIAN);
            at += width(Column.TIMESTAMP);
        }
        if (has(columns, Column.MARK)) {
            to.putLong(at, c.mark() & 0xFFFF_FFFFL, LITTLE_ENDIAN);
            at += width(Column.MARK);
        }
        if (has(columns, Column.LABELS)) {
            to.putBytes(at, copy, EntryDescriptor.LENGTH + Columns.COPY_LABELS, width(Column.LABELS));
        }
    }
}
