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

import io.jconntrack.entry.EntryCopy;
import io.jconntrack.table.Columns;
import io.jconntrack.table.EntryDescriptor;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An event with a copy of its connection, in memory of its own. Each reader has one and fills it anew for each event.
 */
public final class EventRecord implements EntryCopy {
    private final UnsafeBuffer buffer =
        new UnsafeBuffer(ByteBuffer.allocateDirect(EventRecordDescriptor.RECORD_LENGTH));
    private final long address = buffer.addressOffset();
    private Columns columns = Columns.ofCopy(address + COLUMNS);
    private int which = Columns.which(address + COLUMNS);

    EventRecord() {
        // empty until its reader fills it
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Whether the buffer holds the event that belongs at a place in the stream. */
    boolean isSound(final long sequence) {
        return buffer.getByte(VERSION_OFFSET) == VERSION && type() != null && sequence() == sequence;
    }

    /**
     * What it tells.
     *
     * @return the type.
     */
    public EventType type() {
        return EventType.of(buffer.getByte(TYPE));
    }

    /**
     * Why it was given.
     *
     * @return bits of {@link EventCause}.
     */
    public int cause() {
        return buffer.getInt(CAUSE);
    }

    /**
     * Its place in the stream of its worker.
     *
     * @return how many events came before it.
     */
    public long sequence() {
        return buffer.getLong(SEQUENCE);
    }

    /**
     * When it happened.
     *
     * @return nanoseconds of the tracker's time.
     */
    public long nowNanos() {
        return buffer.getLong(NANOS);
    }

    /**
     * Number of the entry. No two connections that live in a table have the same.
     *
     * @return 0 and up; -1 for {@link EventType#START}.
     */
    @Override
    public int number() {
        return buffer.getInt(NUMBER);
    }

    /**
     * The connection's number, which stays while it lives and is another one for the next that uses the entry.
     *
     * @return see {@link EntryDescriptor#id}.
     */
    public long id() {
        return EntryDescriptor.id(entry(), number());
    }

    /**
     * The worker that tracks the connection.
     *
     * @return its number, from 0.
     */
    public int worker() {
        return buffer.getInt(WORKER);
    }

    /**
     * Whether states are named as in the linux profile.
     *
     * @return false for classic.
     */
    @Override
    public boolean isLinux() {
        return buffer.getByte(LINUX) != 0;
    }

    /**
     * The copy of the entry.
     *
     * @return its address, for a view such as io.jconntrack.Connection; it holds the next event after the next read.
     */
    @Override
    public long entry() {
        return address + ENTRY;
    }

    /**
     * The copy of what the table keeps beside the entry.
     *
     * @return columns with one entry, number 0.
     */
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
