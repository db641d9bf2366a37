/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.table.EntryDescriptor;

/**
 * TCP's own area of an entry: 56 bytes behind the wheel's links.
 * <pre>
 *   72        76        80        84        88        92        96        100       104
 *  +---------+---------+---------+---------+---------+---------+---------+---------+
 *  | end 0   | maxend 0| maxwin 0| maxack 0| end 1   | maxend 1| maxwin 1| maxack 1|
 *  +---------+---------+---------+---------+---------+---------+---------+---------+
 *   104       108       112       116   118  120   122  123   124   125   126   127
 *  +---------+---------+---------+-----+-+--+-+---+----+-----+-----+-----+-----+----+
 *  | last seq| last ack| last end| win |sc|sc|fl|fl|retr|index| dir |wscl |flags|    |
 *  +---------+---------+---------+-----+-+--+-+---+----+-----+-----+-----+-----+----+
 * </pre>
 * Direction 0 is the original one. "end" is Linux's td_end: the highest sequence number sent, plus one; "maxend" the
 * highest that may be sent; "maxwin" the largest window announced; "maxack" the highest acknowledgement.
 */
final class TcpDescriptor {
    /** Bytes of one direction's window state. */
    static final int SIDE_LENGTH = 16;
    static final int SIDES = EntryDescriptor.PROTOCOL;
    static final int END = 0;
    static final int MAX_END = 4;
    static final int MAX_WIN = 8;
    static final int MAX_ACK = 12;

    static final int LAST_SEQ = SIDES + 2 * SIDE_LENGTH;
    static final int LAST_ACK = LAST_SEQ + 4;
    static final int LAST_END = LAST_SEQ + 8;
    static final int LAST_WIN = LAST_SEQ + 12;
    static final int SCALE = LAST_SEQ + 14;
    static final int SIDE_FLAGS = LAST_SEQ + 16;
    static final int RETRANS = LAST_SEQ + 18;
    static final int LAST_INDEX = LAST_SEQ + 19;
    static final int LAST_DIR = LAST_SEQ + 20;
    static final int LAST_WSCALE = LAST_SEQ + 21;
    static final int LAST_FLAGS = LAST_SEQ + 22;

    /** The side offered window scaling (RFC 7323). */
    static final int FLAG_WINDOW_SCALE = 0x01;
    /** The side permits SACK (RFC 2018). */
    static final int FLAG_SACK_PERMITTED = 0x02;
    /** The side sent the first FIN. */
    static final int FLAG_CLOSE_INIT = 0x04;
    /** No window check for the side: picked up in mid-stream. */
    static final int FLAG_BE_LIBERAL = 0x08;
    /** The side sent data that is not acknowledged. */
    static final int FLAG_DATA_UNACKNOWLEDGED = 0x10;
    /** maxack holds something. */
    static final int FLAG_MAX_ACK_SET = 0x20;
    /** A challenge ACK (RFC 5961) may follow. */
    static final int FLAG_CHALLENGE_ACK = 0x40;
    /** Both sides sent a SYN. */
    static final int FLAG_SIMULTANEOUS_OPEN = 0x80;

    private TcpDescriptor() {
    }

    static long side(final long entry, final int direction) {
        return entry + SIDES + direction * SIDE_LENGTH;
    }
}
