/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static io.jconntrack.ingest.ring.RingDescriptor.HALF_WRITTEN_TYPE;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.encodedMsgOffset;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.typeOffset;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TAIL_POSITION_OFFSET;

import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Brings a ring into order that a helper may have left at any instruction. Only the one that has the helper's lock does
 * that; a tracker may read meanwhile.
 * <p>
 * The only thing that a dead helper can leave in disorder is its last claim: all that lies from the first message
 * without a positive length up to the tail. It becomes a message of its own type. Everything is written before the
 * length that makes it valid, so that a kill amid the repair leaves the same disorder for the next helper.
 */
final class RingRepair {
    private final AtomicBuffer ring;
    private final int capacity;
    private long sequenceAfter;

    /**
     * For a ring.
     *
     * @param ring with its trailer.
     * @param capacity in bytes.
     */
    RingRepair(final AtomicBuffer ring, final int capacity) {
        this.ring = ring;
        this.capacity = capacity;
    }

    /**
     * Do it.
     *
     * @param file for messages.
     * @return the tail.
     * @throws RingFormatException if the positions make no sense, so that nothing can be written.
     */
    long repair(final Path file) throws RingFormatException {
        final long head = ring.getLongVolatile(capacity + HEAD_POSITION_OFFSET);
        final long tail = ring.getLongVolatile(capacity + TAIL_POSITION_OFFSET);
        if (tail < 0 || tail % ALIGNMENT != 0) {
            throw new RingFormatException(file, "tail", tail, "a multiple of " + ALIGNMENT + " from 0 on");
        }
        if (head < 0 || head % ALIGNMENT != 0 || head > tail || tail - head > capacity - HEADER_LENGTH) {
            throw new RingFormatException(file, "head", head, "a multiple of " + ALIGNMENT + " from "
                + Math.max(0, tail - capacity + HEADER_LENGTH) + " to tail=" + tail);
        }
        ring.putLong(capacity + HEAD_CACHE_POSITION_OFFSET, head);
        // a helper that moved the tail may not have come to this
        ring.putLong(index(tail), 0);
        final long halfWritten = firstUnfinished(head, tail);
        if (halfWritten < tail && tail - halfWritten <= RingDescriptor.maxClaim(capacity)) {
            replace(halfWritten, tail);
        }
        return tail;
    }

    /** Position of the first message that is not there, tail if all are; where lengths make no sense, tail as well. */
    private long firstUnfinished(final long head, final long tail) {
        long position = head;
        while (position < tail) {
            final int index = index(position);
            final int length = ring.getIntVolatile(lengthOffset(index));
            if (length <= 0) {
                return position;
            }
            final long room = Math.min(capacity - index, tail - position);
            if (length < HEADER_LENGTH || length > room || BitUtil.align(length, ALIGNMENT) > room) {
                // the tracker will find it and go on behind
                return tail;
            }
            note(index, length - HEADER_LENGTH);
            position += BitUtil.align(length, ALIGNMENT);
        }
        return tail;
    }

    private void note(final int index, final int length) {
        if (ring.getInt(typeOffset(index)) == RingDescriptor.BATCH_TYPE && length >= BatchDescriptor.HEAD_LENGTH) {
            final int batch = encodedMsgOffset(index);
            sequenceAfter = ring.getLong(batch + BatchDescriptor.SEQUENCE_OFFSET)
                + (ring.getShort(batch + BatchDescriptor.FRAMES_OFFSET) & 0xFFFF);
        }
    }

    private void replace(final long position, final long tail) {
        final int index = index(position);
        final int toEnd = capacity - index;
        final int length = (int)(tail - position);
        if (length <= toEnd) {
            ring.putInt(typeOffset(index), HALF_WRITTEN_TYPE);
            ring.putIntRelease(lengthOffset(index), length);
        } else {
            // the claim went on at the start: what is before becomes padding, last
            ring.putInt(typeOffset(0), HALF_WRITTEN_TYPE);
            ring.putInt(lengthOffset(0), length - toEnd);
            ring.putInt(typeOffset(index), org.agrona.concurrent.ringbuffer.RingBuffer.PADDING_MSG_TYPE_ID);
            ring.putIntRelease(lengthOffset(index), toEnd);
        }
    }

    private int index(final long position) {
        return (int)position & capacity - 1;
    }

    /**
     * Sequence number after the last batch that lies in the ring, as far as {@link #repair} came.
     *
     * @return 0 when there is none.
     */
    long sequenceAfter() {
        return sequenceAfter;
    }
}
