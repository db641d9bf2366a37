/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import static io.jconntrack.snapshot.SnapshotDescriptor.COLUMNS_START;
import static io.jconntrack.snapshot.SnapshotDescriptor.DEADLINE;
import static io.jconntrack.snapshot.SnapshotDescriptor.DESTINATION;
import static io.jconntrack.snapshot.SnapshotDescriptor.DPORT;
import static io.jconntrack.snapshot.SnapshotDescriptor.ID;
import static io.jconntrack.snapshot.SnapshotDescriptor.L3;
import static io.jconntrack.snapshot.SnapshotDescriptor.PROTO;
import static io.jconntrack.snapshot.SnapshotDescriptor.PROTOCOL;
import static io.jconntrack.snapshot.SnapshotDescriptor.PROTOCOL_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.RESERVED;
import static io.jconntrack.snapshot.SnapshotDescriptor.SOURCE;
import static io.jconntrack.snapshot.SnapshotDescriptor.SPORT;
import static io.jconntrack.snapshot.SnapshotDescriptor.STATE;
import static io.jconntrack.snapshot.SnapshotDescriptor.STATUS;
import static io.jconntrack.snapshot.SnapshotDescriptor.WORKER;
import static io.jconntrack.snapshot.SnapshotDescriptor.ZONE;
import static io.jconntrack.snapshot.SnapshotDescriptor.has;
import static io.jconntrack.snapshot.SnapshotDescriptor.width;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.ProtocolStates;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.Columns;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.CopiedEntry;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import java.nio.ByteBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * From a record to an entry as tables have it, in memory of its own that is filled anew for each record. Used by one
 * thread.
 */
final class SnapshotEntry implements CopiedEntry {
    private static final int KNOWN_STATUS = Status.EXPECTED | Status.SEEN_REPLY | Status.ASSURED | Status.CONFIRMED
        | Status.HELPER;
    private static final int IPV4_HIGH_BITS = 32;
    /** The greatest time-out that a setting takes, and some to spare: 20 years. */
    private static final long LONGEST_NANOS = 20L * 366 * 86_400 * 1_000_000_000L;
    private static final long MAX_ID = 1L << 35;

    private final UnsafeBuffer copy =
        new UnsafeBuffer(ByteBuffer.allocateDirect(EntryDescriptor.LENGTH + Columns.COPY_LENGTH));
    private final long entry = copy.addressOffset();
    private final TupleKey key = new TupleKey(0, 0);
    private final int present;
    private final Columns columns;
    private final boolean linux;
    private int number;

    SnapshotEntry(final SnapshotHeader header) {
        present = header.columns();
        linux = header.settings().profile() == Profile.LINUX;
        columns = Columns.emptyCopy(entry + EntryDescriptor.LENGTH, present);
    }

    /**
     * Check a record.
     *
     * @param nowNanos the snapshot's moment.
     * @return null, or what is wrong with it.
     */
    static String fault(final UnsafeBuffer from, final int at, final long nowNanos) {
        final int l3 = from.getByte(at + L3);
        final int protocol = from.getByte(at + PROTO) & 0xFF;
        final int status = from.getInt(at + STATUS, LITTLE_ENDIAN);
        final long id = from.getLong(at + ID, LITTLE_ENDIAN);
        if (l3 != 4 && l3 != 6) {
            return "l3=" + l3 + " expected 4 or 6";
        }
        if (!ProtocolStates.isState(protocol, from.getByte(at + STATE))) {
            return "state=" + from.getByte(at + STATE) + " expected one of protocol " + protocol;
        }
        if ((status & ~KNOWN_STATUS) != 0 || (status & Status.CONFIRMED) == 0) {
            return "status=0x" + Integer.toHexString(status) + " expected CONFIRMED and known bits";
        }
        if (from.getShort(at + RESERVED, LITTLE_ENDIAN) != 0) {
            return "reserved=" + from.getShort(at + RESERVED, LITTLE_ENDIAN) + " expected 0";
        }
        final String scaleFault = protocol == Packet.TCP ? ProtocolStates.scaleFault(from, at + PROTOCOL) : null;
        if (scaleFault != null) {
            return scaleFault;
        }
        final int worker = from.getByte(at + WORKER);
        if (worker < 0 || worker >= ConnectionTable.MAX_WORKERS) {
            return "worker=" + worker + " expected 0 to " + (ConnectionTable.MAX_WORKERS - 1);
        }
        if (l3 == 4 && (from.getLong(at + SOURCE) | from.getLong(at + DESTINATION)
            | from.getLong(at + SOURCE + 8, BIG_ENDIAN) >>> IPV4_HIGH_BITS
            | from.getLong(at + DESTINATION + 8, BIG_ENDIAN) >>> IPV4_HIGH_BITS) != 0) {
            return "address=longer than 4 bytes expected an IPv4 address";
        }
        if (id < 0 || id >= MAX_ID) {
            return "id=" + id + " expected 0 to " + (MAX_ID - 1);
        }
        final long left = from.getLong(at + DEADLINE, LITTLE_ENDIAN) - nowNanos;
        return left > LONGEST_NANOS ? "deadline=" + left + " ns ahead, expected at most " + LONGEST_NANOS : null;
    }

