/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.packet.PlainSegment;
import org.agrona.UnsafeApi;

/**
 * What is known of each packet of a batch: two cache lines for each, off the Java heap, so that adding and each stage
 * of the path cost neither checks of arrays nor the way to an object's fields.
 * <pre>
 *   0       8        12      16   18    20  24      32      40      48      56      64
 *  +-------+--------+-------+----+-----+---+-------+-------+-------+-------+-------+
 *  |address|captured|on wire|zone|flags| - | time  |verdict|bucket | slot  | entry |
 *  +-------+--------+-------+----+-----+---+-------+-------+-------+-------+-------+
 *   of the IP   of the embedder                     for it  looked  found   likely
 *   header                                                  at first        needed
 *   64      72      80      88     92     96                    116 120     128
 *  +-------+-------+-------+------+------+---------------------+---+-------+
 *  | KEY 0 | KEY 1 | hash  |  hi  | kind | segment             | - | room  |
 *  +-------+-------+-------+------+------+---------------------+---+-------+
 *   of a whole segment ({@link PlainSegment}), as TupleKey and PlainSegment write it
 * </pre>
 */
final class PacketRow {
    /** Bytes of a row. */
    static final int LENGTH = 128;

    /** Address of the IP header; its offset in a buffer of the Java heap. */
    static final int ADDRESS = 0;
    static final int CAPTURED = 8;
    static final int ON_WIRE = 12;
    static final int ZONE = 16;
    static final int FLAGS = 18;
    static final int NANOS = 24;
    static final int VERDICT = 32;
    /** Address of the home bucket. */
    static final int BUCKET = 40;
    /** What slots are compared with, until there is a {@link #SLOT}. */
    static final int MARK = 48;
    /** What the index most likely has for the packet; 0 for nothing. */
    static final int SLOT = 48;
    /** Address of the entry that it is likely to need. */
    static final int ENTRY = 56;
    /** A whole segment's key as {@link io.jconntrack.table.TupleKey#writeV4} writes it, hash and sender with it. */
    static final int KEY = 64;
    /** Hash of the key, of any packet that has one. */
    static final int HASH = KEY + 16;
    /** An int, odd when the sender is "hi". */
    static final int FROM_HI = KEY + 24;
    /** What {@link PlainSegment#kind} says of the packet: an int. */
    static final int KIND = KEY + 28;
    /** A plain segment as {@link PlainSegment#write} writes it. */
    static final int SEGMENT = 96;
    /** In a flood, address of the bucket of the entry that will have to make room. */
    static final int ROOM = 120;

    private PacketRow() {
    }

    /** Put a packet into a row. */
    static void write(final long row, final long address, final int captured, final int onWire, final int zone,
        final int flags, final long nanos) {
        UnsafeApi.putLong(row + ADDRESS, address);
        UnsafeApi.putInt(row + CAPTURED, captured);
        UnsafeApi.putInt(row + ON_WIRE, onWire);
        UnsafeApi.putShort(row + ZONE, (short)zone);
        UnsafeApi.putShort(row + FLAGS, (short)flags);
        UnsafeApi.putLong(row + NANOS, nanos);
    }

    static long address(final long row) {
        return UnsafeApi.getLong(row + ADDRESS);
    }

    static int captured(final long row) {
        return UnsafeApi.getInt(row + CAPTURED);
    }

    static int onWire(final long row) {
        return UnsafeApi.getInt(row + ON_WIRE);
    }

    static int zone(final long row) {
        return UnsafeApi.getShort(row + ZONE) & 0xFFFF;
    }

    static int flags(final long row) {
        return UnsafeApi.getShort(row + FLAGS);
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
