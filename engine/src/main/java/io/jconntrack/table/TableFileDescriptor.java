/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

/**
 * Layout of a table's file: a page that says what it is, then the table as {@link TableLayout} draws it. Numbers are in
 * the machine's own byte order.
 * <pre>
 *   0                 8        12       16       20       24       28       32       36       40
 *  +-----------------+--------+--------+--------+--------+--------+--------+--------+--------+----------------+
 *  | MAGIC: JCTTABLE | BYTE   | FORMAT | STATE  |CAPACITY|WORKERS | WHEEL  |COLUMNS |        | LENGTH of the  |
 *  |                 | ORDER  |        |        |        |        | SLOTS  | (bits) |        | file, in bytes |
 *  +-----------------+--------+--------+--------+--------+--------+--------+--------+--------+----------------+
 *  | PROFILE: a name, 16 bytes         | SEED 0          | SEED 1          | PID    |        |
 *  +-----------------------------------+-----------------+-----------------+--------+--------+
 *   48                                  64                72                80
 *   4096
 *  +-----------------------------------
 *  | pool | workers | wheels | droppable | buckets | entries | columns
 * </pre>
 * STATE is written last when the file is made. The seeds are secret: who has them can make connections that collide.
 * PID is information; whether the owner lives is told by its lock on the file.
 */
final class TableFileDescriptor {
    /** The bytes of "JCTTABLE". */
    static final int MAGIC = 0;
    /** {@link #ORDER} as the owner's machine writes it. */
    static final int BYTE_ORDER = 8;
    /** Version of all that lies in the file. */
    static final int FORMAT = 12;
    /** {@link #INITIALISING}, {@link #READY} or {@link #RECOVERING}. */
    static final int STATE = 16;
    /** Connections. */
    static final int CAPACITY = 20;
    /** Number of workers. */
    static final int WORKERS = 24;
    /** Slots of a worker's wheel. */
    static final int WHEEL_SLOTS = 28;
    /** Bit n: the column with the ordinal n is there. */
    static final int COLUMNS = 32;
    /** Bytes of the file. */
    static final int LENGTH = 40;
    /** Name of the profile, that tells names of states: ASCII, zeros behind it. */
    static final int PROFILE = 48;
    /** Bytes of the name at the most. */
    static final int PROFILE_LENGTH = 16;
    /** First half of the hash seed. */
    static final int SEED0 = 64;
    /** Second half. */
    static final int SEED1 = 72;
    /** Process that opened the file last as its owner. */
    static final int PID = 80;
    /** Offset of the table. */
    static final int TABLE = 4096;

    /** What {@link #MAGIC} holds. */
    static final String MAGIC_TEXT = "JCTTABLE";
    /** What {@link #BYTE_ORDER} holds. */
    static final int ORDER = 0x01020304;
    /** The format that this version writes and reads. */
    static final int FORMAT_NOW = 2;

    /** Never used yet. */
    static final int INITIALISING = 1;
    /** In use, or left by a tracker. */
    static final int READY = 2;
    /** Index and lists are being rebuilt; the entries are there. */
    static final int RECOVERING = 3;

    private TableFileDescriptor() {
    }
}
