/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * Sizes of a ring as the kernel wants them told.
 *
 * @param blockBytes bytes of a block.
 * @param blocks number of blocks.
 * @param frameBytes bytes of a V2 frame; for V3, of the longest.
 */
record RingGeometry(int blockBytes, int blocks, int frameBytes) {
    private static final int CACHE_LINE = 64;
    /** A frame that came whole through segmentation offload, and its headers. */
    private static final int LONGEST_FRAME = 65_535 + 64;

    static RingGeometry of(final CaptureOptions options) {
        final int snap = options.snapLength() == CaptureOptions.WHOLE ? LONGEST_FRAME : options.snapLength();
        final boolean v2 = options.version() == RingVersion.V2;
        final int room = v2 ? FrameDescriptorV2.ROOM_BEFORE_DATA
            : BlockDescriptorV3.ROOM_BEFORE_DATA + BlockDescriptorV3.BLOCK_HEADER_LENGTH;
        final int frame = room + snap + CACHE_LINE - 1 & -CACHE_LINE;
        return new RingGeometry(options.blockBytes(), options.ringBytes() / options.blockBytes(), frame);
    }

    int framesPerBlock() {
        return blockBytes / frameBytes;
    }

    int frames() {
        return framesPerBlock() * blocks;
    }

    long bytes() {
        return (long)blockBytes * blocks;
    }
}
