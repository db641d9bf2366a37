/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import static io.jconntrack.ingest.archive.ArchiveDescriptor.BEGUN_NAME;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.BEGUN_NAME_LENGTH;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.BEGUN_TIME;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.COMPLETE_SIZE;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.KIND_BEGUN;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.KIND_COMPLETE;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.NAME_MAX;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.VALUE_LENGTH;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * Which snapshots are in the archive.
 */
final class Catalogue {
    private final ChronicleMap<byte[], byte[]> map;

    Catalogue(final ChronicleMap<byte[], byte[]> map) {
        this.map = map;
    }

    /** Begin a snapshot: its number, which nobody else has. */
    int begin(final long epochNanos, final String source) {
        final byte[] all = source.getBytes(StandardCharsets.UTF_8);
        final byte[] name = Arrays.copyOfRange(all, Math.max(0, all.length - NAME_MAX), all.length);
        int number = firstAbsent();
        while (true) {
            final byte[] key = Keys.snapshot(KIND_BEGUN, number);
            final byte[] value = Checks.seal(key, ByteBuffer.allocate(VALUE_LENGTH).putLong(BEGUN_TIME, epochNanos)
                .putShort(BEGUN_NAME_LENGTH, (short)name.length).put(BEGUN_NAME, name));
            if (map.putIfAbsent(key, value) == null) {
                return number;
            }
            number++;
        }
    }

    void complete(final int number, final long size) {
        final byte[] key = Keys.snapshot(KIND_COMPLETE, number);
        map.put(key, Checks.seal(key, ByteBuffer.allocate(VALUE_LENGTH).putLong(COMPLETE_SIZE, size)));
    }

    private boolean isBegun(final int number) {
        return map.containsKey(Keys.snapshot(KIND_BEGUN, number));
    }

    /** Numbers are given without a gap, so that a few looks find the end. */
    private int firstAbsent() {
        int above = 1;
        while (isBegun(above - 1)) {
            above *= 2;
        }
        int there = above / 2 - 1;
        int absent = above - 1;
        while (absent - there > 1) {
            final int middle = there + absent >>> 1;
            if (isBegun(middle)) {
                there = middle;
            } else {
                absent = middle;
            }
        }
        return absent;
    }

    /** All of them, in the order of their numbers. */
    List<SnapshotInfo> list() {
        final List<SnapshotInfo> all = new ArrayList<>();
        final int end = firstAbsent();
        for (int number = 0; number < end; number++) {
            final byte[] key = Keys.snapshot(KIND_BEGUN, number);
            final byte[] value = map.get(key);
            if (value != null && Checks.isWhole(key, value)) {
                final ByteBuffer from = ByteBuffer.wrap(value);
                final String source = new String(value, BEGUN_NAME,
                    Math.clamp(from.getShort(BEGUN_NAME_LENGTH), 0, NAME_MAX), StandardCharsets.UTF_8);
                all.add(new SnapshotInfo(number, from.getLong(BEGUN_TIME), source, size(number)));
            }
        }
        return all;
    }

    private long size(final int number) {
        final byte[] key = Keys.snapshot(KIND_COMPLETE, number);
        final byte[] value = map.get(key);
        return value == null || !Checks.isWhole(key, value) ? -1 : ByteBuffer.wrap(value).getLong(COMPLETE_SIZE);
    }
}
