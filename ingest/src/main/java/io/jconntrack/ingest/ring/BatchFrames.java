/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static org.agrona.BitUtil.CACHE_LINE_LENGTH;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The frames of a batch, found by a check of all that could lead a reader astray. Places and lengths are kept from the
 * check on, so that nothing that happens to the memory later leads outside of the batch. Used by one thread.
 */
final class BatchFrames {
    /** Offset of each frame in the buffer. */
    final int[] offsets = new int[BatchDescriptor.MAX_FRAMES];
    /** Captured length of each frame. */
    final int[] captured = new int[BatchDescriptor.MAX_FRAMES];
    /** Keeps the compiler from leaving early loads out. */
    private int touched;

    /**
     * Each frame tells where the next one is, and all are in the other core's cache: fetch them at once instead of one
     * after the other.
     */
    private void touch(final UnsafeBuffer buffer, final int offset, final int end) {
        int sum = 0;
        for (int at = offset; at < end; at += CACHE_LINE_LENGTH) {
            sum += buffer.getByte(at);
        }
        touched = sum;
    }

    /**
     * Check a batch and find its frames.
     *
     * @param buffer that it lies in.
     * @param offset of its first byte.
     * @param length of the message's body, all of it in the buffer.
     * @return its frames, 1 to {@link BatchDescriptor#MAX_FRAMES}; 0 if it is no batch.
     */
    int find(final UnsafeBuffer buffer, final int offset, final int length) {
        if (length < BatchDescriptor.HEAD_LENGTH
            || buffer.getShort(offset + BatchDescriptor.VERSION_OFFSET) != BatchDescriptor.VERSION
            || buffer.getInt(offset + BatchDescriptor.LENGTH_OFFSET) != length) {
            return 0;
        }
        final int count = buffer.getShort(offset + BatchDescriptor.FRAMES_OFFSET) & 0xFFFF;
        if (count > BatchDescriptor.MAX_FRAMES) {
            return 0;
        }
        final int end = offset + length;
        touch(buffer, offset, end);
        int at = offset + BatchDescriptor.HEAD_LENGTH;
        for (int i = 0; i < count; i++) {
            final int room = end - at - FrameDescriptor.HEAD_LENGTH;
            if (room < 0) {
                return 0;
            }
            final int bytes = buffer.getInt(at + FrameDescriptor.CAPTURED_LENGTH_OFFSET);
            if (bytes < 0 || bytes > room
                || buffer.getInt(at + FrameDescriptor.ORIGINAL_LENGTH_OFFSET) < bytes) {
                return 0;
            }
            offsets[i] = at;
            captured[i] = bytes;
            at += FrameDescriptor.length(bytes);
        }
        return at == end ? count : 0;
    }
}
