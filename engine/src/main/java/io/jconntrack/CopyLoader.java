/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.protocol.DatagramTracker;
import io.jconntrack.table.Columns;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import java.nio.ByteBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes connections of a snapshot into a tracker's table.
 */
final class CopyLoader {
    private final Connections connections;
    private final ConnectionTable table;
    private final TupleKey key;
    private final UnsafeBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(EntryDescriptor.LENGTH + Columns.COPY_LENGTH));
    private final long copy = buffer.addressOffset();

    CopyLoader(final Connections connections) {
        this.connections = connections;
        table = connections.table;
        key = table.newKey();
    }

    Loaded load(final Connection c, final long shiftNanos, final long nowNanos) {
        c.copyTo(copy);
        shift(EntryDescriptor.DEADLINE, shiftNanos);
        if (ConnectionTable.expired(copy, nowNanos)) {
            return Loaded.EXPIRED;
        }
        c.copyTo(key);
        if (connections.find(key, nowNanos) != ConnectionTable.NONE) {
            return Loaded.DUPLICATE;
        }
        DatagramTracker.shift(copy, c.protocol(), shiftNanos);
        final Columns columns = Columns.ofCopy(copy + EntryDescriptor.LENGTH);
        if (columns.has(Column.TIMESTAMP)) {
            columns.start(0, columns.started(0) + shiftNanos);
        }
        final long entry = table.insertCopy(key, copy, columns);
        if (entry == ConnectionTable.NONE) {
            return Loaded.FULL;
        }
        if (!columns.has(Column.TIMESTAMP)) {
            table.columns().start(table.number(entry), nowNanos);
        }
        connections.wheel.add(entry);
        if ((UnsafeApi.getInt(copy + EntryDescriptor.STATUS) & Status.ASSURED) != 0) {
            table.assure(entry, key);
        }
        if (connections.events() != null) {
            connections.events().opened(table.number(entry), nowNanos);
            connections.events().settle(nowNanos);
        }
        return Loaded.LOADED;
    }

    private void shift(final int field, final long byNanos) {
        UnsafeApi.putLong(copy + field, UnsafeApi.getLong(copy + field) + byNanos);
    }
}
