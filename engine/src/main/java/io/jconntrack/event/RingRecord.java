/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

import static io.jconntrack.event.EventRecordDescriptor.CAUSE;
import static io.jconntrack.event.EventRecordDescriptor.COLUMNS;
import static io.jconntrack.event.EventRecordDescriptor.ENTRY;
import static io.jconntrack.event.EventRecordDescriptor.LINUX;
import static io.jconntrack.event.EventRecordDescriptor.NANOS;
import static io.jconntrack.event.EventRecordDescriptor.NUMBER;
import static io.jconntrack.event.EventRecordDescriptor.SEQUENCE;
import static io.jconntrack.event.EventRecordDescriptor.TYPE;
import static io.jconntrack.event.EventRecordDescriptor.VERSION;
import static io.jconntrack.event.EventRecordDescriptor.VERSION_OFFSET;
import static io.jconntrack.event.EventRecordDescriptor.WORKER;

import io.jconntrack.table.Columns;
import io.jconntrack.table.CopiedEntry;
import io.jconntrack.table.EntryDescriptor;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An event and the copy of its connection, in memory of its own.
 */
final class RingRecord implements EventRecord, CopiedEntry {
    private final UnsafeBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(EventRecordDescriptor.RECORD_LENGTH));
    private final long address = buffer.addressOffset();
    private Columns columns = Columns.ofCopy(address + COLUMNS);
    private int which = Columns.which(address + COLUMNS);

    RingRecord() {
        // empty until its reader fills it
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Whether the buffer holds the event that belongs at a place in the stream. */
    boolean isSound(final long sequence) {
        return buffer.getByte(VERSION_OFFSET) == VERSION && type() != null && sequence() == sequence;
    }

    @Override
    public EventType type() {
        return EventType.of(buffer.getByte(TYPE));
    }

    @Override
    public int cause() {
        return buffer.getInt(CAUSE);
    }

    @Override
    public long sequence() {
        return buffer.getLong(SEQUENCE);
    }

    @Override
    public long nowNanos() {
        return buffer.getLong(NANOS);
    }

    @Override
    public int number() {
        return buffer.getInt(NUMBER);
    }

    @Override
    public long id() {
        return EntryDescriptor.id(entry(), number());
    }

    @Override
    public int worker() {
        return buffer.getInt(WORKER);
    }

    @Override
    public boolean isLinux() {
        return buffer.getByte(LINUX) != 0;
    }

    @Override
    public long entry() {
        return address + ENTRY;
    }

    @Override
    public Columns columns() {
        final int present = Columns.which(address + COLUMNS);
        if (present != which) {
            which = present;
            columns = Columns.ofCopy(address + COLUMNS);
        }
        return columns;
    }
}
