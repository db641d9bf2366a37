/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

/**
 * Layout of a datagram that waits for fragments; fields are in the machine's own byte order.
 * <pre>
 *   0               8               16              24              32      36      40
 *  +---------------+---------------+---------------+---------------+-------+---+---+
 *  | source high   | source low    | dest. high    | dest. low     | id    |zon|pro|
 *  +---------------+---------------+---------------+-------+-------+-------+---+---+
 *  40              48      52      56      60      64      68      72      76      80
 *  +---------------+-------+-------+-------+-------+-------+-------+-------+-------+
 *  | deadline (ns) | chain | older | newer | length| meat  | flags | tail  | cut   |
 *  +---------------+-------+-------+-------+-------+-------+-------+-------+-------+
 *  80      84      88                     352                     608       2656      4704
 *  +-------+-------+----------------------+-----------------------+---------+---------+
 *  | rank  | header| header bytes (264)   | chunks (64 ints)      | covered | starts  |
 *  +-------+-------+----------------------+-----------------------+---------+---------+
 * </pre>
 * "length" is where the datagram ends as far as is known, "meat" the bytes that came, "tail" the end of the highest
 * fragment, "cut" the lowest byte that a capture cut off. "covered" has a bit for each eight bytes that came, "starts"
 * one for each eight bytes with which a run of fragments starts that came in order.
 */
final class FragmentDescriptor {
    static final int SOURCE_HIGH = 0;
    static final int SOURCE_LOW = 8;
    static final int DESTINATION_HIGH = 16;
    static final int DESTINATION_LOW = 24;
    static final int ID = 32;
    static final int ZONE_PROTOCOL = 36;
    static final int DEADLINE = 40;
    static final int CHAIN = 48;
    static final int OLDER = 52;
    static final int NEWER = 56;
    static final int DATAGRAM_LENGTH = 60;
    static final int MEAT = 64;
    static final int FLAGS = 68;
    static final int TAIL = 72;
    static final int CUT = 76;
    static final int RANK = 80;
    static final int HEADER_LENGTH = 84;
    static final int HEADER = 88;
    static final int CHUNKS = 352;
    static final int COVERED = 608;
    static final int STARTS = 2656;
    static final int LENGTH = 4736;

    /** Bytes of the first fragment in front of its data that can be kept: IPv4's 60, or IPv6's with extensions. */
    static final int HEADER_CAPACITY = CHUNKS - HEADER;
    /** Bytes of a chunk of data; 64 of them hold any datagram. */
    static final int CHUNK_LENGTH = 1024;
    /** Bytes of a bit set for all places where a fragment may lie, those beyond a datagram's 65535 included. */
    static final int BITS_LENGTH = 2048;

    static final int FLAG_FIRST = 1;
    static final int FLAG_LAST = 2;
    /** Bit n of the four from here on: a fragment had explicit congestion notification n (RFC 3168, section 5.3). */
    static final int ECN_SHIFT = 2;

    private FragmentDescriptor() {
    }
}
