/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.packet.PlainSegment;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What is known of each packet of a batch from stage to stage: one cache line each, off the Java heap, so that a stage
 * costs neither checks of arrays nor the way to an object's fields.
 * <pre>
 *   0        8        16       24       32       40       48       56    60     64
 *  +--------+--------+--------+--------+--------+--------+--------+-----+------+
 *  | bucket | slot   | entry  |address | KEY 0  | KEY 1  | hash   | hi  | kind |
 *  +--------+--------+--------+--------+--------+--------+--------+-----+------+
 *   bucket   in the   touched  of the   of a whole segment ({@link PlainSegment})
 *   touched  index    early    IP header
 * </pre>
 */
final class PacketRow {
    /** Address of the home bucket, or of the one that is looked at instead. */
    static final int BUCKET = 0;
    /** What the index most likely has for the packet; 0 for nothing. */
    static final int SLOT = 8;
    /** Address of the entry that it is likely to need. */
    static final int ENTRY = 16;
    /** Address of the IP header. */
    static final int ADDRESS = 24;
    /** A whole segment's key as {@link io.jconntrack.table.TupleKey#writeV4} writes it, hash and sender with it. */
    static final int KEY = 32;
    /** Hash of the key, of any packet that has one. */
    static final int HASH = KEY + 16;
    /** An int, odd when the sender is "hi". */
    static final int FROM_HI = KEY + 24;
    /** What {@link PlainSegment#kind} says of the packet: an int. */
    static final int KIND = KEY + 28;

    private static final int LENGTH = 64;

    /** Keeps the memory. */
    private final UnsafeBuffer memory =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(PacketBatch.CAPACITY * LENGTH, LENGTH));
    private final long first = memory.addressOffset();

    /** Address of a packet's row. */
    long of(final int packet) {
        return first + (long)packet * LENGTH;
    }
}
