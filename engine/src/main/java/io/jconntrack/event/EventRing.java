/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

import static io.jconntrack.event.EventRecordDescriptor.CAUSE;
import static io.jconntrack.event.EventRecordDescriptor.COLUMNS;
import static io.jconntrack.event.EventRecordDescriptor.ENTRY;
import static io.jconntrack.event.EventRecordDescriptor.LENGTH;
import static io.jconntrack.event.EventRecordDescriptor.LINUX;
import static io.jconntrack.event.EventRecordDescriptor.MESSAGE_TYPE;
import static io.jconntrack.event.EventRecordDescriptor.NANOS;
import static io.jconntrack.event.EventRecordDescriptor.NUMBER;
import static io.jconntrack.event.EventRecordDescriptor.RECORD_LENGTH;
import static io.jconntrack.event.EventRecordDescriptor.SEQUENCE;
import static io.jconntrack.event.EventRecordDescriptor.TYPE;
import static io.jconntrack.event.EventRecordDescriptor.VERSION;
import static io.jconntrack.event.EventRecordDescriptor.VERSION_OFFSET;
import static io.jconntrack.event.EventRecordDescriptor.WORKER;

import io.jconntrack.entry.TableInfo;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import java.nio.ByteBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/**
 * Publishes the events of one tracker on a broadcast buffer from which any number of processes read
 * ({@link EventReader}). Writing never waits for a reader: who is too slow loses the oldest events and learns how many.
 * <p>
 * The buffer survives its writer: a new ring on the same buffer goes on with the next sequence number, also when the
 * last writer was killed in the middle of an event: that one was never published. Its first event is
 * {@link EventType#START}. The thread of the tracker uses it; nothing is allocated.
 */
public final class EventRing implements EventListener {
    private final BroadcastTransmitter transmitter;
    private final ConnectionTable table;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(RECORD_LENGTH));
    private final long address = event.addressOffset();
    private long sequence;

    /**
     * A ring that goes on with the stream that is in the buffer, or begins one where there is none that this version
     * can read.
     *
     * @param buffer of {@link EventRingDescriptor#length} bytes, used by no other writer; for other processes a file
     *     that is mapped. Must stay mapped while the ring is used.
     * @param table whose events are published, as its worker sees it: the tracker's own.
     * @param profile that names the states.
     * @param nowNanos the caller's time, for {@link EventType#START}.
     * @throws IllegalArgumentException for a buffer of another length.
     */
    public EventRing(final AtomicBuffer buffer, final TableInfo table, final Profile profile,
        final long nowNanos) {
        EventRingDescriptor.checkLength(buffer.capacity());
        this.table = (ConnectionTable)table;
        sequence = EventRingDescriptor.recover(buffer) / RECORD_LENGTH;
        transmitter = new BroadcastTransmitter(buffer);
        event.putByte(VERSION_OFFSET, (byte)VERSION);
        event.putByte(LINUX, (byte)(profile == Profile.LINUX ? 1 : 0));
        event.putInt(WORKER, table.worker());
        publish(EventType.START, 0, -1, nowNanos);
    }

    @Override
    public void onEvent(final EventType type, final int cause, final int number, final long nowNanos) {
        final long from = table.entry(number);
        final long to = address + ENTRY;
        for (int at = 0; at < EntryDescriptor.LENGTH; at += 8) {
            UnsafeApi.putLong(to + at, UnsafeApi.getLong(from + at));
        }
        table.columns().copyTo(number, address + COLUMNS);
        publish(type, cause, number, nowNanos);
    }

    private void publish(final EventType type, final int cause, final int number, final long nowNanos) {
        event.putByte(TYPE, (byte)type.ordinal());
        event.putInt(CAUSE, cause);
        event.putLong(SEQUENCE, sequence++);
        event.putLong(NANOS, nowNanos);
        event.putInt(NUMBER, number);
        transmitter.transmit(MESSAGE_TYPE, event, 0, LENGTH);
    }

    /**
     * Events in the stream so far, those of earlier writers included.
     *
     * @return the sequence number of the next one.
     */
    public long sequence() {
        return sequence;
    }
}
