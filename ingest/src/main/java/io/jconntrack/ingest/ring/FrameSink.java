/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

/**
 * Takes captured frames, in the order of their capture. Used by one thread, the capture helper's.
 */
public interface FrameSink {
    /**
     * Take a frame; its bytes are copied before the call returns. Never blocks: a frame that finds no room is dropped
     * and counted by the sink.
     *
     * @param timestampNanos when the kernel saw it, nanoseconds since 1970 (CLOCK_REALTIME).
     * @param address of its first captured byte, off-heap.
     * @param capturedLength bytes captured, 0 or more.
     * @param originalLength bytes that it had on the wire, its VLAN tag aside where the kernel took that out.
     * @param linkType LINKTYPE_ number of the frame.
     * @param flags see {@link FrameFlags}.
     * @param vlan tag that the kernel took out of the frame: TPID in the upper 16 bits, TCI in the lower; 0 for none.
     */
    void frame(long timestampNanos, long address, int capturedLength, int originalLength, int linkType, int flags,
        int vlan);

    /** Nothing more to take for now: hand over what was taken. */
    void flush();
}
