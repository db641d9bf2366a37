/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import static io.jconntrack.ingest.archive.ArchiveDescriptor.CHECK;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.COUNTS;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.FLAGS;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.FLAG_COUNTED;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.FLAG_FROM_SECOND;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.FLAG_MARKED;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.ID;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.LEFT;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.MARK;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.NUMBER;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.SNAPSHOT;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.START;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.STATE;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.STATUS;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.TIME;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.snapshot.Dump;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection as one snapshot saw it.
 *
 * @param number in the connection's history, from 0.
 * @param snapshot number of the snapshot in the archive.
 * @param epochNanos the snapshot's moment, nanoseconds since 1970.
 * @param id the connection's number in its tracker.
 * @param startNanos when the connection started, nanoseconds since 1970; 0 where that is not known.
 * @param isFromSecond whether the original direction's source is the second endpoint in the archive's order.
 * @param isCounted whether packets and bytes were counted.
 * @param packets of the original direction.
 * @param bytes of the original direction.
 * @param replyPackets of the reply.
 * @param replyBytes of the reply.
 * @param secondsLeft until it would have expired.
 * @param status bits of {@link io.jconntrack.entry.Status}.
 * @param isMarked whether the tracker kept marks.
 * @param mark 32 bits.
 * @param state name of the state, or null where the protocol has none.
 */
public record Observation(int number, int snapshot, long epochNanos, long id, long startNanos, boolean isFromSecond,
    boolean isCounted, long packets, long bytes, long replyPackets, long replyBytes, int secondsLeft, int status,
    boolean isMarked, int mark, String state) {

    /** What a dump shows now, as an observation without a number. */
    static Observation of(final Dump dump, final int snapshot, final boolean isFromSecond) {
        final Connection c = dump.connection();
        final long start = !c.has(Column.TIMESTAMP) ? 0 : dump.epochNanos() - (dump.nowNanos() - c.startNanos());
        return new Observation(0, snapshot, dump.epochNanos(), c.id(), start, isFromSecond, c.has(Column.ACCOUNTING),
            c.packets(0), c.bytes(0), c.packets(1), c.bytes(1),
            (int)Math.min(Integer.MAX_VALUE, c.secondsLeft(dump.nowNanos())), c.status(), c.has(Column.MARK), c.mark(),
            c.state());
    }

    /** Write it into a part's slot. */
    void write(final byte[] key, final byte[] value, final int at, final int asNumber) throws IOException {
        final int flags = (isFromSecond ? FLAG_FROM_SECOND : 0) | (isCounted ? FLAG_COUNTED : 0)
            | (isMarked ? FLAG_MARKED : 0);
        ByteBuffer.wrap(value).putInt(at + NUMBER, asNumber).putInt(at + SNAPSHOT, snapshot)
            .putLong(at + TIME, epochNanos).putLong(at + ID, id).putLong(at + START, startNanos)
            .putLong(at + COUNTS, packets).putLong(at + COUNTS + 8, bytes).putLong(at + COUNTS + 16, replyPackets)
            .putLong(at + COUNTS + 24, replyBytes).putInt(at + LEFT, secondsLeft).putInt(at + STATUS, status)
            .putInt(at + MARK, mark).put(at + STATE, StateNames.code(state)).put(at + FLAGS, (byte)flags)
            .putShort(at + FLAGS + 1, (short)0)
            .putInt(at + CHECK, Checks.of(key, value, at, at + CHECK));
    }

    /** Read a part's slot: null where there is nothing whole. */
    static Observation read(final byte[] key, final byte[] value, final int at) {
        final ByteBuffer from = ByteBuffer.wrap(value);
        if (from.getInt(at + CHECK) != Checks.of(key, value, at, at + CHECK)) {
            return null;
        }
        final int flags = from.get(at + FLAGS);
        return new Observation(from.getInt(at + NUMBER), from.getInt(at + SNAPSHOT), from.getLong(at + TIME),
            from.getLong(at + ID), from.getLong(at + START), (flags & FLAG_FROM_SECOND) != 0,
            (flags & FLAG_COUNTED) != 0, from.getLong(at + COUNTS), from.getLong(at + COUNTS + 8),
            from.getLong(at + COUNTS + 16), from.getLong(at + COUNTS + 24), from.getInt(at + LEFT),
            from.getInt(at + STATUS), (flags & FLAG_MARKED) != 0, from.getInt(at + MARK),
            StateNames.name(from.get(at + STATE)));
    }

    /** Whether a slot was never written. */
    static boolean isEmpty(final byte[] value, final int at) {
        return ByteBuffer.wrap(value).getLong(at + TIME) == 0 && ByteBuffer.wrap(value).getInt(at + CHECK) == 0;
    }
}
