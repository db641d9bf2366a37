/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.memory.Rows.WORD;

import io.jconntrack.memory.Rows;
import io.jconntrack.packet.PlainSegment;
import org.agrona.UnsafeApi;

/**
 * What is known of each packet of a batch: 16 words of {@link Rows} off the Java heap, so that adding and each stage
 * of the path cost neither checks of arrays nor the way to an object's fields.
 * <pre>
 *   word 0: address of the IP header
 *        1: captured, on wire                    8: KEY 0
 *        2: zone, flags                          9: KEY 1
 *        3: time                                10: hash
 *        4: verdict                             11: from hi, kind
 *        5: bucket, looked at first             12 to 14: segment
 *        6: mark, then slot: found for it       15: room
 *        7: entry, likely needed
 * </pre>
 * Words 0 to 3 are what the embedder gave, 8 to 14 a whole segment's ({@link PlainSegment}), as TupleKey and
 * PlainSegment write it. Of what shares a word, the first is the lower half on a little-endian machine.
 */
final class PacketRow {
    /** Words of a row. */
    static final int WORDS = 16;

    /** Address of the IP header; its offset in a buffer of the Java heap. */
    static final int ADDRESS = 0;
    /** Bytes that were captured, and in the upper half those on the wire. */
    static final int LENGTHS = WORD;
    /** An int: zone, and {@link io.jconntrack.net.PacketFlags} from bit 16 on. */
    static final int ZONE = 2 * WORD;
    static final int NANOS = 3 * WORD;
    static final int VERDICT = 4 * WORD;
    /** Address of the home bucket. */
    static final int BUCKET = 5 * WORD;
    /** What slots are compared with, until there is a {@link #SLOT}. */
    static final int MARK = 6 * WORD;
    /** What the index most likely has for the packet; 0 for nothing. */
    static final int SLOT = 6 * WORD;
    /** Address of the entry that it is likely to need. */
    static final int ENTRY = 7 * WORD;
    /** A whole segment's key as {@link io.jconntrack.table.TupleKey#writeV4} writes it, hash and sender with it. */
    static final int KEY = 8 * WORD;
    /** Hash of the key, of any packet that has one. */
    static final int HASH = KEY + 2 * WORD;
    /** An int, odd when the sender is "hi". */
    static final int FROM_HI = KEY + 3 * WORD;
    /** What {@link PlainSegment#kind} says of the packet: an int. */
    static final int KIND = FROM_HI + 4;
    /** A plain segment as {@link PlainSegment#write} writes it. */
    static final int SEGMENT = 12 * WORD;
    /** In a flood, address of the bucket of the entry that will have to make room. */
    static final int ROOM = 15 * WORD;

    private PacketRow() {
    }

    /** Put a packet into a row. */
    static void write(final long row, final long address, final int captured, final int onWire, final int zone,
        final int flags, final long nanos) {
        UnsafeApi.putLong(row + ADDRESS, address);
        UnsafeApi.putLong(row + LENGTHS, (long)onWire << 32 | captured);
        UnsafeApi.putInt(row + ZONE, flags << 16 | zone & 0xFFFF);
        UnsafeApi.putLong(row + NANOS, nanos);
    }

    static long address(final long row) {
        return UnsafeApi.getLong(row + ADDRESS);
    }

    static int captured(final long row) {
        return (int)UnsafeApi.getLong(row + LENGTHS);
    }

    static int onWire(final long row) {
        return (int)(UnsafeApi.getLong(row + LENGTHS) >>> 32);
    }

    static int zone(final long row) {
        return UnsafeApi.getInt(row + ZONE) & 0xFFFF;
    }

    static int flags(final long row) {
        return UnsafeApi.getInt(row + ZONE) >> 16;
    }

    static long nanos(final long row) {
        return UnsafeApi.getLong(row + NANOS);
    }

    static long verdict(final long row) {
        return UnsafeApi.getLong(row + VERDICT);
    }

    static void verdict(final long row, final long verdict) {
        UnsafeApi.putLong(row + VERDICT, verdict);
    }
}
