/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.ingest.ring.FrameSink;
import io.jconntrack.ingest.ring.RingReader;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames whose length, fields and bytes follow from a number, so that whoever sees one can tell whether it is whole.
 */
final class NumberedFrame {
    private static final int LONGEST = 300;
    private static final int RAW_IP = 101;

    private final UnsafeBuffer bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(LONGEST));

    private static int length(final long number) {
        return 16 + (int)Long.remainderUnsigned(number * 0x9E37_79B9_7F4A_7C15L >>> 8, LONGEST - 16);
    }

    void write(final FrameSink sink, final long number) {
        final int length = length(number);
        bytes.putLong(0, number);
        for (int i = 8; i < length; i++) {
            bytes.putByte(i, (byte)(number * 13 + i));
        }
        sink.frame(number * 31, bytes.addressOffset(), length, length, RAW_IP, 0, (int)number);
    }

    /** The number of a frame of the reader's batch; -1 when that is not as it was written. */
    static long number(final RingReader reader, final int index) {
        final int at = reader.offset(index);
        final int captured = reader.capturedLength(index);
        if (captured < 16) {
            return -1;
        }
        final long number = reader.buffer().getLong(at);
        boolean isWhole = captured == length(number) && reader.originalLength(index) == captured
            && reader.timestampNanos(index) == number * 31 && reader.linkType(index) == RAW_IP
            && reader.vlan(index) == (int)number;
        for (int i = 8; isWhole && i < captured; i++) {
            isWhole = reader.buffer().getByte(at + i) == (byte)(number * 13 + i);
        }
        return isWhole ? number : -1;
    }
}
