/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames whose every field and byte follows from one number, so that whoever sees one can tell whether it is whole.
 */
final class NumberedFrames {
    private static final int MAX_LENGTH = 1 << 16;

    private final UnsafeBuffer bytes = new UnsafeBuffer(BufferUtil.allocateDirectAligned(MAX_LENGTH, 8));
    private final int maxLength;

    /**
     * Frames up to a length.
     *
     * @param maxLength in bytes, at least 8.
     */
    NumberedFrames(final int maxLength) {
        this.maxLength = maxLength;
    }

    /** Seed of a test: the property jconntrack.seed, or another one each time. */
    static long seed() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("jconntrack.seed=" + seed);
        return seed;
    }

    /** Length of a frame: often small, at times large, 8 at least. */
    int length(final long number) {
        final SplittableRandom random = new SplittableRandom(number);
        return 8 + random.nextInt(random.nextInt(8) == 0 ? maxLength - 7 : Math.min(60, maxLength - 7));
    }

    /** Hand a frame over. */
    void write(final FrameSink sink, final long number) {
        final int length = length(number);
        fill(number, length);
        sink.frame(number * 31, bytes.addressOffset(), length, length + (int)(number % 3), (int)(number & 0x3FF),
            (int)(number & 15), (int)number * 7);
    }

    private void fill(final long number, final int length) {
        bytes.putLong(0, number);
        for (int i = 8; i < length; i++) {
            bytes.putByte(i, (byte)(number * 13 + i));
        }
    }

    /** Check a frame of the reader's batch; returns its number. */
    long check(final RingReader reader, final int index) {
        final int offset = reader.offset(index);
        final long number = reader.buffer().getLong(offset);
        final int length = length(number);
        assertEquals(length, reader.capturedLength(index), "captured length");
        assertEquals(length + (int)(number % 3), reader.originalLength(index), "original length");
        assertEquals(number * 31, reader.timestampNanos(index), "time stamp");
        assertEquals((int)(number & 0x3FF), reader.linkType(index), "link type");
        assertEquals((int)(number & 15) | (number % 3 == 0 ? 0 : FrameFlags.TRUNCATED), reader.flags(index), "flags");
        assertEquals((int)number * 7, reader.vlan(index), "VLAN");
        fill(number, length);
        for (int i = 8; i < length; i++) {
            if (bytes.getByte(i) != reader.buffer().getByte(offset + i)) {
                assertEquals(bytes.getByte(i), reader.buffer().getByte(offset + i), "byte " + i + " of " + number);
            }
        }
        return number;
    }
}
