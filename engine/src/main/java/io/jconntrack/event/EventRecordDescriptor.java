/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

import io.jconntrack.table.Columns;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.concurrent.broadcast.RecordDescriptor;

/**
 * Layout of an event: a message of 248 bytes in an Agrona broadcast buffer, whose records with their headers so are 256
 * bytes each. Fields are in the machine's own byte order.
 * <pre>
 *   0    1    2    3    4         8                 16                24
 *  +----+----+----+----+---------+-----------------+-----------------+
 *  |VERS|TYPE|LINX|    | CAUSE   | SEQUENCE        | NANOS           |
 *  +----+----+----+----+---------+-----------------+-----------------+
 *   24        28        32                          160                        224     248
 *  +---------+---------+---------------------------+--------------------------+-------+
 *  | NUMBER  | WORKER  | ENTRY: a copy of it       | COLUMNS: a copy of them  | zero  |
 *  |         |         | ({@link EntryDescriptor}) | ({@link Columns})        |       |
 *  +---------+---------+---------------------------+--------------------------+-------+
 * </pre>
 * Records have one length and the buffer's capacity is a multiple of it: there is no padding, a record's position in
 * the stream is its sequence number times 256, and so the buffer itself keeps the count, whatever happens to its
 * writer.
 */
final class EventRecordDescriptor {
    /** Version of this layout. */
    public static final int VERSION = 1;
    /** Bytes of a record with the header that Agrona puts in front of it. */
    public static final int RECORD_LENGTH = 256;
    /** Bytes of an event. */
    public static final int LENGTH = RECORD_LENGTH - RecordDescriptor.HEADER_LENGTH;
    /** Type of the message as Agrona means it. */
    public static final int MESSAGE_TYPE = 1;

    /** Version of the layout, one byte. */
    public static final int VERSION_OFFSET = 0;
    /** Ordinal of the {@link EventType}, one byte. */
    public static final int TYPE = 1;
    /** Whether states are named as in the linux profile, one byte, 0 or 1. */
    public static final int LINUX = 2;
    /** Bits of {@link EventCause}. */
    public static final int CAUSE = 4;
    /** How many events came before it in this stream. */
    public static final int SEQUENCE = 8;
    /** When it happened, in the tracker's time. */
    public static final int NANOS = 16;
    /** Number of the entry; -1 for START. */
    public static final int NUMBER = 24;
    /** Number of the worker. */
    public static final int WORKER = 28;
    /** Copy of the entry. */
    public static final int ENTRY = 32;
    /** Copy of what is kept beside it. */
    public static final int COLUMNS = ENTRY + EntryDescriptor.LENGTH;
    /** What follows is zero. */
    public static final int END = COLUMNS + Columns.COPY_LENGTH;

    private EventRecordDescriptor() {
    }
}
