/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import static io.jconntrack.ingest.archive.ArchiveDescriptor.FIRST_ADDRESS;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.FIRST_PORT;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.KEY_LENGTH;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.KIND;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.KIND_HISTORY;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.L3;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.PART;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.PROTOCOL;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.SECOND_ADDRESS;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.SECOND_PORT;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.ZONE;

import io.jconntrack.text.Tuple;
import java.nio.ByteBuffer;

/**
 * Keys of the archive's entries.
 */
final class Keys {
    private Keys() {
    }

    /** Whether the tuple's source is the second endpoint of its connection's key. */
    static boolean isFromSecond(final Tuple t) {
        if (t.isIcmp()) {
            return false;
        }
        final int high = Long.compareUnsigned(t.srcHigh(), t.dstHigh());
        final int low = high != 0 ? high : Long.compareUnsigned(t.srcLow(), t.dstLow());
        return (low != 0 ? low : Integer.compare(t.srcPort(), t.dstPort())) > 0;
    }

    /** Key of part 0 of the history of a tuple's connection. */
    static byte[] history(final Tuple tuple) {
        final Tuple t = isFromSecond(tuple) ? tuple.reversed() : tuple;
        return key(KIND_HISTORY).put(L3, (byte)t.l3()).put(PROTOCOL, (byte)t.protocol()).putShort(ZONE, (short)t.zone())
            .putLong(FIRST_ADDRESS, t.srcHigh()).putLong(FIRST_ADDRESS + 8, t.srcLow())
            .putLong(SECOND_ADDRESS, t.dstHigh()).putLong(SECOND_ADDRESS + 8, t.dstLow())
            .putShort(FIRST_PORT, (short)t.srcPort()).putShort(SECOND_PORT, (short)t.dstPort()).array();
    }

    /** The same with another part's number. */
    static byte[] part(final byte[] history, final int part) {
        final byte[] key = history.clone();
        ByteBuffer.wrap(key).putShort(PART, (short)part);
        return key;
    }

    /** Key of an entry of a snapshot. */
    static byte[] snapshot(final byte kind, final int number) {
        return key(kind).putInt(FIRST_ADDRESS, number).array();
    }

    /** Key of the entry that is there once. */
    static byte[] about() {
        return key(ArchiveDescriptor.KIND_ABOUT).array();
    }

    private static ByteBuffer key(final byte kind) {
        return ByteBuffer.allocate(KEY_LENGTH).put(KIND, kind);
    }
}
