/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

/**
 * Layout of the archive's keys and values, version {@link #LAYOUT_VERSION}: all numbers big-endian, all keys and all
 * values of one length, what is not named is zero. A check is the CRC-32C of the whole key and of what it covers.
 * <pre>
 *  key of 44 bytes
 *   0      1    2       3  4      6      8                     24                    40       42
 *  +------+----+-------+--+------+------+---------------------+---------------------+--------+--------+
 *  | KIND | L3 | PROTO |  | ZONE | PART | FIRST ADDRESS       | SECOND ADDRESS      | F.PORT | S.PORT |
 *  +------+----+-------+--+------+------+---------------------+---------------------+--------+--------+
 *   an IPv4 address is in the last 4 of the 16 bytes; the endpoints are in unsigned order of address and port, but of
 *   ICMP the asking one is first, its id for a port, type and code of the query for the other's
 *
 *  value of a history's part, 176 bytes
 *   0       4   8                      92                   176
 *  +-------+---+----------------------+----------------------+
 *  | COUNT |   | observation          | observation          |
 *  +-------+---+----------------------+----------------------+
 *   COUNT, in part 0 alone: how many observations were ever begun. Number n is in part n / 2 % parts, slot n % 2.
 *
 *  observation of 84 bytes
 *   0      4      8      16     24      32       64     68       72     76      77      80      84
 *  +------+------+------+------+-------+--------+------+--------+------+-------+-------+-------+
 *  | NUM. | SNAP | TIME | ID   | START | COUNTS | LEFT | STATUS | MARK | STATE | FLAGS | CHECK |
 *  +------+------+------+------+-------+--------+------+--------+------+-------+-------+-------+
 *   COUNTS: packets and bytes of the original direction, then of the reply
 * </pre>
 * A snapshot has two entries, one made when its adding began and one when it was complete; nothing of them is changed
 * later. One more entry tells what the archive is.
 */
final class ArchiveDescriptor {
    /** Version of all that is here. */
    static final int LAYOUT_VERSION = 1;
    /** "jcAr". */
    static final int MAGIC = 0x6A63_4172;

    /** Bytes of a key. */
    static final int KEY_LENGTH = 44;
    /** What the entry is, one byte: one of the KIND_ constants. */
    static final int KIND = 0;
    /** IP version, one byte. */
    static final int L3 = 1;
    /** IP protocol, one byte. */
    static final int PROTOCOL = 2;
    /** Zone, two bytes. */
    static final int ZONE = 4;
    /** Number of the history's part, two bytes. */
    static final int PART = 6;
    /** First endpoint's address, 16 bytes; of a snapshot's entries its number, four bytes. */
    static final int FIRST_ADDRESS = 8;
    /** Second endpoint's address. */
    static final int SECOND_ADDRESS = 24;
    /** First endpoint's port, two bytes. */
    static final int FIRST_PORT = 40;
    /** Second endpoint's port, two bytes. */
    static final int SECOND_PORT = 42;

    /** The entry that tells what the archive is. */
    static final byte KIND_ABOUT = 1;
    /** A part of a connection's history. */
    static final byte KIND_HISTORY = 2;
    /** A snapshot whose adding has begun. */
    static final byte KIND_BEGUN = 3;
    /** A snapshot that is complete. */
    static final byte KIND_COMPLETE = 4;

    /** Bytes of a value. */
    static final int VALUE_LENGTH = 176;
    /** Observations begun, four bytes. */
    static final int COUNT = 0;
    /** First of the part's observations. */
    static final int OBSERVATIONS = 8;
    /** Observations of a part. */
    static final int PER_PART = 2;

    /** Bytes of an observation. */
    static final int OBSERVATION_LENGTH = 84;
    /** The observation's number in the connection's history, four bytes. */
    static final int NUMBER = 0;
    /** Number of the snapshot that it is of, four bytes. */
    static final int SNAPSHOT = 4;
    /** The snapshot's moment, nanoseconds since 1970. */
    static final int TIME = 8;
    /** The connection's number in its tracker. */
    static final int ID = 16;
    /** When the connection started, nanoseconds since 1970; 0 where that is not known. */
    static final int START = 24;
    /** Packets and bytes, four times eight bytes. */
    static final int COUNTS = 32;
    /** Remaining seconds, four bytes. */
    static final int LEFT = 64;
    /** Status bits, four bytes. */
    static final int STATUS = 68;
    /** The mark, four bytes. */
    static final int MARK = 72;
    /** Code of the state's name ({@link StateNames}), one byte. */
    static final int STATE = 76;
    /** Bits FLAG_, one byte. */
    static final int FLAGS = 77;
    /** Check of the observation's bytes before it. */
    static final int CHECK = 80;

    /** The original direction's source is the second endpoint. */
    static final int FLAG_FROM_SECOND = 1;
    /** Packets and bytes were counted. */
    static final int FLAG_COUNTED = 1 << 1;
    /** The tracker kept marks. */
    static final int FLAG_MARKED = 1 << 2;

    /** Check of the bytes behind it; of the entries of a snapshot and of the archive. */
    static final int ENTRY_CHECK = 0;
    /** The archive's {@link #MAGIC}, four bytes. */
    static final int ABOUT_MAGIC = 4;
    /** Its layout's version, four bytes. */
    static final int ABOUT_VERSION = 8;
    /** Observations that it keeps of a connection, four bytes. */
    static final int ABOUT_KEEP = 12;
    /** Entries that it was made for, eight bytes. */
    static final int ABOUT_ENTRIES = 16;
    /** The snapshot's moment, nanoseconds since 1970. */
    static final int BEGUN_TIME = 8;
    /** Bytes of the source's name, two bytes. */
    static final int BEGUN_NAME_LENGTH = 16;
    /** The source's name, UTF-8. */
    static final int BEGUN_NAME = 18;
    /** Most bytes of a name. */
    static final int NAME_MAX = VALUE_LENGTH - BEGUN_NAME;
    /** How many connections the snapshot has, eight bytes. */
    static final int COMPLETE_SIZE = 8;

    private ArchiveDescriptor() {
    }
}
