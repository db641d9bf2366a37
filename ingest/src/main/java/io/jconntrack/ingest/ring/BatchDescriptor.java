/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

/**
 * Layout of a batch, the body of one message of the ring, in the machine's own byte order: a head, then the frames,
 * each as {@link FrameDescriptor} says, without gaps.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |            version            |            frames             |
 *  +-------------------------------+-------------------------------+
 *  |                            length                             |
 *  +---------------------------------------------------------------+
 *  |                     sequence number of                        |
 *  |                      the first frame                          |
 *  +---------------------------------------------------------------+
 *  |                         first frame                          ...
 * </pre>
 * The frames that helpers handed over are numbered without gaps from 0 on, across helpers: a gap tells of frames that
 * got lost in the ring, a number seen before of bytes that are no batch of now.
 */
public final class BatchDescriptor {
    /** Version of this layout and of the frames'. */
    public static final int VERSION = 1;
    /** Frames in a batch at the most. */
    public static final int MAX_FRAMES = 64;
    /** Offset of the version, 16 bits. */
    public static final int VERSION_OFFSET = 0;
    /** Offset of the number of frames, 16 bits: 1 to {@link #MAX_FRAMES}. */
    public static final int FRAMES_OFFSET = 2;
    /** Offset of the length of the batch with this head, 32 bits. */
    public static final int LENGTH_OFFSET = 4;
    /** Offset of the first frame's sequence number, 64 bits. */
    public static final int SEQUENCE_OFFSET = 8;
    /** Bytes before the first frame. */
    public static final int HEAD_LENGTH = 16;
    /** Length of a batch at the most, whatever the ring's capacity: room for a frame of 64 KiB with its head. */
    public static final int MAX_LENGTH = 1 << 18;

    private BatchDescriptor() {
    }
}
