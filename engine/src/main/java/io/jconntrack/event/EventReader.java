/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

import static io.jconntrack.event.EventRecordDescriptor.LENGTH;
import static io.jconntrack.event.EventRecordDescriptor.RECORD_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.msgOffset;

import java.lang.invoke.VarHandle;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Reads the events of one worker from its buffer, in any process: it only loads from the buffer, so a read-only mapping
 * will do. One per reading thread.
 * <p>
 * <b>Loss.</b> The writer never waits. An event is copied and counts only if the writer did not come near it meanwhile;
 * a reader that was overtaken goes on with the oldest events that are still there, leaving out a few more that the
 * writer will reach next, and counts exactly how many it has lost. {@link #next} is bounded and never throws.
 */
public final class EventReader {
    /** Of the buffer that a reader that was overtaken keeps away from the writer: one part in so many. */
    private static final int MARGIN = 8;
    /** How often a reader that is overtaken again and again tries, before it has a pause. */
    private static final int TRIES = 16;

    private final AtomicBuffer buffer;
    private final int capacity;
    private final RingRecord event = new RingRecord();
    private long position;
    private long lost;

    /**
     * A reader of the events to come.
     *
     * @param buffer of an {@link EventRing}; must stay mapped while the reader is used.
     * @throws IllegalArgumentException for a buffer of another length than a ring's.
     */
    public EventReader(final AtomicBuffer buffer) {
        EventRingDescriptor.checkLength(buffer.capacity());
        this.buffer = buffer;
        capacity = EventRingDescriptor.capacity(buffer);
        final long tail = EventRingDescriptor.tail(buffer);
        position = EventRingDescriptor.isPosition(tail) ? tail : 0;
    }

    /**
     * Go back to the oldest event that is still in the buffer.
     *
     * @return this.
     */
    public EventReader fromOldest() {
        position = oldest(0);
        return this;
    }

    /** Position of the oldest event that the writer has not reached, and does not reach with so many bytes more. */
    private long oldest(final long margin) {
        final long tail = EventRingDescriptor.tail(buffer);
        final long intent = EventRingDescriptor.intent(buffer);
        return EventRingDescriptor.isPosition(tail) && EventRingDescriptor.isPosition(intent)
            ? Math.clamp(intent - capacity + margin, 0, tail) : 0;
    }

    /**
     * Read the next event.
     *
     * @return whether there was one; then {@link #event()} has it. {@link #lost()} may have grown either way.
     */
    public boolean next() {
        for (int i = 0; i < TRIES; i++) {
            final long tail = EventRingDescriptor.tail(buffer);
            if (tail == position || !EventRingDescriptor.isPosition(tail)) {
                return false;
            }
            if (tail < position) {
                // a writer found a buffer that it could not go on with, and began anew
                position = oldest(0);
            } else if (!isThere()) {
                final long next = Math.max(position, oldest(capacity / MARGIN));
                lost += (next - position) / RECORD_LENGTH;
                position = next;
            } else if (copy()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the writer has not come to the present position again. */
    private boolean isThere() {
        return position + capacity - EventRingDescriptor.intent(buffer) >= 0;
    }

    private boolean copy() {
        final int at = (int)position & capacity - 1;
        final boolean hasHeader = EventRingDescriptor.hasHeader(buffer, at);
        event.buffer().putBytes(0, buffer, msgOffset(at), LENGTH);
        // the writer's intent is read after the copy
        VarHandle.acquireFence();
        if (!isThere()) {
            return false;
        }
        final boolean sound = hasHeader && event.isSound(position / RECORD_LENGTH);
        if (!sound) {
            // somebody else wrote into the buffer, or a writer of another version
            lost++;
        }
        position += RECORD_LENGTH;
        return sound;
    }

    /**
     * The event that was read last.
     *
     * @return the same object at each call; it has other contents after the next read.
     */
    public EventRecord event() {
        return event;
    }

    /**
     * Events that were overwritten before they were read.
     *
     * @return count since the reader was made.
     */
    public long lost() {
        return lost;
    }

    /**
     * Read what is there.
     *
     * @param handler of events and losses, in their order.
     * @param limit of events in this call.
     * @return events read.
     */
    public int poll(final EventHandler handler, final int limit) {
        int count = 0;
        long told = lost;
        boolean more = true;
        while (more && count < limit) {
            more = next();
            if (lost != told) {
                handler.onLoss(lost - told);
                told = lost;
            }
            if (more) {
                handler.onEvent(event);
                count++;
            }
        }
        return count;
    }
}
