/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.table.EntryDescriptor.GENERATION;
import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.STATUS;

import io.jconntrack.entry.Status;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Which connection is meant: the number that it has while it lives, and its key. So a request that comes after the
 * connection has gone never meets the next one in the same entry. Mutable, used by one thread.
 * <pre>
 *   0         8         16        24        32        40        48
 *  +---------+---------+---------+---------+---------+---------+
 *  | ID      | KEY 0   | KEY 1   | KEY 2   | KEY 3   | KEY 4   |
 *  +---------+---------+---------+---------+---------+---------+
 * </pre>
 * ID is {@link Connection#id()}, the key is as entries have it, in the machine's own byte order.
 */
public final class ConnectionId {
    /** Bytes in a buffer. */
    public static final int LENGTH = 48;

    private long id;
    private long k0;
    private long k1;
    private long k2;
    private long k3;
    private long k4;

    /** Nobody's. */
    public ConnectionId() {
    }

    /**
     * Take an entry's.
     *
     * @param entry address of the entry or of a copy.
     * @param number of the entry.
     */
    void read(final long entry, final int number) {
        id = EntryDescriptor.id(entry, number);
        k0 = UnsafeApi.getLong(entry + KEY);
        k1 = UnsafeApi.getLong(entry + KEY + 8);
        k2 = UnsafeApi.getLong(entry + KEY + 16);
        k3 = UnsafeApi.getLong(entry + KEY + 24);
        k4 = UnsafeApi.getLong(entry + KEY + 32);
    }

    /**
     * Take what was written by {@link #putTo}; each word is read once, whoever changes the buffer meanwhile.
     *
     * @param buffer that holds it.
     * @param offset of its first byte.
     */
    public void getFrom(final DirectBuffer buffer, final int offset) {
        id = buffer.getLong(offset);
        k0 = buffer.getLong(offset + 8);
        k1 = buffer.getLong(offset + 16);
        k2 = buffer.getLong(offset + 24);
        k3 = buffer.getLong(offset + 32);
        k4 = buffer.getLong(offset + 40);
    }

    /**
     * Write it.
     *
     * @param buffer that takes it.
     * @param offset of its first byte.
     */
    public void putTo(final MutableDirectBuffer buffer, final int offset) {
        buffer.putLong(offset, id);
        buffer.putLong(offset + 8, k0);
        buffer.putLong(offset + 16, k1);
        buffer.putLong(offset + 24, k2);
        buffer.putLong(offset + 32, k3);
        buffer.putLong(offset + 40, k4);
    }

    /**
     * The connection's number.
     *
     * @return see {@link Connection#id()}; anything when it came from a buffer.
     */
    public long id() {
        return id;
    }

    /**
     * Number of the entry.
     *
     * @return 0 and up; -1 when there is none of such a number.
     */
    private int number() {
        final long number = id >> 8;
        return number == (int)number && number >= 0 ? (int)number : -1;
    }

    /**
     * The entry of a worker's table that holds this connection.
     *
     * @param table as its worker sees it.
     * @param nowNanos the caller's time.
     * @return its address, or {@link ConnectionTable#NONE} when the connection has gone, its time is over, or it is
     *     another worker's.
     */
    long find(final ConnectionTable table, final long nowNanos) {
        final int number = number();
        if (number < 0 || number >= table.bound()) {
            return ConnectionTable.NONE;
        }
        final long e = table.liveEntry(number);
        return e != ConnectionTable.NONE && table.isOwn(e) && isOf(e)
            && (UnsafeApi.getInt(e + STATUS) & Status.CONFIRMED) != 0 && !ConnectionTable.expired(e, nowNanos) ? e
            : ConnectionTable.NONE;
    }

    /**
     * Whether an entry still holds this connection.
     *
     * @param entry its address; the one of {@link #number()}.
     */
    private boolean isOf(final long entry) {
        return (byte)id == UnsafeApi.getByte(entry + GENERATION)
            && ((UnsafeApi.getLong(entry + KEY) ^ k0) | (UnsafeApi.getLong(entry + KEY + 8) ^ k1)
            | (UnsafeApi.getLong(entry + KEY + 16) ^ k2) | (UnsafeApi.getLong(entry + KEY + 24) ^ k3)
            | (UnsafeApi.getLong(entry + KEY + 32) ^ k4)) == 0;
    }
}
