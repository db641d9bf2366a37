/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.entry.Status;
import org.agrona.UnsafeApi;

/**
 * Layout of an entry: 128 bytes, two adjacent cache lines; fields are in the machine's own byte order.
 * <pre>
 *   0         4         8                 16                24
 *  +---------+---------+-----------------+-----------------+-----------------+
 *  | VERSION | L.TICK  | KEY 0 (tuple)   | KEY 1           | KEY 2           |
 *  +---------+---------+-----------------+---------+-------+-+---------------+
 *  | KEY 3             | KEY 4           | DEADLINE (ns)     | STATUS |S|F|O|G|
 *  +-------------------+-----------------+-------------------+--------+-------+  64
 *  | NEXT    | PREV    | protocol's own 56 bytes ...
 *  +---------+---------+
 *
 *  KEY 0   63      48 47      40 39      32 31         16 15          0
 *         +----------+----------+----------+-------------+-------------+
 *         |   zone   | R|  l3   | protocol | port of hi  | port of lo  |
 *         +----------+----------+----------+-------------+-------------+
 *  KEY 1   IPv4: lo address in the upper half, hi address in the lower; IPv6: lo, first 8 bytes
 *  KEY 2-4 IPv6: lo, last 8 bytes; hi, first 8; hi, last 8
 * </pre>
 * "lo" and "hi" are the two endpoints in unsigned order of (address, port), so that both directions have one key.
 * R is set when the ICMP query was sent by hi. VERSION is odd while the owner writes ({@link VersionStamp}); NEXT and
 * PREV are not covered by it.
 */
public final class EntryDescriptor {
    /** Binary logarithm of the bytes of an entry. */
    public static final int LENGTH_SHIFT = 7;
    /** Bytes of an entry. */
    public static final int LENGTH = 1 << LENGTH_SHIFT;
    /** Version stamp, odd while its owner writes. */
    public static final int VERSION = 0;
    /** Tick of the wheel under which the entry is linked. */
    public static final int LINKED_TICK = 4;
    /** First of the five key words. */
    public static final int KEY = 8;
    /** Time at which the entry expires, in nanoseconds. */
    public static final int DEADLINE = 48;
    /** Status bits, see {@link Status}. */
    public static final int STATUS = 56;
    /** Protocol state, one byte. */
    public static final int STATE = 60;
    /** Flags, one byte: {@link #FLAG_ORIGINAL_FROM_HI}. */
    public static final int FLAGS = 61;
    /**
     * Number plus one of the worker that inserted the entry and alone may change it, one byte; 0: nobody, so that an
     * entry that is just being zeroed seems to belong to no worker.
     */
    public static final int OWNER = 62;
    /** How often the entry was used, modulo 256, one byte: tells its connections apart ({@link #id}). */
    public static final int GENERATION = 63;
    /** Next entry of the wheel's list, or of a chunk of free ones. */
    public static final int NEXT = 64;
    /** Previous entry of the wheel's list, or the chunk below on the stack of free ones. */
    public static final int PREV = 68;
    /** First byte of the protocol's own area. */
    public static final int PROTOCOL = 72;

    /** Set when the original direction's source is the endpoint "hi". */
    public static final int FLAG_ORIGINAL_FROM_HI = 1;

    /** Right shift of the word at {@link #STATUS}, after which its lowest bit is {@link #FLAG_ORIGINAL_FROM_HI}. */
    public static final int DIRECTION_SHIFT = (FLAGS - STATUS) * 8;

    private EntryDescriptor() {
    }

    /**
     * Status, state and owner in the word of eight bytes that begins at {@link #STATUS}, as a little-endian machine
     * loads it.
     *
     * @param status bits.
     * @param state one byte.
     * @param owner number of the worker plus one.
     * @return the word, 0 where the rest is.
     */
    public static long statusWord(final int status, final int state, final int owner) {
        return status & 0xFFFF_FFFFL | (long)state << (STATE - STATUS) * 8 | (long)owner << (OWNER - STATUS) * 8;
    }

    /**
     * Direction of a packet within an entry.
     *
     * @param statusWord of the entry, see {@link #statusWord}.
     * @param fromHi 1 when the packet was sent by the endpoint "hi", else 0.
     * @return 0 original, 1 reply.
     */
    public static int direction(final long statusWord, final int fromHi) {
        return ((int)(statusWord >>> DIRECTION_SHIFT) ^ fromHi) & FLAG_ORIGINAL_FROM_HI;
    }

    /**
     * A number for a connection that stays the same while it lives. No two that live have the same, and the next 255
     * that use the entry have others.
     *
     * @param entry address of the entry or of a copy.
     * @param number of the entry.
     * @return above 0, below 2^35; below 2^32 in tables of less than 2^24 entries.
     */
    public static long id(final long entry, final int number) {
        return (long)number << 8 | UnsafeApi.getByte(entry + GENERATION) & 0xFF;
    }
}
