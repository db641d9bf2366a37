/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.jconntrack.memory.Lanes;
import io.jconntrack.memory.Rows;
import io.jconntrack.net.PacketFlags;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
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
    public static final int CAPACITY = Rows.CAPACITY;

    /** Keeps the rows, see {@link PacketRow}. */
    private final UnsafeBuffer memory =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(PacketRow.WORDS * Rows.WORD, Lanes.LINE));
    private final long rows = memory.addressOffset();
    /** Of the buffer's first byte; 0 for a buffer in the Java heap. */
    long address;
    int size;
    private final int defaultZone;
    private final UnsafeBuffer wrapped = new UnsafeBuffer();
    /** Where packets in the Java heap lie: one of these. */
    private DirectBuffer buffer = wrapped;
    private MemorySegment segment;
    /** Bytes of what the packets lie in. */
    private int length;

    /** An empty batch, whose packets are in zone 0 where nothing else is said. */
    public PacketBatch() {
        this(0);
    }

    PacketBatch(final int defaultZone) {
        this.defaultZone = defaultZone;
    }

    /**
     * Empty the batch.
     *
     * @param packets buffer that the packets to come lie in; it must keep them, and its place, until they are tracked.
     *     Packets in the Java heap are copied one after the other, so that their misses don't overlap: use a direct
     *     buffer.
     * @return this.
     */
    public PacketBatch reset(final DirectBuffer packets) {
        buffer = packets;
        segment = null;
        address = packets.byteArray() == null ? packets.addressOffset() : 0;
        length = packets.capacity();
        size = 0;
        return this;
    }

    /**
     * Empty the batch.
     *
     * @param packets buffer that the packets to come lie in, from its first byte to its capacity whatever its position,
     *     as for {@link #reset(DirectBuffer)}.
     * @return this.
     */
    public PacketBatch reset(final ByteBuffer packets) {
        wrapped.wrap(packets, 0, packets.capacity());
        return reset(wrapped);
    }

    /**
     * Empty the batch.
     *
     * @param packets segment that the packets to come lie in, of 2^31 - 1 bytes at the most, as for
     *     {@link #reset(DirectBuffer)}. Its arena stays open until they are tracked.
     * @return this.
     * @throws IllegalStateException when its arena is closed.
     * @throws WrongThreadException when it is another thread's.
     */
    public PacketBatch reset(final MemorySegment packets) {
        length = Math.toIntExact(packets.byteSize());
        if (length > 0) {
            // whether it is still there, and this thread's
            packets.get(JAVA_BYTE, 0);
        }
        segment = packets;
        address = packets.isNative() ? packets.address() : 0;
        size = 0;
        return this;
    }

    /** Address of a packet of a batch in the Java heap, which is copied. */
    long addressOf(final PacketMemory copies, final int i) {
        final long row = row(i);
        final int offset = (int)PacketRow.address(row);
        return segment != null ? copies.of(segment, offset, PacketRow.captured(row))
            : copies.of(buffer, offset, PacketRow.captured(row));
    }

    /** Address of a packet's {@link PacketRow}. */
    long row(final int i) {
        return rows + (long)i * Rows.ROW;
    }

    /**
     * Add a packet in the default zone.
     *
     * @param offset of the IP header in the buffer.
     * @param packetLength bytes of the packet, all of them in the buffer.
     * @param nowNanos time of the packet, not before that of the one added before it.
     * @return whether there is room for another.
     * @throws IndexOutOfBoundsException if the batch is full, the packet is not within the buffer, or a length is
     *     negative.
     */
    public boolean add(final int offset, final int packetLength, final long nowNanos) {
        return add(offset, packetLength, packetLength, defaultZone, PacketFlags.NONE, nowNanos);
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
     * @throws IndexOutOfBoundsException if the batch is full, the packet is not within the buffer, or a length is
     *     negative.
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
     * @throws IndexOutOfBoundsException if the batch is full, the packet is not within the buffer, or a length is
     *     negative.
     */
    public boolean add(final int offset, final int capturedLength, final int wireLength, final int zone,
        final int packetFlags, final long nowNanos) {
        final int i = size;
        if (i == CAPACITY || (offset | capturedLength | wireLength) < 0 || offset > length - capturedLength) {
            throw refused(offset, capturedLength, wireLength);
        }
        final long row = row(i);
        PacketRow.write(row, address + offset, capturedLength, wireLength, zone, packetFlags, nowNanos);
        size = i + 1;
        Reference.reachabilityFence(this);
        return i + 1 < CAPACITY;
    }

    private IndexOutOfBoundsException refused(final int offset, final int capturedLength, final int wireLength) {
        return new IndexOutOfBoundsException(size == CAPACITY ? "the batch is full: capacity=" + CAPACITY
            : wireLength < 0 ? "the length on the wire is negative: wireLength=" + wireLength
            : "the packet is outside the buffer: offset=" + offset + " length=" + capturedLength + " capacity="
            + length);
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
     * @throws IndexOutOfBoundsException if no batch has so many.
     */
    public long verdict(final int index) {
        final long verdict = PacketRow.verdict(row(Objects.checkIndex(index, CAPACITY)));
        Reference.reachabilityFence(this);
        return verdict;
    }
}
