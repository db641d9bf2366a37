/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.encodedMsgOffset;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.typeOffset;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TAIL_POSITION_OFFSET;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * The tracker's side of a ring. Used by one thread. Nothing is allocated and nothing thrown once it is attached,
 * whatever lies in the file.
 * <pre>
 *  final int count = reader.next();
 *  for (int i = 0; i &lt; count; i++) {
 *      track(reader.buffer(), reader.offset(i), reader.capturedLength(i), reader.originalLength(i), ...);
 *  }
 *  reader.done();
 * </pre>
 * The frames lie in the ring itself until {@link #done}. A batch is noted as taken before it is handed out. When the
 * process is killed before it was given back, the next reader counts its frames as lost and goes on behind it: no frame
 * is seen twice. docs/ring.md has the protocol.
 */
public final class RingReader implements AutoCloseable {
    /** Messages that one call of {@link #next} skips at the most. */
    private static final int MAX_SKIPS = 64;

    private final RingMapping mapping;
    private final AtomicBuffer words;
    private final AtomicBuffer trailer;
    private final UnsafeBuffer ring;
    private final RingCounters counters;
    private final BatchFrames found = new BatchFrames();
    private final int capacity;
    private final int headOffset;
    private final int tailOffset;

    private long head;
    private long end;
    private int count;
    private long first;
    /** The tail as it was when it was last looked at. */
    private long tail;
    private long unfinishedPosition = -1;
    private long unfinishedTail;
    private long brokenTail;

    private long frames;
    private long batches;
    private long lostAtRestart;
    private long lostInRing;
    private long halfWritten;
    private long corrupt;

    /**
     * Take a ring's reading side.
     *
     * @param file of the ring.
     * @return the reader.
     * @throws RingFormatException if the file is no ring.
     * @throws RingInUseException if another tracker lives.
     * @throws IOException if the file can't be opened for reading and writing.
     */
    public static RingReader attach(final Path file) throws IOException {
        final RingMapping mapping = RingMapping.attach(file, RingSide.TRACKER);
        return new RingReader(mapping, mapping.words, mapping.ring);
    }

    /**
     * Read a ring whose lock the caller has.
     *
     * @param mapping of the ring.
     * @param words that all stores before the ring go through.
     * @param trailer that all stores into the ring go through.
     */
    RingReader(final RingMapping mapping, final AtomicBuffer words, final AtomicBuffer trailer) {
        this.mapping = mapping;
        this.words = words;
        this.trailer = trailer;
        ring = mapping.ring;
        counters = new RingCounters(mapping);
        capacity = counters.capacity();
        headOffset = capacity + HEAD_POSITION_OFFSET;
        tailOffset = capacity + TAIL_POSITION_OFFSET;
        frames = counters.sane(RingDescriptor.FRAMES_OFFSET);
        batches = counters.sane(RingDescriptor.TAKEN_BATCHES_OFFSET);
        lostAtRestart = counters.sane(RingDescriptor.LOST_AT_RESTART_OFFSET);
        lostInRing = counters.sane(RingDescriptor.LOST_IN_RING_OFFSET);
        halfWritten = counters.sane(RingDescriptor.HALF_WRITTEN_OFFSET);
        corrupt = counters.sane(RingDescriptor.CORRUPT_OFFSET);
        head = ring.getLongVolatile(headOffset);
        tail = ring.getLongVolatile(tailOffset);
        if (isBehind(head, tail)) {
            recoverTaken();
        } else {
            head = 0;
            resynchronise();
        }
        final long given = counters.sane(RingDescriptor.NEXT_SEQUENCE_OFFSET);
        if (expected() > given) {
            countTo(given);
        }
    }

    /** The reader before may have taken the batch at the head: then nobody takes it again. */
    private void recoverTaken() {
        final long taken = word(RingDescriptor.TAKEN_POSITION_OFFSET);
        final long lost = word(RingDescriptor.TAKEN_COUNT_OFFSET);
        if (taken > head && taken <= tail && taken % ALIGNMENT == 0 && lost > 0
            && lost <= BatchDescriptor.MAX_FRAMES) {
            // from what was noted with it: whoever is killed here leaves the same for the next one
            frames = counters.sane(RingDescriptor.FRAMES_AT_TAKE_OFFSET);
            lostAtRestart = counters.sane(RingDescriptor.LOST_AT_TAKE_OFFSET) + lost;
            storeLosses();
            moveHead(taken);
        }
    }

    private long word(final int offset) {
        return words.getLongVolatile(offset);
    }

    private void storeLosses() {
        words.putLongRelease(RingDescriptor.FRAMES_OFFSET, frames);
        words.putLongRelease(RingDescriptor.LOST_AT_RESTART_OFFSET, lostAtRestart);
        words.putLongRelease(RingDescriptor.LOST_IN_RING_OFFSET, lostInRing);
    }

    /**
     * Take the next batch; one that was not given back is given back before.
     *
     * @return its frames, 1 to {@link BatchDescriptor#MAX_FRAMES}; 0 if there is none now.
     */
    public int next() {
        if (count > 0) {
            done();
        }
        for (int skips = 0; skips < MAX_SKIPS; skips++) {
            final int index = (int)head & capacity - 1;
            final int length = ring.getIntVolatile(lengthOffset(index));
            if (length <= 0) {
                if (!isStuck()) {
                    keepHead();
                    return 0;
                }
                resynchronise();
            } else if (isMessage(index, length)) {
                final int batch = encodedMsgOffset(index);
                final int type = ring.getInt(typeOffset(index));
                if (type == RingDescriptor.BATCH_TYPE) {
                    final int size = found.find(ring, batch, length - HEADER_LENGTH);
                    if (size > 0 && isInSequence(ring.getLong(batch + BatchDescriptor.SEQUENCE_OFFSET), size)) {
                        take(size);
                        return size;
                    }
                }
                skip(type);
            } else if (tail == head) {
                keepHead();
                return 0;
            } else {
                resynchronise();
            }
        }
        return 0;
    }

    /** A head that was damaged could tell the helper that there is no room: put it right. */
    private void keepHead() {
        if (ring.getLong(headOffset) != head) {
            moveHead(head);
        }
    }

    /** Whether a message of a length can lie at the head; sets where it ends. */
    private boolean isMessage(final int index, final int length) {
        if (length < HEADER_LENGTH || length > capacity - index) {
            tail = ring.getLongVolatile(tailOffset);
            return false;
        }
        end = head + BitUtil.align(length, ALIGNMENT);
        if (end > tail) {
            tail = ring.getLongVolatile(tailOffset);
        }
        return end <= tail && tail - head <= capacity;
    }

    private boolean isInSequence(final long sequence, final int size) {
        first = sequence;
        final long expected = expected();
        if (sequence == expected) {
            return true;
        }
        final long given = counters.sane(RingDescriptor.NEXT_SEQUENCE_OFFSET);
        if (sequence < 0 || sequence > given - size || sequence < expected && expected <= given) {
            // numbers that nobody gave yet, or that were seen before: bytes gone wrong
            return false;
        }
        if (sequence < expected) {
            countTo(sequence);
            return true;
        }
        // the frames before it were lost
        lostInRing += sequence - expected;
        words.putLongRelease(RingDescriptor.LOST_IN_RING_OFFSET, lostInRing);
        return true;
    }

    /** The counts say more frames than were ever handed over: damage; let them end at a number. */
    private void countTo(final long sequence) {
        noteCorrupt();
        lostAtRestart = Math.min(lostAtRestart, sequence);
        frames = Math.min(frames, sequence - lostAtRestart);
        lostInRing = sequence - lostAtRestart - frames;
        storeLosses();
    }

    private long expected() {
        return frames + lostAtRestart + lostInRing;
    }

    private void take(final int size) {
        count = size;
        words.putLongRelease(RingDescriptor.FRAMES_AT_TAKE_OFFSET, frames);
        words.putLongRelease(RingDescriptor.LOST_AT_TAKE_OFFSET, lostAtRestart);
        words.putLongRelease(RingDescriptor.TAKEN_COUNT_OFFSET, size);
        words.putLongRelease(RingDescriptor.TAKEN_POSITION_OFFSET, end);
    }

    /** Give the batch back; its frames must not be looked at any more. Does nothing when there is none. */
    public void done() {
        if (count > 0) {
            frames += count;
            batches++;
            count = 0;
            words.putLongRelease(RingDescriptor.FRAMES_OFFSET, frames);
            words.putLongRelease(RingDescriptor.TAKEN_BATCHES_OFFSET, batches);
            moveHead(end);
        }
    }

    private void skip(final int type) {
        if (type == RingDescriptor.HALF_WRITTEN_TYPE) {
            halfWritten++;
            words.putLongRelease(RingDescriptor.HALF_WRITTEN_OFFSET, halfWritten);
        } else if (type != RingBuffer.PADDING_MSG_TYPE_ID) {
            noteCorrupt();
        }
        moveHead(end);
    }

    /**
     * Whether the message at the head will never come. One that a helper is about to write is the last one before the
     * tail: it is stuck when the tail has moved on without it.
     */
    private boolean isStuck() {
        tail = ring.getLongVolatile(tailOffset);
        if (tail == head) {
            return false;
        }
        if (isBehind(head, tail)) {
            final boolean isFirstLook = unfinishedPosition != head;
            if (tail - head <= RingDescriptor.maxClaim(capacity) && (isFirstLook || unfinishedTail == tail)) {
                unfinishedPosition = head;
                unfinishedTail = tail;
                return false;
            }
        }
        // the tail was read after the length: the message may have come in between
        return ring.getIntVolatile(lengthOffset((int)head & capacity - 1)) <= 0;
    }

    /** Go on at the producer's position: what is before it makes no sense. */
    private void resynchronise() {
        tail = ring.getLongVolatile(tailOffset);
        if (isPosition(tail)) {
            noteCorrupt();
            moveHead(tail);
        } else if (tail != brokenTail) {
            // nowhere to go until the producer puts its position right
            brokenTail = tail;
            noteCorrupt();
        }
    }

    private void noteCorrupt() {
        corrupt++;
        words.putLongRelease(RingDescriptor.CORRUPT_OFFSET, corrupt);
    }

    private static boolean isPosition(final long position) {
        return position >= 0 && position % ALIGNMENT == 0;
    }

    private boolean isBehind(final long position, final long producer) {
        return isPosition(position) && isPosition(producer) && producer >= position
            && producer - position <= capacity;
    }

    private void moveHead(final long position) {
        head = position;
        trailer.putLongRelease(headOffset, position);
    }

    /**
     * What the frames lie in.
     *
     * @return the ring, always the same buffer, off-heap.
     */
    public UnsafeBuffer buffer() {
        return ring;
    }

    /**
     * Where a frame's first byte is.
     *
     * @param index of the frame in the batch, from 0 on.
     * @return offset in {@link #buffer()}.
     */
    public int offset(final int index) {
        return found.offsets[index] + FrameDescriptor.HEAD_LENGTH;
    }

    /**
     * Captured bytes of a frame.
     *
     * @param index of the frame in the batch, from 0 on.
     * @return in bytes, all of them in {@link #buffer()}.
     */
    public int capturedLength(final int index) {
        return found.captured[index];
    }

    /**
     * Bytes of a frame on the wire.
     *
     * @param index of the frame in the batch, from 0 on.
     * @return in bytes, a VLAN tag aside that the kernel took out.
     */
    public int originalLength(final int index) {
        return ring.getInt(found.offsets[index] + FrameDescriptor.ORIGINAL_LENGTH_OFFSET);
    }

    /**
     * When the kernel saw a frame.
     *
     * @param index of the frame in the batch, from 0 on.
     * @return nanoseconds since 1970.
     */
    public long timestampNanos(final int index) {
        return ring.getLong(found.offsets[index] + FrameDescriptor.TIMESTAMP_OFFSET);
    }

    /**
     * Link type of a frame.
     *
     * @param index of the frame in the batch, from 0 on.
     * @return LINKTYPE_ number.
     */
    public int linkType(final int index) {
        return ring.getShort(found.offsets[index] + FrameDescriptor.LINK_TYPE_OFFSET) & 0xFFFF;
    }

    /**
     * What the kernel told about a frame.
     *
     * @param index of the frame in the batch, from 0 on.
     * @return see {@link FrameFlags}.
     */
    public int flags(final int index) {
        return ring.getShort(found.offsets[index] + FrameDescriptor.FLAGS_OFFSET) & 0xFFFF;
    }

    /**
     * VLAN tag that the kernel took out of a frame.
     *
     * @param index of the frame in the batch, from 0 on.
     * @return TPID in the upper 16 bits, TCI in the lower; 0 for none.
     */
    public int vlan(final int index) {
        return ring.getInt(found.offsets[index] + FrameDescriptor.VLAN_OFFSET);
    }

    /**
     * Number of a batch's first frame; the helpers number all that they hand over, without gaps.
     *
     * @return from 0 on.
     */
    public long sequence() {
        return first;
    }

    /**
     * Show that the tracker works.
     *
     * @param epochMillis milliseconds since 1970.
     */
    public void heartbeat(final long epochMillis) {
        words.putLongRelease(RingDescriptor.TRACKER_HEARTBEAT_OFFSET, epochMillis);
    }

    /**
     * Counters of both sides.
     *
     * @return a view, good until this is closed.
     */
    public RingCounters counters() {
        return counters;
    }

    /** Give the batch back, if there is one, and let the ring's reading side go. */
    @Override
    public void close() {
        if (!mapping.isClosed()) {
            done();
            mapping.close();
        }
    }
}
