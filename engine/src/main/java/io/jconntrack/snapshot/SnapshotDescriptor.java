/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.entry.Column;

/**
 * Layout of a snapshot file, version 1. All numbers are little-endian, addresses in network order. Every byte is
 * covered by a checksum (CRC32C).
 * <pre>
 *  | header | block 0 | block 1 | ... | trailer |
 *
 *  header
 *   0                         8             12            16            20            24            28            32
 *  +-------------------------+-------------+-------------+-------------+-------------+-------------+-------------+
 *  | MAGIC                   | VERSION     | HEADER LEN. | FLAGS: 0    | COLUMNS     | RECORD LEN. | BLOCK       |
 *  |                         |             |             |             | (bits)      |             | ENTRIES     |
 *  +-------------------------+-------------+-------------+-------------+-------------+-------------+-------------+
 *  | NOW: the moment, nanoseconds of the tracker's clock | EPOCH: the same, ns since 1970 | PID of the tracker     |
 *  +----------------------------------+------------------+-----------------------+--------+------------------------+
 *  | PROFILE: a name, 16 bytes        | NAME of the tracker, 64 bytes            | SETTINGS ...      | CHECKSUM  |
 *  +----------------------------------+------------------------------------------+-------------------+-----------+
 *   56                                 72                                         136                 length - 4
 *
 *  block                                                       trailer
 *   0      4       8        16                                  0      4        8        16
 *  +------+-------+--------+------------------+----------+     +------+--------+--------+----------+
 *  | BLCK | count | number | records of count | CHECKSUM |     | TRLR | DIGEST | total  | CHECKSUM |
 *  +------+-------+--------+------------------+----------+     +------+--------+--------+----------+
 *
 *  record
 *   0    1     2      4       5        6     8        12      14      16
 *  +----+-----+------+-------+--------+-----+--------+-------+-------+
 *  | L3 |PROTO| ZONE | STATE | WORKER |  0  | STATUS | SPORT | DPORT |
 *  +----+-----+------+-------+--------+-----+--------+-------+-------+  32
 *  | SOURCE: 16 bytes; IPv4 in the last 4, the others 0               |
 *  +-------------------------------------------------------------------+  48
 *  | DESTINATION: 16 bytes                                             |
 *  +---------------------------------+---------------------------------+  64
 *  | ID                              | DEADLINE: ns of NOW's clock     |
 *  +---------------------------------+---------------------------------+  120
 *  | PROTOCOL'S OWN: 56 bytes                                         |
 *  +-------------------------------------------------------------------+
 *  | the columns that COLUMNS has, in the order of its bits:           |
 *  |   bit 0, 32 bytes: packets, bytes; packets, bytes of the reply    |
 *  |   bit 1,  8 bytes: start, nanoseconds of NOW's clock              |
 *  |   bit 2,  8 bytes: mark, then 4 bytes 0                           |
 *  |   bit 3, 16 bytes: labels                                         |
 *  +-------------------------------------------------------------------+
 * </pre>
 * Tuples are those of the original direction; of ICMP, SPORT is the id and DPORT type and code of the query. The
 * protocol's own bytes are those of io.jconntrack.protocol's descriptors from
 * {@link io.jconntrack.table.EntryDescriptor#PROTOCOL} on, as a little-endian machine has them; they belong to this
 * version of the layout. A block's number counts from 0. DIGEST is the checksum over the checksums of the header and of
 * all blocks, in their order. Behind the trailer the file ends.
 */
final class SnapshotDescriptor {
    /** Not text: what changes line ends, strips the eighth bit or stops at a ^Z damages it. */
    static final long MAGIC_NUMBER = 0x1A0A_0D53_5443_4A89L;
    static final int VERSION_NOW = 1;

    static final int MAGIC = 0;
    static final int VERSION = 8;
    static final int HEADER_LENGTH = 12;
    static final int FLAGS = 16;
    static final int COLUMNS = 20;
    static final int RECORD_LENGTH = 24;
    static final int BLOCK_ENTRIES = 28;
    static final int NOW = 32;
    static final int EPOCH = 40;
    static final int PID = 48;
    static final int PROFILE = 56;
    static final int PROFILE_LENGTH = 16;
    static final int NAME = 72;
    static final int NAME_LENGTH = 64;
    static final int SETTINGS = 136;
    /** Least length of a header: without settings. */
    static final int MIN_HEADER_LENGTH = SETTINGS + 4;
    /** The longest that is believed. */
    static final int MAX_HEADER_LENGTH = 1 << 16;

    static final int CHECKSUM_LENGTH = 4;

    /** "BLCK". */
    static final int BLOCK_KIND = 0x4B43_4C42;
    /** "TRLR". */
    static final int TRAILER_KIND = 0x524C_5254;
    static final int KIND = 0;
    static final int COUNT = 4;
    static final int DIGEST = 4;
    static final int NUMBER = 8;
    static final int TOTAL = 8;
    /** Bytes in front of a block's records, and of a trailer without its checksum. */
    static final int BLOCK_HEADER_LENGTH = 16;
    /** Entries of the blocks that are written. */
    static final int ENTRIES_PER_BLOCK = 1024;
    /** The most that are believed. */
    static final int MAX_BLOCK_ENTRIES = 1 << 14;

    static final int L3 = 0;
    static final int PROTO = 1;
    static final int ZONE = 2;
    static final int STATE = 4;
    static final int WORKER = 5;
    static final int RESERVED = 6;
    static final int STATUS = 8;
    static final int SPORT = 12;
    static final int DPORT = 14;
    static final int SOURCE = 16;
    static final int DESTINATION = 32;
    static final int ID = 48;
    static final int DEADLINE = 56;
    static final int PROTOCOL = 64;
    static final int PROTOCOL_LENGTH = 56;
    static final int COLUMNS_START = PROTOCOL + PROTOCOL_LENGTH;

    private SnapshotDescriptor() {
    }

    /** Bytes of a record with columns. */
    static int recordLength(final int columns) {
        int length = COLUMNS_START;
        for (final Column column : Column.values()) {
            length += has(columns, column) ? width(column) : 0;
        }
        return length;
    }

    /** Bytes that a column takes, a multiple of eight. */
    static int width(final Column column) {
        return column.width() + 7 & -8;
    }

    static boolean has(final int columns, final Column column) {
        return (columns >>> column.ordinal() & 1) != 0;
    }
}
