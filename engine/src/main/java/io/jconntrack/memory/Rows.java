/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

/**
 * Up to 64 rows of words of eight bytes, kept in columns: the same word of eight rows lies together in one cache line,
 * as instructions for vectors want it.
 * <pre>
 *            row 0    row 1           row 7    row 8           row 63
 *          +--------+--------+- ... -+--------+--------+- ... -+--------+---------+
 *  word 0  |        |        |       |        |        |       |        | 64 bytes|
 *          +--------+--------+- ... -+--------+--------+- ... -+--------+---------+
 *  word 1  |        |        |       |        |        |       |        |         |
 *          +--------+--------+- ... -+--------+--------+- ... -+--------+---------+
 *  ...
 * </pre>
 * A row's address is that of its first word, and its next words follow every {@link #WORD} bytes; the next row begins
 * 8 bytes on. The bytes between the columns keep words of a row from having the same lower twelve bits of an address,
 * which would make the processor take one for the other.
 */
public final class Rows {
    /** Rows that there is room for. */
    public static final int CAPACITY = 64;
    /** Bytes from a row to the next. */
    public static final int ROW = Long.BYTES;
    /** Bytes from a word of a row to its next. */
    public static final int WORD = CAPACITY * ROW + 64;

    /** Rows of a column that lie in one cache line, with which vectors work at once. */
    public static final int LANES = 8;

    private Rows() {
    }
}
