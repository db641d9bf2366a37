/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import static io.jconntrack.snapshot.SnapshotDescriptor.BLOCK_ENTRIES;
import static io.jconntrack.snapshot.SnapshotDescriptor.CHECKSUM_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.COLUMNS;
import static io.jconntrack.snapshot.SnapshotDescriptor.ENTRIES_PER_BLOCK;
import static io.jconntrack.snapshot.SnapshotDescriptor.EPOCH;
import static io.jconntrack.snapshot.SnapshotDescriptor.FLAGS;
import static io.jconntrack.snapshot.SnapshotDescriptor.HEADER_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.MAGIC;
import static io.jconntrack.snapshot.SnapshotDescriptor.MAGIC_NUMBER;
import static io.jconntrack.snapshot.SnapshotDescriptor.MAX_BLOCK_ENTRIES;
import static io.jconntrack.snapshot.SnapshotDescriptor.NAME;
import static io.jconntrack.snapshot.SnapshotDescriptor.NAME_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.NOW;
import static io.jconntrack.snapshot.SnapshotDescriptor.PID;
import static io.jconntrack.snapshot.SnapshotDescriptor.PROFILE;
import static io.jconntrack.snapshot.SnapshotDescriptor.PROFILE_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.RECORD_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.SETTINGS;
import static io.jconntrack.snapshot.SnapshotDescriptor.VERSION;
import static io.jconntrack.snapshot.SnapshotDescriptor.VERSION_NOW;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import io.jconntrack.settings.SettingsFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What stands at the head of a snapshot.
 *
 * @param settings of the tracker, its profile among them; nobody changes them any more.
 * @param columns that its records have, bit n for the column of ordinal n.
 * @param blockEntries the most entries of a block.
 * @param nowNanos the moment on the tracker's clock.
 * @param epochNanos the same moment, nanoseconds since 1970.
 * @param name of the tracker, at most 64 characters of ASCII.
 * @param pid of its process; 0 when it was none.
 */
record SnapshotHeader(Settings settings, int columns, int blockEntries, long nowNanos, long epochNanos, String name,
    long pid) {
    private static final int ALL_COLUMNS = (1 << Column.values().length) - 1;

    /** A header for what is written now. */
    static SnapshotHeader of(final Dump dump, final Settings settings, final int columns, final String name,
        final long pid) {
        return new SnapshotHeader(settings, columns, ENTRIES_PER_BLOCK, dump.nowNanos(), dump.epochNanos(), name, pid);
    }

    /** The header as it stands in a file, without its checksum. */
    UnsafeBuffer encode() {
        final byte[] text = SettingsFile.text(settings).getBytes(StandardCharsets.US_ASCII);
        final UnsafeBuffer to = new UnsafeBuffer(ByteBuffer.allocateDirect(SETTINGS + text.length + CHECKSUM_LENGTH));
        to.putLong(MAGIC, MAGIC_NUMBER, LITTLE_ENDIAN);
        to.putInt(VERSION, VERSION_NOW, LITTLE_ENDIAN);
        to.putInt(HEADER_LENGTH, to.capacity(), LITTLE_ENDIAN);
        to.putInt(FLAGS, 0, LITTLE_ENDIAN);
        to.putInt(COLUMNS, columns, LITTLE_ENDIAN);
        to.putInt(RECORD_LENGTH, SnapshotDescriptor.recordLength(columns), LITTLE_ENDIAN);
        to.putInt(BLOCK_ENTRIES, blockEntries, LITTLE_ENDIAN);
        to.putLong(NOW, nowNanos, LITTLE_ENDIAN);
        to.putLong(EPOCH, epochNanos, LITTLE_ENDIAN);
        to.putLong(PID, pid, LITTLE_ENDIAN);
        putText(to, PROFILE, PROFILE_LENGTH, settings.profile().label());
        putText(to, NAME, NAME_LENGTH, name);
        to.putBytes(SETTINGS, text);
        return to;
    }

    private static void putText(final UnsafeBuffer to, final int at, final int room, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > room) {
            throw new IllegalArgumentException("at most " + room + " characters: " + text);
        }
        to.putBytes(at, bytes);
    }

    /**
     * Read what a checksum has been found right for.
     *
     * @param from the whole header.
     * @param file its name, for messages.
     */
    static SnapshotHeader decode(final UnsafeBuffer from, final String file) throws SnapshotFormatException {
        require(file, FLAGS, "flags", from.getInt(FLAGS, LITTLE_ENDIAN), 0);
        final int columns = from.getInt(COLUMNS, LITTLE_ENDIAN);
        require(file, COLUMNS, "columns", columns, columns & ALL_COLUMNS);
        require(file, RECORD_LENGTH, "record length", from.getInt(RECORD_LENGTH, LITTLE_ENDIAN),
            SnapshotDescriptor.recordLength(columns));
        final int blockEntries = from.getInt(BLOCK_ENTRIES, LITTLE_ENDIAN);
        require(file, BLOCK_ENTRIES, "entries per block", blockEntries, Math.clamp(blockEntries, 1, MAX_BLOCK_ENTRIES));
        final Settings settings;
        try {
            settings = new Settings(Profile.of(line(from, PROFILE, PROFILE_LENGTH)));
        } catch (final IllegalArgumentException e) {
            throw new SnapshotFormatException(file, PROFILE, e.getMessage());
        }
        try {
            SettingsFile.parseKnown(
                text(from, SETTINGS, from.capacity() - CHECKSUM_LENGTH - SETTINGS), settings);
        } catch (final SettingException e) {
            throw new SnapshotFormatException(file, SETTINGS, "settings: " + e.getMessage());
        }
        return new SnapshotHeader(settings, columns, blockEntries, from.getLong(NOW, LITTLE_ENDIAN),
            from.getLong(EPOCH, LITTLE_ENDIAN),
            line(from, NAME, NAME_LENGTH), from.getLong(PID, LITTLE_ENDIAN));
    }

    private static void require(final String file, final int offset, final String what, final int found,
        final int expected) throws SnapshotFormatException {
        if (found != expected) {
            throw new SnapshotFormatException(file, offset, what + '=' + found + " expected " + expected);
        }
    }

    /** Text on one line, as all that is in messages. */
    private static String line(final UnsafeBuffer from, final int at, final int room) {
        return text(from, at, room).replace('\n', '?');
    }

    /** ASCII up to the first zero; what does not print is a question mark. */
    private static String text(final UnsafeBuffer from, final int at, final int room) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < room; i++) {
            final int c = from.getByte(at + i) & 0xFF;
            if (c == 0) {
                break;
            }
            text.append(c >= ' ' && c < 0x7F || c == '\n' ? (char)c : '?');
        }
        return text.toString();
    }
}
