/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Layout of a ring's file, in the machine's own byte order.
 * <pre>
 *      0  +----------------------------------------------------------------+
 *         | magic (8) | version (4) | byte order (4) | capacity (4) | state (4)   written when the file is made
 *    128  +----------------------------------------------------------------+
 *         | pid (8) | attachments (8) | heartbeat (8)                         \
 *    256  +----------------------------------------------------------------+   > the helper's
 *         | next sequence (8) | counters (8 each)                             /
 *    512  +----------------------------------------------------------------+
 *         | pid (8) | attachments (8) | heartbeat (8)                         \
 *    640  +----------------------------------------------------------------+   > the tracker's
 *         | the batch that is taken (8 each) | counters (8 each)              /
 *   4096  +----------------------------------------------------------------+
 *         | messages: capacity bytes, a power of two                          \
 *         +----------------------------------------------------------------+   > Agrona's OneToOneRingBuffer
 *         | trailer with the positions of both sides                          /
 *         +----------------------------------------------------------------+
 *         | unused, up to a whole page                                     |
 *         +----------------------------------------------------------------+
 * </pre>
 * Each word is written by one process. Words of different writers lie on different pairs of cache lines. The locks by
 * which a process shows that it lives are on the first bytes of its own words.
 */
public final class RingDescriptor {
    /** First eight bytes: "JCTRING" and a line feed, read as a little-endian number. */
    public static final long MAGIC = 0x0A47_4E49_5254_434AL;
    /** Version of the file's layout. */
    public static final int VERSION = 1;
    /** What a reader of the other byte order sees swapped. */
    public static final int BYTE_ORDER = 0x0102_0304;
    /** State of a file that is ready for use. */
    public static final int READY = 1;

    /** Offset of the magic number. */
    public static final int MAGIC_OFFSET = 0;
    /** Offset of the version. */
    public static final int VERSION_OFFSET = 8;
    /** Offset of the byte order's mark. */
    public static final int BYTE_ORDER_OFFSET = 12;
    /** Offset of the capacity in bytes. */
    public static final int CAPACITY_OFFSET = 16;
    /** Offset of the state. */
    public static final int STATE_OFFSET = 20;

    /** Offset of the helper's process id, 0 when it ended by itself. */
    public static final int HELPER_PID_OFFSET = 128;
    /** Offset of the number of helpers that attached so far. */
    public static final int HELPER_ATTACHMENTS_OFFSET = 136;
    /** Offset of the helper's last heartbeat, milliseconds since 1970. */
    public static final int HELPER_HEARTBEAT_OFFSET = 144;

    /** Offset of the sequence number of the frame after the last one that the helpers handed over, or were about to. */
    public static final int NEXT_SEQUENCE_OFFSET = 256;
    /** Offset of the bytes that the handed over frames had on the wire. */
    public static final int BYTES_OFFSET = 264;
    /** Offset of the number of handed over batches. */
    public static final int BATCHES_OFFSET = 272;
    /** Offset of the number of frames dropped because the ring was full. */
    public static final int DROPPED_FRAMES_OFFSET = 280;
    /** Offset of the bytes that frames dropped because the ring was full had on the wire. */
    public static final int DROPPED_BYTES_OFFSET = 288;
    /** Offset of the number of frames that the kernel dropped. */
    public static final int KERNEL_DROPS_OFFSET = 296;
    /** Offset of the number of handed over frames that were not captured in full. */
    public static final int TRUNCATED_OFFSET = 304;
    /** Offset of the number of handed over frames that were cut because they were too large for the ring. */
    public static final int CUT_OFFSET = 312;
    /** Offset of the number of frames left out because they hold no IP packet. */
    public static final int NOT_IP_OFFSET = 320;

    /** Offset of the tracker's process id, 0 when it ended by itself. */
    public static final int TRACKER_PID_OFFSET = 512;
    /** Offset of the number of trackers that attached so far. */
    public static final int TRACKER_ATTACHMENTS_OFFSET = 520;
    /** Offset of the tracker's last heartbeat, milliseconds since 1970. */
    public static final int TRACKER_HEARTBEAT_OFFSET = 528;

    /** Offset of the ring's position behind the batch that was taken last. */
    public static final int TAKEN_POSITION_OFFSET = 640;
    /** Offset of the number of frames in the batch that was taken last. */
    public static final int TAKEN_COUNT_OFFSET = 648;
    /** Offset of {@link #FRAMES_OFFSET}'s value when the last batch was taken. */
    public static final int FRAMES_AT_TAKE_OFFSET = 656;
    /** Offset of {@link #LOST_AT_RESTART_OFFSET}'s value when the last batch was taken. */
    public static final int LOST_AT_TAKE_OFFSET = 664;
    /** Offset of the number of frames that were taken and given back. */
    public static final int FRAMES_OFFSET = 672;
    /** Offset of the number of frames in batches that a tracker had taken but not given back when it was killed. */
    public static final int LOST_AT_RESTART_OFFSET = 680;
    /** Offset of the number of frames that a helper numbered but that never were in a whole batch. */
    public static final int LOST_IN_RING_OFFSET = 688;
    /** Offset of the number of batches that were taken and given back. */
    public static final int TAKEN_BATCHES_OFFSET = 696;
    /** Offset of the number of half-written batches that were skipped. */
    public static final int HALF_WRITTEN_OFFSET = 704;
    /** Offset of the number of times that something was skipped because it was no batch. */
    public static final int CORRUPT_OFFSET = 712;

    /** Offset of the ring. */
    public static final int RING_OFFSET = 4096;

    /** Least capacity in bytes. */
    public static final int MIN_CAPACITY = 4096;
    /** Largest capacity in bytes. */
    public static final int MAX_CAPACITY = 1 << 30;

    /** Type of a message that holds a batch. */
    public static final int BATCH_TYPE = 1;
    /** Type of a message that stands where a helper was killed before its batch was whole. */
    public static final int HALF_WRITTEN_TYPE = 2;

    private static final int PAGE = 4096;

    private RingDescriptor() {
    }

    /**
     * Whether a ring may have a capacity.
     *
     * @param capacity in bytes.
     * @return true for powers of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}.
     */
    public static boolean isCapacity(final int capacity) {
        return capacity >= MIN_CAPACITY && capacity <= MAX_CAPACITY && Integer.bitCount(capacity) == 1;
    }

    /**
     * Length of the ring with its trailer.
     *
     * @param capacity in bytes.
     * @return in bytes.
     */
    public static int ringLength(final int capacity) {
        return capacity + RingBufferDescriptor.TRAILER_LENGTH;
    }

    /**
     * Capacity of a ring.
     *
     * @param ringLength with the trailer, in bytes.
     * @return in bytes.
     */
    static int capacity(final int ringLength) {
        return ringLength - RingBufferDescriptor.TRAILER_LENGTH;
    }

    /**
     * Length of the file.
     *
     * @param capacity in bytes.
     * @return in bytes, whole pages.
     */
    public static int fileLength(final int capacity) {
        return RING_OFFSET + ringLength(capacity) + PAGE - 1 & -PAGE;
    }

    /**
     * The most that one call of {@link org.agrona.concurrent.ringbuffer.OneToOneRingBuffer} moves the tail: a message
     * of the largest size, and the padding before it that is smaller than what did not fit.
     *
     * @param capacity in bytes.
     * @return in bytes.
     */
    static int maxClaim(final int capacity) {
        return 2 * ((capacity >> 3) + 16);
    }
}
