/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.table.EntryDescriptor;

/**
 * SCTP's own area of an entry.
 * <pre>
 *   72        76        80      81
 *  +---------+---------+-------+
 *  | vtag 0  | vtag 1  | flags |
 *  +---------+---------+-------+
 * </pre>
 * "vtag d" is the verification tag that packets of direction d carry (RFC 9260, section 8.5); 0 while it is unknown.
 */
final class SctpDescriptor {
    static final int VTAGS = EntryDescriptor.PROTOCOL;
    static final int FLAGS = VTAGS + 8;

    /** The side sent an INIT that no COOKIE ACK followed; shifted left by the direction. */
    static final int FLAG_INIT = 0x01;
    /** The last HEARTBEAT carried a tag that is not the known one. */
    static final int FLAG_STRANGE_HEARTBEAT = 0x04;
    /** That HEARTBEAT came from the replying side. */
    static final int FLAG_STRANGE_HEARTBEAT_REPLY = 0x08;

    /** A packet that was refused in the end had changed the state; the next that is accepted makes it known. */
    static final int FLAG_UNTOLD = 0x10;

    private SctpDescriptor() {
    }

    static long vtag(final long entry, final int direction) {
        return entry + VTAGS + direction * 4;
    }
}
