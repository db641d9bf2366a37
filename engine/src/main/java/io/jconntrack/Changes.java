/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Column;
import io.jconntrack.event.EventCause;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.VersionStamp;
import org.agrona.UnsafeApi;

/**
 * What an embedder asks for: a connection deleted, marked, given another time-out, discarded, loaded.
 */
final class Changes {
    private final ConnectionTable table;
    private final Connections connections;
    /** Null until something is loaded. */
    private CopyLoader loader;

    Changes(final Connections connections) {
        this.connections = connections;
        table = connections.table;
    }

    void discard(final long verdict) {
        final int number = Verdict.entry(verdict);
        final long entry = number < 0 ? ConnectionTable.NONE : table.liveEntry(number);
        // it may have gone since, and its entry may be another connection's
        if (entry != ConnectionTable.NONE && table.isOwn(entry)
            && Verdict.opened(verdict, UnsafeApi.getByte(entry + EntryDescriptor.GENERATION))) {
            final Events events = connections.events();
            if (events != null) {
                events.discarded(number);
            }
            connections.discard(entry);
        }
    }

    boolean delete(final int number, final long nowNanos) {
        final long entry = ownEntry(number, nowNanos);
        if (entry != ConnectionTable.NONE) {
            connections.destroy(entry, EventCause.DELETED, nowNanos);
        }
        return entry != ConnectionTable.NONE;
    }

    boolean update(final int number, final int cleared, final int flipped, final long timeoutNanos,
        final long nowNanos) {
        final long entry = ownEntry(number, nowNanos);
        if (entry == ConnectionTable.NONE) {
            return false;
        }
        int cause = 0;
        VersionStamp.begin(entry);
        final int mark = table.columns().mark(number) & ~cleared ^ flipped;
        if (table.columns().has(Column.MARK) && table.columns().mark(number) != mark) {
            table.columns().mark(number, mark);
            cause |= EventCause.MARK;
        }
        if (timeoutNanos >= 0) {
            connections.wheel.refresh(entry, nowNanos + timeoutNanos);
            cause |= EventCause.TIMEOUT;
        }
        VersionStamp.end(entry);
        final Events events = connections.events();
        if (events != null && cause != 0) {
            events.updated(number, cause, nowNanos);
        }
        return true;
    }

    Loaded load(final Connection connection, final long shiftNanos, final long nowNanos) {
        settle(nowNanos);
        if (loader == null) {
            loader = new CopyLoader(connections);
        }
        return loader.load(connection, shiftNanos, nowNanos);
    }

    /** Address of an entry that this tracker may change, after what is held back was given out. */
    private long ownEntry(final int number, final long nowNanos) {
        settle(nowNanos);
        final long entry = number < 0 || number >= table.bound() ? ConnectionTable.NONE : table.liveEntry(number);
        return entry != ConnectionTable.NONE && table.isOwn(entry) ? entry : ConnectionTable.NONE;
    }

    private void settle(final long nowNanos) {
        final Events events = connections.events();
        if (events != null) {
            events.settle(nowNanos);
        }
    }
}
