/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.packet.PacketFlags;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Packets to be tracked together, so that the cache misses of their table entries overlap, and their verdicts.
 * <p>
 * The results are those of tracking them one by one in the order in which they were added, whatever the size: packets
 * of one connection see each other's effects. 32 is a good size (docs/performance.md). Reusable; used by the thread
 * that owns the tracker.
 */
public final class PacketBatch {
    /** Packets that fit. */
    public static final int CAPACITY = 64;

    final int[] offsets = new int[CAPACITY];
    final int[] captured = new int[CAPACITY];
    final int[] onWire = new int[CAPACITY];
    final int[] zones = new int[CAPACITY];
    final int[] flags = new int[CAPACITY];
    final long[] nanos = new long[CAPACITY];
    final long[] verdicts = new long[CAPACITY];
    UnsafeBuffer buffer;
    /** Of the buffer's first byte; 0 for a buffer in the Java heap. */
    long address;
    int size;

    /** An empty batch. */
    public PacketBatch() {
        // nothing to prepare: arrays are the state
    }

    /**
     * Empty the batch.
     *
     * @param packets buffer that the packets to come lie in; it must keep them until they are tracked. Packets in the
     *     Java heap are copied one after the other, so that their misses don't overlap: use a direct buffer.
     * @return this.
     */
    public PacketBatch reset(final UnsafeBuffer packets) {
        buffer = packets;
        address = packets.byteArray() == null ? packets.addressOffset() : 0;
        size = 0;
        return this;
    }

    /**
     * Add a packet in zone 0.
     *
     * @param offset of the IP header in the buffer.
     * @param length bytes of the packet, all of them in the buffer.
     * @param nowNanos time of the packet, not before that of the one added before it.
     * @return whether there is room for another.
     * @throws IndexOutOfBoundsException if the batch is full, or the packet is not within the buffer.
     */
    public boolean add(final int offset, final int length, final long nowNanos) {
        return add(offset, length, length, 0, PacketFlags.NONE, nowNanos);
    }

    /**
     * Add a packet.
     *
     * @param offset of the IP header in the buffer.
     * @param capturedLength bytes of it in the buffer.
     * @param wireLength bytes that it had on the wire.
     * @param zone 0 to 65535; equal tuples in different zones are different connections.
     * @param nowNanos time of the packet, not before that of the one added before it.
     * @return whether there is room for another.
     * @throws IndexOutOfBoundsException if the batch is full, or the packet is not within the buffer.
     */
    public boolean add(final int offset, final int capturedLength, final int wireLength, final int zone,
        final long nowNanos) {
        return add(offset, capturedLength, wireLength, zone, PacketFlags.NONE, nowNanos);
    }

    /**
     * Add a packet of which more is known than its bytes.
     *
     * @param offset of the IP header in the buffer.
     * @param capturedLength bytes of it in the buffer.
     * @param wireLength bytes that it had on the wire.
     * @param zone 0 to 65535; equal tuples in different zones are different connections.
     * @param packetFlags see {@link PacketFlags}.
     * @param nowNanos time of the packet, not before that of the one added before it.
     * @return whether there is room for another.
     * @throws IndexOutOfBoundsException if the batch is full, or the packet is not within the buffer.
     */
    public boolean add(final int offset, final int capturedLength, final int wireLength, final int zone,
        final int packetFlags, final long nowNanos) {
        buffer.boundsCheck(offset, capturedLength);
        final int i = size;
        offsets[i] = offset;
        captured[i] = capturedLength;
        onWire[i] = wireLength;
        zones[i] = zone;
        flags[i] = packetFlags;
        nanos[i] = nowNanos;
        size = i + 1;
        return i + 1 < CAPACITY;
    }

    /**
     * Packets in the batch.
     *
     * @return 0 to {@link #CAPACITY}.
     */
    public int size() {
        return size;
    }

    /**
     * The verdict on a packet.
     *
     * @param index of the packet in the order of adding, below {@link #size()}.
     * @return its {@link Verdict}; meaningless before the batch was tracked.
     */
    public long verdict(final int index) {
        return verdicts[index];
    }
}
