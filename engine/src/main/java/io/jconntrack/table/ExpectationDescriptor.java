/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.entry.Expectation;

/**
 * Layout of expectations, and of what is kept for a connection that has a helper or a master: 128 bytes each.
 * <pre>
 *  expectation
 *   0                 8                 16                24
 *  +-----------------+-----------------+-----------------+-----------------+
 *  | WORD            | SLOT            | META            | SRC             |
 *  +-----------------+-----------------+-----------------+-----------------+
 *  | SRC, last half  | DST             | DST, last half  | DEADLINE        |
 *  +-----------------+-----------------+--------+--------+-----------------+  64
 *  | MASTER          | FLAGS  | HELPER | STATE  | GENER. | 0 ...
 *  +-----------------+-----------------+--------+--------+
 *
 *  META    63      48 47      40 39      32 31         16 15          0
 *         +----------+----------+----------+-------------+-------------+
 *         |   zone   |   l3     | protocol | source port | destination |
 *         +----------+----------+----------+-------------+-------------+
 *
 *  row of a connection
 *   0                 8                 16                                  80                128
 *  +-----------------+-----------------+-----------------------------------+-----------------+
 *  | ROW_ID          | MASTER          | WORDs of its expectations, oldest | the helper's    |
 *  +-----------------+-----------------+-----------------------------------+-----------------+
 * </pre>
 * WORD is what stands in the index at SLOT while the expectation is there, HOME the address of the bucket from which
 * the path to SLOT leads; MASTER is {@link EntryDescriptor#id} plus
 * one, as is ROW_ID, which says whose row it is.
 */
final class ExpectationDescriptor {
    static final int LENGTH = 128;
    static final int WORD = 0;
    static final int SLOT = 8;
    static final int META = 16;
    static final int SOURCE = 24;
    static final int DESTINATION = 40;
    static final int DEADLINE = 56;
    static final int MASTER = 64;
    static final int FLAGS = 72;
    static final int HELPER = 76;
    static final int STATE = 80;
    static final int GENERATION = 84;
    static final int HOME = 88;

    /** STATE of an expectation that nobody uses. */
    static final int FREE = 0;
    static final int IN_USE = 1;

    static final int ROW_ID = 0;
    static final int ROW_MASTER = 8;
    static final int ROW_WORDS = 16;
    /** Expectations that one connection may have at a time. */
    static final int ROW_WORD_COUNT = Expectation.MAX_EXPECTED;
    static final int ROW_STATE = ROW_WORDS + 8 * ROW_WORD_COUNT;
    static final int ROW_STATE_LENGTH = LENGTH - ROW_STATE;

    private ExpectationDescriptor() {
    }
}
