/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.table.Columns;
import io.jconntrack.table.EntryDescriptor;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Two trackers that have seen the same packets, one of them in another way.
 */
final class Duel {
    private Duel() {
    }

    /**
     * Both answer the same, and their entries are the same to the last byte.
     *
     * @param expected of the first tracker.
     * @param verdict of the second.
     * @param where in the traffic, for the message.
     */
    static void assertSame(final Conntrack first, final long expected, final Conntrack second, final long verdict,
        final String where) {
        assertEquals(expected, verdict, where);
        assertEquals(first.lastTimeout(), second.lastTimeout(), where);
        assertSameEntry(first, second, verdict, where);
    }

    /** The entries that a verdict is about are the same to the last byte. */
    static void assertSameEntry(final Conntrack first, final Conntrack second, final long verdict,
        final String where) {
        final int entry = Verdict.entry(verdict);
        if (entry >= 0) {
            assertEquals(bytes(first, entry), bytes(second, entry), where);
        }
    }

    private static String bytes(final Conntrack conntrack, final int entry) {
        final byte[] bytes = new byte[EntryDescriptor.LENGTH];
        new UnsafeBuffer(conntrack.connectionTable().entry(entry), bytes.length).getBytes(0, bytes);
        final Columns columns = conntrack.connectionTable().columns();
        return HexFormat.ofDelimiter(" ").formatHex(bytes) + " " + columns.packets(entry, 0) + " "
            + columns.packets(entry, 1) + " " + columns.bytes(entry, 0) + " " + columns.bytes(entry, 1);
    }
}
