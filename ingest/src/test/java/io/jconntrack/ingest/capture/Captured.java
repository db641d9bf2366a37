/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import io.jconntrack.ingest.ring.FrameSink;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;

/** Keeps the frames that it is given. */
final class Captured implements FrameSink {
    record Frame(long nanos, byte[] bytes, int length, int linkType, int flags, int vlan) {
        int u16(final int at) {
            return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
        }
    }

    final List<Frame> frames = new ArrayList<>();
    int flushes;

    @Override
    public void frame(final long timestampNanos, final long address, final int capturedLength,
        final int originalLength, final int linkType, final int flags, final int vlan) {
        final byte[] bytes = new byte[capturedLength];
        for (int i = 0; i < capturedLength; i++) {
            bytes[i] = UnsafeApi.getByte(address + i);
        }
        frames.add(new Frame(timestampNanos, bytes, originalLength, linkType, flags, vlan));
    }

    @Override
    public void flush() {
        flushes++;
    }
}
