/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.TableFileDescriptor.BYTE_ORDER;
import static io.jconntrack.table.TableFileDescriptor.CAPACITY;
import static io.jconntrack.table.TableFileDescriptor.COLUMNS;
import static io.jconntrack.table.TableFileDescriptor.FORMAT;
import static io.jconntrack.table.TableFileDescriptor.FORMAT_NOW;
import static io.jconntrack.table.TableFileDescriptor.INITIALISING;
import static io.jconntrack.table.TableFileDescriptor.LENGTH;
import static io.jconntrack.table.TableFileDescriptor.MAGIC;
import static io.jconntrack.table.TableFileDescriptor.MAGIC_TEXT;
import static io.jconntrack.table.TableFileDescriptor.ORDER;
import static io.jconntrack.table.TableFileDescriptor.PID;
import static io.jconntrack.table.TableFileDescriptor.PROFILE;
import static io.jconntrack.table.TableFileDescriptor.PROFILE_LENGTH;
import static io.jconntrack.table.TableFileDescriptor.READY;
import static io.jconntrack.table.TableFileDescriptor.RECOVERING;
import static io.jconntrack.table.TableFileDescriptor.SEED0;
import static io.jconntrack.table.TableFileDescriptor.SEED1;
import static io.jconntrack.table.TableFileDescriptor.STATE;
import static io.jconntrack.table.TableFileDescriptor.TABLE;
import static io.jconntrack.table.TableFileDescriptor.WHEEL_SLOTS;
import static io.jconntrack.table.TableFileDescriptor.WORKERS;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.TableFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.agrona.UnsafeApi;

/**
 * The head of a table's file, mapped. What it reads is checked before anybody else sees it.
 */
final class TableHeader {
    private final Path file;
    private final long address;
    private final long length;

    /**
     * A header.
     *
     * @param file for messages.
     * @param address of the mapped file.
     * @param length of it, at least {@link TableFileDescriptor#TABLE}.
     */
    TableHeader(final Path file, final long address, final long length) {
        this.file = file;
        this.address = address;
        this.length = length;
    }

    /** Bytes of a file for a table. */
    static long fileLength(final TableShape shape) {
        return TABLE + shape.layout().length;
    }

    /** Write all of it but that it is ready. */
    void write(final TableShape shape, final String profile, final long seed0, final long seed1) {
        state(INITIALISING);
        putText(MAGIC, MAGIC_TEXT, MAGIC_TEXT.length());
        putText(PROFILE, profile, PROFILE_LENGTH);
        UnsafeApi.putInt(address + BYTE_ORDER, ORDER);
        UnsafeApi.putInt(address + FORMAT, FORMAT_NOW);
        UnsafeApi.putInt(address + CAPACITY, shape.capacity());
        UnsafeApi.putInt(address + WORKERS, shape.workers());
        UnsafeApi.putInt(address + WHEEL_SLOTS, shape.wheelSlots());
        UnsafeApi.putInt(address + COLUMNS, shape.columnBits());
        UnsafeApi.putLong(address + LENGTH, length);
        UnsafeApi.putLong(address + SEED0, seed0);
        UnsafeApi.putLong(address + SEED1, seed1);
    }

    private void putText(final int offset, final String text, final int room) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > room) {
            throw new IllegalArgumentException("at most " + room + " letters: " + text);
        }
        for (int i = 0; i < room; i++) {
            UnsafeApi.putByte(address + offset + i, i < bytes.length ? bytes[i] : 0);
        }
    }

    private String text(final int offset, final int room) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < room; i++) {
            final int c = UnsafeApi.getByte(address + offset + i) & 0xFF;
            if (c == 0) {
                break;
            }
            text.append(c > ' ' && c < 0x7F ? (char)c : '?');
        }
        return text.toString();
    }

    /** Whether whoever made the file was gone before it was ready, so that it never held anything. */
    boolean isUnfinished() {
        final int state = UnsafeApi.getIntAcquire(null, address + STATE);
        return state == INITIALISING || state == 0 && UnsafeApi.getLong(address + MAGIC) == 0;
    }

    /** Check all that does not depend on what is wanted, and give the shape that the file says it has. */
    TableShape check() throws TableFileException {
        require("magic", text(MAGIC, MAGIC_TEXT.length()), MAGIC_TEXT);
        require("byte order", hex(getInt(BYTE_ORDER)), hex(ORDER));
        require("format", getInt(FORMAT), FORMAT_NOW);
        final int state = UnsafeApi.getIntAcquire(null, address + STATE);
        if (state != READY && state != RECOVERING) {
            throw Refused.because(file, "state",
                state == INITIALISING ? INITIALISING + " (is being made)" : state, READY);
        }
        final int columns = getInt(COLUMNS);
        require("columns", columns, columns & (1 << Column.values().length) - 1);
        final TableShape shape;
        try {
            shape = new TableShape(getInt(CAPACITY), getInt(WORKERS), getInt(WHEEL_SLOTS),
                TableShape.columns(columns));
        } catch (final IllegalArgumentException e) {
            throw Refused.because(file, "shape", e.getMessage(), "values in their ranges");
        }
        require("length", getLong(LENGTH), fileLength(shape));
        require("length", length, fileLength(shape));
        return shape;
    }

    /** Complain unless it is the wanted table. */
    void check(final TableShape wanted, final String profile) throws TableFileException {
        final TableShape shape = check();
        require("capacity", shape.capacity(), wanted.capacity());
        require("workers", shape.workers(), wanted.workers());
        require("wheel slots", shape.wheelSlots(), wanted.wheelSlots());
        require("columns", shape.columns(), wanted.columns());
        require("profile", profile(), profile);
    }

    private void require(final String field, final Object found, final Object expected) throws TableFileException {
        if (!found.equals(expected)) {
            throw Refused.because(file, field, found, expected);
        }
    }

    private static String hex(final int value) {
        return "0x" + Integer.toHexString(value);
    }

    private int getInt(final int offset) {
        return UnsafeApi.getInt(address + offset);
    }

    private long getLong(final int offset) {
        return UnsafeApi.getLong(address + offset);
    }

    String profile() {
        return text(PROFILE, PROFILE_LENGTH);
    }

    /** A key with the table's seed. */
    TupleKey newKey() {
        return new TupleKey(seed0(), seed1());
    }

    long seed0() {
        return getLong(SEED0);
    }

    long seed1() {
        return getLong(SEED1);
    }

    long pid() {
        return getLong(PID);
    }

    void pid(final long pid) {
        UnsafeApi.putLong(address + PID, pid);
    }

    int state() {
        return UnsafeApi.getIntAcquire(null, address + STATE);
    }

    /** All that was written before is seen by who sees the state. */
    void state(final int state) {
        UnsafeApi.putIntRelease(null, address + STATE, state);
    }
}