    /** Take a record in which there is no {@link #fault}. */
    void decode(final UnsafeBuffer from, final int at) {
        final int l3 = from.getByte(at + L3);
        final int protocol = from.getByte(at + PROTO) & 0xFF;
        final long id = from.getLong(at + ID, LITTLE_ENDIAN);
        final boolean isIcmp = protocol == (l3 == 4 ? Packet.ICMP : Packet.ICMPV6);
        key.set(l3, protocol, from.getShort(at + ZONE, LITTLE_ENDIAN) & 0xFFFF,
            from.getLong(at + SOURCE, BIG_ENDIAN), from.getLong(at + SOURCE + 8, BIG_ENDIAN),
            from.getShort(at + SPORT, LITTLE_ENDIAN) & 0xFFFF,
            from.getLong(at + DESTINATION, BIG_ENDIAN), from.getLong(at + DESTINATION + 8, BIG_ENDIAN),
            from.getShort(at + DPORT, LITTLE_ENDIAN) & 0xFFFF, isIcmp ? 1 : 0);
        key.copyTo(entry);
        UnsafeApi.putLong(entry + EntryDescriptor.DEADLINE, from.getLong(at + DEADLINE, LITTLE_ENDIAN));
        UnsafeApi.putInt(entry + EntryDescriptor.STATUS, from.getInt(at + STATUS, LITTLE_ENDIAN));
        UnsafeApi.putByte(entry + EntryDescriptor.STATE, from.getByte(at + STATE));
        UnsafeApi.putByte(entry + EntryDescriptor.OWNER, (byte)(from.getByte(at + WORKER) + 1));
        UnsafeApi.putByte(entry + EntryDescriptor.GENERATION, (byte)id);
        number = (int)(id >>> 8);
        copy.putBytes(EntryDescriptor.PROTOCOL, from, at + PROTOCOL, PROTOCOL_LENGTH);
        getColumns(from, at + COLUMNS_START);
    }

    private void getColumns(final UnsafeBuffer from, final int start) {
        final int to = EntryDescriptor.LENGTH;
        int at = start;
        if (has(present, Column.ACCOUNTING)) {
            copy.putBytes(to, from, at, width(Column.ACCOUNTING));
            at += width(Column.ACCOUNTING);
        }
        if (has(present, Column.TIMESTAMP)) {
            copy.putLong(to + Columns.COPY_TIMESTAMP, from.getLong(at, LITTLE_ENDIAN));
            at += width(Column.TIMESTAMP);
        }
        if (has(present, Column.MARK)) {
            copy.putInt(to + Columns.COPY_MARK, from.getInt(at, LITTLE_ENDIAN));
            at += width(Column.MARK);
        }
        if (has(present, Column.LABELS)) {
            copy.putBytes(to + Columns.COPY_LABELS, from, at, width(Column.LABELS));
        }
    }

    @Override
    public long entry() {
        return entry;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean isLinux() {
        return linux;
    }
}
