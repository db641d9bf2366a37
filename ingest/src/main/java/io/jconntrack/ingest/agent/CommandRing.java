/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The worker's side of a command ring, an Agrona {@link ManyToOneRingBuffer}. Anybody who may write the file may write
 * anything into it at any time, so lengths and positions are read once and checked before they are used; when they
 * can't be right, all that waits is thrown away.
 */
final class CommandRing {
    private static final int PADDING = -1;
    /** Room that the longest command needs, with padding of the same length in front of it. */
    private static final int LONGEST = 2 * BitUtil.align(CommandDescriptor.length(CommandDescriptor.MAX_COUNT)
        + RecordDescriptor.HEADER_LENGTH, RecordDescriptor.ALIGNMENT);

    private final UnsafeBuffer buffer;
    private final ManyToOneRingBuffer ring;
    private final int capacity;
    /** Own copy: nobody else moves it. */
    private long head;
    /** Bytes of the record that is being carried out, or 0. */
    private int length;
    private int type;
    private long damages;

    /** Takes the messages. */
    interface Handler {
        /** Do a command, or a piece of it; false to be called with it again. */
        boolean onCommand(int type, UnsafeBuffer buffer, int offset, int length);
    }

    CommandRing(final UnsafeBuffer buffer) {
        this.buffer = buffer;
        ring = new ManyToOneRingBuffer(buffer);
        capacity = ring.capacity();
        head = ring.consumerPosition();
    }

    private long tail() {
        return buffer.getLongVolatile(capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET);
    }

    private int index() {
        return (int)head & capacity - 1;
    }

    /** Bytes from the oldest message on, or what somebody wants us to believe. */
    private long size() {
        return tail() - head;
    }

    /** Hand over the oldest message, or go on with it; false when there is none. */
    boolean poll(final Handler handler) {
        if (length == 0 && !next()) {
            return false;
        }
        boolean done = true;
        try {
            done = type == PADDING || handler.onCommand(type, buffer, index() + RecordDescriptor.HEADER_LENGTH,
                length - RecordDescriptor.HEADER_LENGTH);
        } finally {
            // also after an error: the next command follows
            if (done) {
                consume();
            }
        }
        return true;
    }

    private boolean next() {
        final long size = size();
        if (size == 0) {
            return false;
        }
        final int recordLength = size < 0 || size > capacity ? 0 : buffer.getIntVolatile(index());
        if (recordLength <= 0 && size > 0 && size <= capacity) {
            return false;
        }
        if (recordLength < RecordDescriptor.HEADER_LENGTH || recordLength > size
            || recordLength > capacity - index()) {
            discardAll();
            return false;
        }
        length = recordLength;
        type = buffer.getInt(RecordDescriptor.typeOffset(index()));
        return true;
    }

    private void consume() {
        final int aligned = Math.min(BitUtil.align(length, RecordDescriptor.ALIGNMENT), capacity - index());
        buffer.setMemory(index(), aligned, (byte)0);
        length = 0;
        moveTo(head + aligned);
    }

    private void moveTo(final long position) {
        head = position;
        buffer.putLongRelease(capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET, position);
    }

    /** Begin again behind all that was written. */
    private void discardAll() {
        damages++;
        final long tail = tail();
        final long aligned = BitUtil.align(tail, RecordDescriptor.ALIGNMENT);
        buffer.compareAndSetLong(capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET, tail, aligned);
        buffer.setMemory(0, capacity, (byte)0);
        moveTo(aligned);
    }

    /** A message waits whose writer has not finished it. */
    boolean isStalled() {
        return length == 0 && size() != 0;
    }

    /** Messages consumed, in bytes. */
    long position() {
        return head;
    }

    /**
     * Skip the message that its writer left unfinished. When none follows it that takes until the next comes; where the
     * next has no room, or more is claimed than was written, all is thrown away.
     */
    void unblock() {
        moveTo(head);
        final long claimed = -(long)buffer.getIntVolatile(index());
        if (claimed > size()) {
            // skipped, it would take the next message with it
            discardAll();
            return;
        }
        if (!ring.unblock()) {
            skipToStart();
        }
        final int recordLength = buffer.getIntVolatile(index());
        if (size() != 0 && (recordLength < 0 || recordLength == 0 && capacity - size() < LONGEST)) {
            discardAll();
        }
    }

    /**
     * Go on at the ring's start when more was claimed there: what is unfinished reaches up to the end, behind which
     * Agrona does not look for the next message.
     */
    private void skipToStart() {
        final int left = capacity - index();
        if (size() > left && isEmptyToTheEnd()) {
            moveTo(head + left);
        }
    }

    private boolean isEmptyToTheEnd() {
        for (int at = index(); at < capacity; at += RecordDescriptor.ALIGNMENT) {
            if (buffer.getIntVolatile(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** How often all was thrown away. */
    long damages() {
        return damages;
    }
}
