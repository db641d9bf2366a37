/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

/**
 * Layout of a frame in a batch, in the machine's own byte order.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                   time stamp, nanoseconds                     |
 *  |                          since 1970                           |
 *  +---------------------------------------------------------------+
 *  |                   length on the wire, bytes                   |
 *  +---------------------------------------------------------------+
 *  |                     captured length, bytes                    |
 *  +-------------------------------+-------------------------------+
 *  |           link type           |             flags             |
 *  +-------------------------------+-------------------------------+
 *  |           VLAN TPID           |           VLAN TCI            |
 *  +---------------------------------------------------------------+
 *  |                        captured bytes                        ...
 * ...                              and zeros up to a multiple of 8 |
 *  +---------------------------------------------------------------+
 * </pre>
 * The VLAN tag is one int, its TPID in the upper 16 bits; 0 for none.
 */
public final class FrameDescriptor {
    /** Offset of the time stamp, 64 bits. */
    public static final int TIMESTAMP_OFFSET = 0;
    /** Offset of the length on the wire, 32 bits, not less than the captured length. */
    public static final int ORIGINAL_LENGTH_OFFSET = 8;
    /** Offset of the captured length, 32 bits. */
    public static final int CAPTURED_LENGTH_OFFSET = 12;
    /** Offset of the LINKTYPE_ number, 16 bits. */
    public static final int LINK_TYPE_OFFSET = 16;
    /** Offset of the {@link FrameFlags}, 16 bits. */
    public static final int FLAGS_OFFSET = 18;
    /** Offset of the VLAN tag, 32 bits. */
    public static final int VLAN_OFFSET = 20;
    /** Bytes before the captured ones. */
    public static final int HEAD_LENGTH = 24;
    /** Frames begin at multiples of it. */
    public static final int ALIGNMENT = 8;

    private FrameDescriptor() {
    }

    /**
     * Length of a frame with its head.
     *
     * @param capturedLength in bytes.
     * @return in bytes, a multiple of {@link #ALIGNMENT}.
     */
    public static int length(final int capturedLength) {
        return HEAD_LENGTH + (capturedLength + ALIGNMENT - 1 & -ALIGNMENT);
    }
}
