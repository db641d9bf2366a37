/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static io.jconntrack.ingest.ring.RingDescriptor.NEXT_SEQUENCE_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TAIL_POSITION_OFFSET;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The capture helper's side of a ring: collects frames in memory of its own and hands them over batch by batch. Used by
 * one thread. Never blocks; what does not fit is dropped and counted.
 * <p>
 * A frame is on the ring after {@link #flush}, or when {@link BatchDescriptor#MAX_FRAMES} are together. The process may
 * be killed at any instruction: the tracker goes on with what the next writer hands over.
 */
public final class RingWriter implements FrameSink, AutoCloseable {
    private static final int SHORT_FRAME = 128;

    private final RingMapping mapping;
    private final AtomicBuffer words;
    private final AtomicBuffer buffer;
    private final OneToOneRingBuffer ring;
    private final RingCounters counters;
    private final int limit;
    private final int maxCaptured;
    private final int tailOffset;
    private final int headCacheOffset;
    private final UnsafeBuffer staging;
    private final long stagingAddress;

    private int at = BatchDescriptor.HEAD_LENGTH;
    private int count;
    private long batchBytes;
    private int batchTruncated;
    private int batchCut;

    private long tail;
    private long sequence;
    private long bytes;
    private long batches;
    private long droppedFrames;
    private long droppedBytes;
    private long kernelDrops;
    private long truncated;
    private long cut;
    private long notIp;

    /**
     * Take a ring's writing side.
     *
     * @param file of the ring.
     * @return the writer.
     * @throws RingFormatException if the file is no ring.
     * @throws RingInUseException if another helper lives.
     * @throws IOException if the file can't be opened for reading and writing.
     */
    public static RingWriter attach(final Path file) throws IOException {
        final RingMapping mapping = RingMapping.attach(file, RingSide.HELPER);
        try {
            return new RingWriter(mapping, mapping.words, mapping.ring);
        } catch (final IOException | RuntimeException e) {
            mapping.close();
            throw e;
        }
    }

    /**
     * Write to a ring whose lock the caller has.
     *
     * @param mapping of the ring.
     * @param words that all stores before the ring go through.
     * @param buffer that all stores into the ring go through.
     * @throws RingFormatException if its positions make no sense.
     */
    RingWriter(final RingMapping mapping, final AtomicBuffer words, final AtomicBuffer buffer)
        throws RingFormatException {
        this.mapping = mapping;
        this.words = words;
        this.buffer = buffer;
        ring = new OneToOneRingBuffer(buffer);
        counters = new RingCounters(mapping);
        limit = Math.min(ring.maxMsgLength(), BatchDescriptor.MAX_LENGTH) & -FrameDescriptor.ALIGNMENT;
        maxCaptured = limit - BatchDescriptor.HEAD_LENGTH - FrameDescriptor.HEAD_LENGTH;
        tailOffset = ring.capacity() + TAIL_POSITION_OFFSET;
        headCacheOffset = ring.capacity() + HEAD_CACHE_POSITION_OFFSET;
        staging = new UnsafeBuffer(BufferUtil.allocateDirectAligned(limit, 64));
        stagingAddress = staging.addressOffset();
        final RingRepair repair = new RingRepair(buffer, ring.capacity());
        tail = repair.repair(mapping.file);
        // the word is right but for a broken file; then nothing that the tracker saw is to be numbered again
        sequence = Math.max(counters.sane(NEXT_SEQUENCE_OFFSET),
            Math.max(RingCounters.sane(repair.sequenceAfter()), counters.accounted()));
        words.putLongRelease(NEXT_SEQUENCE_OFFSET, sequence);
        bytes = counters.sane(RingDescriptor.BYTES_OFFSET);
        batches = counters.sane(RingDescriptor.BATCHES_OFFSET);
        droppedFrames = counters.sane(RingDescriptor.DROPPED_FRAMES_OFFSET);
        droppedBytes = counters.sane(RingDescriptor.DROPPED_BYTES_OFFSET);
        kernelDrops = counters.sane(RingDescriptor.KERNEL_DROPS_OFFSET);
        truncated = counters.sane(RingDescriptor.TRUNCATED_OFFSET);
        cut = counters.sane(RingDescriptor.CUT_OFFSET);
        notIp = counters.sane(RingDescriptor.NOT_IP_OFFSET);
    }

    @Override
    public void frame(final long timestampNanos, final long address, final int capturedLength,
        final int originalLength, final int linkType, final int flags, final int vlan) {
        final int kept = Math.clamp(capturedLength, 0, maxCaptured);
        final int length = FrameDescriptor.length(kept);
        if (at + length > limit) {
            flush();
        }
        final int offset = at;
        final int onWire = Math.max(capturedLength, originalLength);
        int allFlags = flags;
        if (kept < onWire) {
            allFlags |= FrameFlags.TRUNCATED;
            batchTruncated++;
            if (kept < capturedLength) {
                batchCut++;
            }
        }
        // by address: the checks of a buffer cost more than the stores; at + length <= limit holds
        final long to = stagingAddress + offset;
        UnsafeApi.putLong(to + FrameDescriptor.TIMESTAMP_OFFSET, timestampNanos);
        UnsafeApi.putInt(to + FrameDescriptor.ORIGINAL_LENGTH_OFFSET, onWire);
        UnsafeApi.putInt(to + FrameDescriptor.CAPTURED_LENGTH_OFFSET, kept);
        UnsafeApi.putShort(to + FrameDescriptor.LINK_TYPE_OFFSET, (short)linkType);
        UnsafeApi.putShort(to + FrameDescriptor.FLAGS_OFFSET, (short)allFlags);
        UnsafeApi.putInt(to + FrameDescriptor.VLAN_OFFSET, vlan);
        if (kept > 0) {
            UnsafeApi.putLong(to + length - FrameDescriptor.ALIGNMENT, 0);
            copy(address, to + FrameDescriptor.HEAD_LENGTH, kept);
        }
        at = offset + length;
        batchBytes += onWire;
        if (++count == BatchDescriptor.MAX_FRAMES) {
            flush();
        }
    }

    /** Most frames are short: for them a loop costs less than a call. */
    private static void copy(final long from, final long to, final int length) {
        if (length > SHORT_FRAME) {
            UnsafeApi.copyMemory(from, to, length);
            return;
        }
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            UnsafeApi.putLong(to + i, UnsafeApi.getLong(from + i));
        }
        for (; i < length; i++) {
            UnsafeApi.putByte(to + i, UnsafeApi.getByte(from + i));
        }
    }

    @Override
    public void flush() {
        if (count > 0) {
            send();
            at = BatchDescriptor.HEAD_LENGTH;
            count = 0;
            batchBytes = 0;
            batchTruncated = 0;
            batchCut = 0;
        }
    }

    private void send() {
        staging.putShort(BatchDescriptor.VERSION_OFFSET, (short)BatchDescriptor.VERSION);
        staging.putShort(BatchDescriptor.FRAMES_OFFSET, (short)count);
        staging.putInt(BatchDescriptor.LENGTH_OFFSET, at);
        staging.putLong(BatchDescriptor.SEQUENCE_OFFSET, sequence);
        if (buffer.getLong(tailOffset) != tail || isAstray(buffer.getLong(headCacheOffset))) {
            putPositionsRight();
        }
        // numbered before they are on the ring: numbers of frames that die with this process are not used again
        words.putLongRelease(NEXT_SEQUENCE_OFFSET, sequence + count);
        if (ring.write(RingDescriptor.BATCH_TYPE, staging, 0, at)) {
            sequence += count;
            noteSent();
        } else {
            words.putLongRelease(NEXT_SEQUENCE_OFFSET, sequence);
            droppedFrames += count;
            droppedBytes += batchBytes;
            words.putLongRelease(RingDescriptor.DROPPED_FRAMES_OFFSET, droppedFrames);
            words.putLongRelease(RingDescriptor.DROPPED_BYTES_OFFSET, droppedBytes);
        }
        // padding moves it as well
        tail = buffer.getLong(tailOffset);
    }

    /** Whether a position of the reader can't be. */
    private boolean isAstray(final long head) {
        return head > tail || tail - head > ring.capacity();
    }

    /** Nobody else writes these words: the file was damaged. */
    private void putPositionsRight() {
        buffer.putLong(tailOffset, tail);
        final long head = ring.consumerPosition();
        // as long as the reader's own word is wrong, nothing is known to be free
        buffer.putLong(headCacheOffset, isAstray(head) ? tail - ring.capacity() : head);
    }

    private void noteSent() {
        bytes += batchBytes;
        batches++;
        words.putLongRelease(RingDescriptor.BYTES_OFFSET, bytes);
        words.putLongRelease(RingDescriptor.BATCHES_OFFSET, batches);
        if (batchTruncated > 0) {
            truncated += batchTruncated;
            words.putLongRelease(RingDescriptor.TRUNCATED_OFFSET, truncated);
        }
        if (batchCut > 0) {
            cut += batchCut;
            words.putLongRelease(RingDescriptor.CUT_OFFSET, cut);
        }
    }

    /**
     * Count frames that the kernel dropped because the helper was too slow.
     *
     * @param more since the last call.
     */
    public void kernelDrops(final long more) {
        kernelDrops += more;
        words.putLongRelease(RingDescriptor.KERNEL_DROPS_OFFSET, kernelDrops);
    }

    /**
     * Count frames that were left out because they hold no IP packet.
     *
     * @param more since the last call.
     */
    public void notIpFrames(final long more) {
        notIp += more;
        words.putLongRelease(RingDescriptor.NOT_IP_OFFSET, notIp);
    }

    /**
     * Show that the helper works.
     *
     * @param epochMillis milliseconds since 1970.
     */
    public void heartbeat(final long epochMillis) {
        words.putLongRelease(RingDescriptor.HELPER_HEARTBEAT_OFFSET, epochMillis);
    }

    /**
     * Captured bytes of a frame that the ring takes; the others are cut off.
     *
     * @return in bytes.
     */
    public int maxCapturedLength() {
        return maxCaptured;
    }

    /**
     * Counters of both sides.
     *
     * @return a view, good until this is closed.
     */
    public RingCounters counters() {
        return counters;
    }

    /** What the ring lies in. */
    RingMapping mapping() {
        return mapping;
    }

    /** Hand over what was taken, and let the ring's writing side go. */
    @Override
    public void close() {
        if (!mapping.isClosed()) {
            flush();
            mapping.close();
        }
    }
}
