/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.Columns;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.CopiedEntry;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The connections of a dump to be looked up, off-heap: a table as trackers have it, 140 bytes a connection and what is
 * kept beside it, at most twice that while it grows to twice its capacity. Used by one thread.
 */
final class DumpTable implements AutoCloseable {
    private static final int LEAST_CAPACITY = 1 << 12;
    private static final int MOST_CAPACITY = 1 << 27;
    private static final int WHEEL_SLOTS = 1;

    private final boolean linux;
    private final Set<Column> present = EnumSet.noneOf(Column.class);
    private final TupleKey key;
    private final UnsafeBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(EntryDescriptor.LENGTH + Columns.COPY_LENGTH));
    private final long copy = buffer.addressOffset();
    private final Connection connection = new Connection();
    private ConnectionTable table;
    private long[] ids;

    private DumpTable(final Dump dump) {
        linux = dump.settings().profile() == Profile.LINUX;
        final SecureRandom random = new SecureRandom();
        key = new TupleKey(random.nextLong(), random.nextLong());
    }

    /** Read what is left of a dump. */
    static DumpTable of(final Dump dump) throws IOException {
        final DumpTable table = new DumpTable(dump);
        boolean done = false;
        try {
            table.read(dump);
            done = true;
            return table;
        } finally {
            if (!done) {
                table.close();
            }
        }
    }

    private void read(final Dump dump) throws IOException {
        while (dump.next()) {
            final Connection c = dump.connection();
            if (table == null) {
                for (final Column column : Column.values()) {
                    if (c.has(column)) {
                        present.add(column);
                    }
                }
                table = newTable(Math.clamp(dump.size() + dump.size() / 8, LEAST_CAPACITY, MOST_CAPACITY));
                ids = new long[table.capacity()];
            }
            add(c);
        }
    }

    private ConnectionTable newTable(final int capacity) {
        return new ConnectionTable(capacity, present, 1, WHEEL_SLOTS, key);
    }

    private void add(final Connection c) throws IOException {
        c.copyTo(copy);
        c.copyTo(key);
        if (table.find(key) != ConnectionTable.NONE) {
            // of a table that changes meanwhile: gone, and come again as another entry
            return;
        }
        long entry = insert();
        if (entry == ConnectionTable.NONE) {
            grow();
            entry = insert();
        }
        ids[table.number(entry)] = c.id();
    }

    private long insert() {
        return table.insertCopy(key, copy, Columns.ofCopy(copy + EntryDescriptor.LENGTH));
    }

    private void grow() throws IOException {
        if (table.capacity() == MOST_CAPACITY) {
            throw new IOException("more than " + MOST_CAPACITY + " connections");
        }
        final ConnectionTable small = table;
        final long[] old = ids;
        final UnsafeBuffer waiting = new UnsafeBuffer(new byte[buffer.capacity()]);
        buffer.getBytes(0, waiting, 0, buffer.capacity());
        table = newTable((int)Math.min(2L * small.capacity(), MOST_CAPACITY));
        ids = new long[table.capacity()];
        final Connection c = new Connection();
        for (int number = 0; number < small.bound(); number++) {
            final long entry = small.liveEntry(number);
            if (entry != ConnectionTable.NONE) {
                UnsafeApi.copyMemory(entry, copy, EntryDescriptor.LENGTH);
                small.columns().copyTo(number, copy + EntryDescriptor.LENGTH);
                show(c, copy, number).copyTo(key);
                ids[table.number(insert())] = old[number];
            }
        }
        small.close();
        buffer.putBytes(0, waiting, 0, buffer.capacity());
        show(c, copy, 0).copyTo(key);
    }

    /** The connection with another's tuple, taken out; null when there is none. Valid until the next call. */
    Connection take(final Connection other) {
        if (table == null) {
            return null;
        }
        other.copyTo(key);
        final long entry = table.find(key);
        return entry == ConnectionTable.NONE ? null : take(entry);
    }

    private Connection take(final long entry) {
        final int number = table.number(entry);
        UnsafeApi.copyMemory(entry, copy, EntryDescriptor.LENGTH);
        UnsafeApi.putByte(copy + EntryDescriptor.GENERATION, (byte)ids[number]);
        table.columns().copyTo(number, copy + EntryDescriptor.LENGTH);
        table.remove(entry);
        return show(connection, copy, (int)(ids[number] >>> 8));
    }

    /** Numbers from 0 for {@link #take(int)}. */
    int bound() {
        return table == null ? 0 : table.bound();
    }

    /** Take what is left under a number; null when there is nothing. Valid until the next call. */
    Connection take(final int number) {
        final long entry = table.liveEntry(number);
        return entry == ConnectionTable.NONE ? null : take(entry);
    }

    private Connection show(final Connection view, final long address, final int number) {
        return view.moveTo(new Copy(address, Columns.ofCopy(address + EntryDescriptor.LENGTH), number, linux));
    }

    private record Copy(long entry, Columns columns, int number, boolean isLinux) implements CopiedEntry {
    }

    @Override
    public void close() {
        if (table != null) {
            table.close();
        }
    }
}
