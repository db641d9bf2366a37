/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.jconntrack.memory.Region;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where a packet lies, whatever kind of memory the caller has it in: the tracker reads by address. One in the Java heap
 * has no address that stays and is copied into room off the heap, which grows to the largest one seen.
 */
final class PacketMemory implements AutoCloseable {
    private static final int FIRST_LENGTH = 1 << 16;

    private final UnsafeBuffer wrapped = new UnsafeBuffer();
    /** Null until something has to be copied. */
    private Region region;
    /** The region as a segment. */
    private MemorySegment room;

    /**
     * Check that a packet lies within a buffer.
     *
     * @return its address; of a copy valid until the next packet.
     */
    long of(final DirectBuffer buffer, final int offset, final int length) {
        buffer.boundsCheck(offset, length);
        final byte[] array = buffer.byteArray();
        return array == null ? buffer.addressOffset() + offset
            : copy(array, buffer.addressOffset() + offset, length);
    }

    /** The same for what remains in a buffer; its position stays. */
    long of(final ByteBuffer packet) {
        wrapped.wrap(packet, packet.position(), packet.remaining());
        return of(wrapped, 0, packet.remaining());
    }

    /** The same for a part of a segment. */
    long of(final MemorySegment segment, final long offset, final int length) {
        Objects.checkFromIndexSize(offset, (long)length, segment.byteSize());
        if (!segment.isNative()) {
            makeRoom(length);
            MemorySegment.copy(segment, offset, room, 0, length);
            return region.address();
        }
        if (length > 0) {
            // whether it is still there, and this thread's: an address can't be asked
            segment.get(JAVA_BYTE, offset);
        }
        return segment.address() + offset;
    }

    private long copy(final byte[] array, final long from, final int length) {
        makeRoom(length);
        UnsafeApi.copyMemory(array, from, null, region.address(), length);
        return region.address();
    }

    @SuppressWarnings("restricted")
    private void makeRoom(final int length) {
        if (region == null || region.length() < length) {
            close();
            region = Region.anonymous(Math.max(FIRST_LENGTH, length));
            room = MemorySegment.ofAddress(region.address()).reinterpret(region.length());
        }
    }

    @Override
    public void close() {
        if (region != null) {
            region.close();
            region = null;
        }
    }
}
