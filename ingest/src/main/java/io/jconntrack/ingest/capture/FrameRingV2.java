/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static io.jconntrack.ingest.capture.FrameDescriptorV2.CAPTURED_LENGTH;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.HEADER_LENGTH;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.LENGTH;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.LINK_ADDRESS;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.LINK_LAYER;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.NANOSECONDS;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.SECONDS;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.STATUS;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.VLAN_TCI;
import static io.jconntrack.ingest.capture.FrameDescriptorV2.VLAN_TPID;

import io.jconntrack.ingest.ring.FrameSink;
import org.agrona.UnsafeApi;

/**
 * Takes frames out of a TPACKET_V2 ring, one after the other. Used by one thread.
 */
final class FrameRingV2 {
    private static final long SECOND = 1_000_000_000L;

    private final long address;
    private final RingGeometry geometry;
    private final FrameReader reader;
    private final int frameBytes;
    private final int framesPerBlock;
    private final int frames;
    private int block;
    private int place;

    FrameRingV2(final long address, final RingGeometry geometry, final FrameReader reader) {
        this.address = address;
        this.geometry = geometry;
        this.reader = reader;
        frameBytes = geometry.frameBytes();
        framesPerBlock = geometry.framesPerBlock();
        frames = geometry.frames();
    }

    /** Hand over frames, a number at the most, and give them back to the kernel; how many there were. */
    int poll(final FrameSink sink, final int limit) {
        final int firstBlock = block;
        final int firstPlace = place;
        // a whole round at the most: the frames are given back later, and would be found again
        final int most = Math.min(limit, frames);
        int count = 0;
        while (count < most) {
            final long at = current();
            final int status = UnsafeApi.getIntAcquire(null, at + STATUS);
            if ((status & FrameStatus.USER) == 0) {
                break;
            }
            frame(sink, at, status);
            advance();
            count++;
        }
        if (count > 0) {
            sink.flush();
            block = firstBlock;
            place = firstPlace;
            for (int i = 0; i < count; i++) {
                UnsafeApi.putIntRelease(null, current() + STATUS, FrameStatus.KERNEL);
                advance();
            }
        }
        return count;
    }

    private long current() {
        return address + (long)block * geometry.blockBytes() + (long)place * frameBytes;
    }

    private void advance() {
        if (++place == framesPerBlock) {
            place = 0;
            block = block + 1 == geometry.blocks() ? 0 : block + 1;
        }
    }

    private void frame(final FrameSink sink, final long at, final int status) {
        final int captured = UnsafeApi.getInt(at + CAPTURED_LENGTH);
        final int length = UnsafeApi.getInt(at + LENGTH);
        final int offset = UnsafeApi.getShort(at + LINK_LAYER) & 0xFFFF;
        if (captured < 0 || length < captured || offset < HEADER_LENGTH || captured > frameBytes - offset) {
            reader.statistics().countMalformed(1);
            return;
        }
        final long nanos = (UnsafeApi.getInt(at + SECONDS) & 0xFFFF_FFFFL) * SECOND
            + UnsafeApi.getInt(at + NANOSECONDS);
        reader.frame(sink, nanos, at + offset, captured, length, status,
            UnsafeApi.getShort(at + VLAN_TPID) & 0xFFFF, UnsafeApi.getShort(at + VLAN_TCI) & 0xFFFF,
            at + LINK_ADDRESS);
    }
}
