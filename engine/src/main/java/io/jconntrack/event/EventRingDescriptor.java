/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

import static io.jconntrack.event.EventRecordDescriptor.MESSAGE_TYPE;
import static io.jconntrack.event.EventRecordDescriptor.RECORD_LENGTH;
import static io.jconntrack.event.EventRecordDescriptor.SEQUENCE;
import static io.jconntrack.event.EventRecordDescriptor.VERSION;
import static io.jconntrack.event.EventRecordDescriptor.VERSION_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.broadcast.RecordDescriptor.msgOffset;
import static org.agrona.concurrent.broadcast.RecordDescriptor.typeOffset;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;

/**
 * The buffer of events: an Agrona broadcast buffer with nothing added.
 * <pre>
 *   0              256             512                     capacity
 *  +--------------+---------------+----- ... -------------+-------------+--------+--------+------+
 *  | record       | record        |                       | tail intent | tail   | latest | zero |
 *  +--------------+---------------+----- ... -------------+-------------+--------+--------+------+
 * </pre>
 * The three counters are positions in the stream, in bytes. Before the writer touches a record it moves the intent
 * behind it, and when it is complete the tail: what lies more than the capacity in front of the intent may be
 * overwritten, what lies behind the tail is not there yet.
 */
public final class EventRingDescriptor {
    /** Events that fit into the smallest buffer. */
    public static final int MIN_EVENTS = 16;
    /** Events that fit into the largest buffer. */
    public static final int MAX_EVENTS = 1 << 22;

    private EventRingDescriptor() {
    }

    /**
     * Length of a buffer.
     *
     * @param events that it holds, a power of two from {@link #MIN_EVENTS} to {@link #MAX_EVENTS}.
     * @return in bytes.
     * @throws IllegalArgumentException for another number.
     */
    public static int length(final int events) {
        if (!isPossible(events)) {
            throw new IllegalArgumentException("events must be a power of two from " + MIN_EVENTS + " to " + MAX_EVENTS
                + ": events=" + events);
        }
        return events * RECORD_LENGTH + TRAILER_LENGTH;
    }

    private static boolean isPossible(final int events) {
        return Integer.bitCount(events) == 1 && events >= MIN_EVENTS && events <= MAX_EVENTS;
    }

    static void checkLength(final int length) {
        final int capacity = length - TRAILER_LENGTH;
        if (capacity % RECORD_LENGTH != 0 || !isPossible(capacity / RECORD_LENGTH)) {
            throw new IllegalArgumentException("not the length of a buffer for events, which is " + RECORD_LENGTH
                + " times a power of two from " + MIN_EVENTS + " to " + MAX_EVENTS + ", plus " + TRAILER_LENGTH
                + ": length=" + length);
        }
    }

    static int capacity(final AtomicBuffer buffer) {
        return buffer.capacity() - TRAILER_LENGTH;
    }

    /** Position behind the last complete record; anything where there is no stream. */
    static long tail(final AtomicBuffer buffer) {
        return buffer.getLongVolatile(capacity(buffer) + BroadcastBufferDescriptor.TAIL_COUNTER_OFFSET);
    }

    /** Position behind the record that is being written, or was last. */
    static long intent(final AtomicBuffer buffer) {
        return buffer.getLongVolatile(capacity(buffer) + BroadcastBufferDescriptor.TAIL_INTENT_COUNTER_OFFSET);
    }

    static boolean isPosition(final long position) {
        return position >= 0 && position % RECORD_LENGTH == 0;
    }

    /** Whether a record bears the header of an event. */
    static boolean hasHeader(final AtomicBuffer buffer, final int at) {
        return buffer.getInt(lengthOffset(at)) == RECORD_LENGTH && buffer.getInt(typeOffset(at)) == MESSAGE_TYPE;
    }

    /**
     * Find where the stream goes on; where there is none, the buffer is zeroed.
     *
     * @return the position.
     */
    static long recover(final AtomicBuffer buffer) {
        final long tail = tail(buffer);
        final long ahead = intent(buffer) - tail;
        if (isPosition(tail) && (ahead == 0 || ahead == RECORD_LENGTH) && (tail == 0 || isSound(buffer, tail))) {
            return tail;
        }
        buffer.setMemory(0, buffer.capacity(), (byte)0);
        return 0;
    }

    /** Whether the last complete record is one of ours: a writer that is killed leaves only the next one torn. */
    private static boolean isSound(final AtomicBuffer buffer, final long tail) {
        final int at = (int)(tail - RECORD_LENGTH & capacity(buffer) - 1);
        return hasHeader(buffer, at) && buffer.getByte(msgOffset(at) + VERSION_OFFSET) == VERSION
            && buffer.getLong(msgOffset(at) + SEQUENCE) == tail / RECORD_LENGTH - 1;
    }
}
