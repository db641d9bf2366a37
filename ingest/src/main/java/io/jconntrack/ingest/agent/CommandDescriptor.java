/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.ConnectionId;

/**
 * Commands to a worker, messages of its command ring, in the machine's own byte order. A message is consumed when its
 * command is done.
 * <pre>
 *   0                   8         12        16        20        24                  32
 *  +-------------------+---------+---------+---------+---------+-------------------+
 *  | CORRELATION       | COUNT or|  unused | CLEARED | FLIPPED | TIMEOUT           |  connections ...
 *  |                   | FAMILY  |         |         |         |                   |  COUNT x ConnectionId
 *  +-------------------+---------+---------+---------+---------+-------------------+
 *
 *  FLUSH   16 bytes: remove all of the worker's connections of FAMILY, 4 or 6, or of both with 0
 *  DELETE  32 bytes and the connections: remove these; CLEARED, FLIPPED and TIMEOUT are unused
 *  UPDATE  32 bytes and the connections: mark = mark &amp; ~CLEARED ^ FLIPPED; TIMEOUT nanoseconds from now, or -1 to
 *          leave it alone
 * </pre>
 * Each command gets an answer ({@link AnswerDescriptor}) under its CORRELATION, which the client takes from the ring's
 * correlation counter, plus one: no two commands of a ring have the same.
 */
final class CommandDescriptor {
    /** Message type. */
    static final int FLUSH = 1;
    /** Message type. */
    static final int DELETE = 2;
    /** Message type. */
    static final int UPDATE = 3;

    static final int CORRELATION = 0;
    static final int COUNT = 8;
    static final int FAMILY = 8;
    /** Bytes of a FLUSH. */
    static final int FLUSH_LENGTH = 16;
    static final int CLEARED = 16;
    static final int FLIPPED = 20;
    static final int TIMEOUT = 24;
    /** First byte of the connections. */
    static final int CONNECTIONS = 32;
    /** Connections of one command at the most: an answer has a bit for each, and it is done in one go. */
    static final int MAX_COUNT = 64;

    private CommandDescriptor() {
    }

    /** Bytes of a DELETE or UPDATE of so many connections. */
    static int length(final int count) {
        return CONNECTIONS + count * ConnectionId.LENGTH;
    }
}
