/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static io.jconntrack.ingest.capture.BlockDescriptorV3.BLOCK_HEADER_LENGTH;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.BLOCK_STATUS;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.CAPTURED_LENGTH;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.FIRST_FRAME;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.FRAMES;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.HEADER_LENGTH;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.LENGTH;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.LINK_ADDRESS;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.LINK_LAYER;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.NANOSECONDS;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.NEXT_FRAME;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.SECONDS;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.STATUS;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.VLAN_TCI;
import static io.jconntrack.ingest.capture.BlockDescriptorV3.VLAN_TPID;

import io.jconntrack.ingest.ring.FrameSink;
import org.agrona.UnsafeApi;

/**
 * Takes frames out of a TPACKET_V3 ring, block by block. Used by one thread.
 */
final class BlockRingV3 {
    private static final long SECOND = 1_000_000_000L;

    private final long address;
    private final int blockBytes;
    private final int blocks;
    private final FrameReader reader;
    private int next;

    BlockRingV3(final long address, final RingGeometry geometry, final FrameReader reader) {
        this.address = address;
        this.reader = reader;
        blockBytes = geometry.blockBytes();
        blocks = geometry.blocks();
    }

    /**
     * Hand over blocks until there were some frames, and give them back to the kernel; how many frames there were, at
     * least one when a block was empty. A block is handed over as a whole.
     */
    int poll(final FrameSink sink, final int limit) {
        final int first = next;
        int count = 0;
        int taken = 0;
        while (count < limit && taken < blocks) {
            final long at = current();
            if ((UnsafeApi.getIntAcquire(null, at + BLOCK_STATUS) & FrameStatus.USER) == 0) {
                break;
            }
            count += block(sink, at);
            taken++;
            advance();
        }
        if (taken > 0) {
            sink.flush();
            next = first;
            for (int i = 0; i < taken; i++) {
                UnsafeApi.putIntRelease(null, current() + BLOCK_STATUS, FrameStatus.KERNEL);
                advance();
            }
        }
        return Math.max(count, taken);
    }

    private long current() {
        return address + (long)next * blockBytes;
    }

    private void advance() {
        next = next + 1 == blocks ? 0 : next + 1;
    }

    private int block(final FrameSink sink, final long block) {
        final int frames = UnsafeApi.getInt(block + FRAMES);
        if (frames < 0 || frames > blockBytes / HEADER_LENGTH) {
            reader.statistics().countMalformed(1);
            return 0;
        }
        int offset = UnsafeApi.getInt(block + FIRST_FRAME);
        for (int i = 0; i < frames; i++) {
            if (offset < BLOCK_HEADER_LENGTH || offset > blockBytes - HEADER_LENGTH) {
                reader.statistics().countMalformed(frames - i);
                return i;
            }
            final long at = block + offset;
            frame(sink, at, blockBytes - offset);
            final int distance = UnsafeApi.getInt(at + NEXT_FRAME);
            // a distance that goes back, or beyond the block, makes an offset that the check above refuses
            offset = distance < HEADER_LENGTH || distance > blockBytes ? 0 : offset + distance;
        }
        return frames;
    }

    private void frame(final FrameSink sink, final long at, final int room) {
        final int captured = UnsafeApi.getInt(at + CAPTURED_LENGTH);
        final int length = UnsafeApi.getInt(at + LENGTH);
        final int offset = UnsafeApi.getShort(at + LINK_LAYER) & 0xFFFF;
        if (captured < 0 || length < captured || offset < HEADER_LENGTH || captured > room - offset) {
            reader.statistics().countMalformed(1);
            return;
        }
        final long nanos = (UnsafeApi.getInt(at + SECONDS) & 0xFFFF_FFFFL) * SECOND
            + UnsafeApi.getInt(at + NANOSECONDS);
        reader.frame(sink, nanos, at + offset, captured, length, UnsafeApi.getInt(at + STATUS),
            UnsafeApi.getShort(at + VLAN_TPID) & 0xFFFF, UnsafeApi.getInt(at + VLAN_TCI) & 0xFFFF,
            at + LINK_ADDRESS);
    }
}
