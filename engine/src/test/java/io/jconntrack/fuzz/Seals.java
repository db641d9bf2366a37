/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Puts right checksums under a snapshot whatever it says, as somebody would who wants to harm its reader.
 */
final class Seals {
    private static final int CHECKSUM = 4;
    private static final int PART_HEADER = 16;
    private static final int TRAILER = 0x524C_5254;

    private Seals() {
    }

    /** Seal header, blocks and trailer as far as their lengths lead. */
    static void mend(final byte[] snapshot) {
        final ByteBuffer file = ByteBuffer.wrap(snapshot).order(ByteOrder.LITTLE_ENDIAN);
        final CRC32C digest = new CRC32C();
        if (snapshot.length < PART_HEADER + CHECKSUM) {
            return;
        }
        final int header = file.getInt(12);
        long at = header;
        if (header < PART_HEADER + PART_HEADER || !seal(file, 0, header - CHECKSUM, digest)) {
            return;
        }
        final int recordLength = file.getInt(24);
        while (at + PART_HEADER + CHECKSUM <= snapshot.length) {
            final boolean isTrailer = file.getInt((int)at) == TRAILER;
            final int count = isTrailer ? 0 : file.getInt((int)at + 4);
            final long length = PART_HEADER + (long)count * recordLength;
            if (length < PART_HEADER || at + length + CHECKSUM > snapshot.length) {
                return;
            }
            if (isTrailer) {
                file.putInt((int)at + 4, (int)digest.getValue());
            }
            seal(file, (int)at, (int)length, digest);
            if (isTrailer) {
                return;
            }
            at += length + CHECKSUM;
        }
    }

    private static boolean seal(final ByteBuffer file, final int from, final int length, final CRC32C digest) {
        if (from + length + CHECKSUM > file.capacity()) {
            return false;
        }
        final CRC32C crc = new CRC32C();
        crc.update(file.array(), from, length);
        file.putInt(from + length, (int)crc.getValue());
        digest.update(file.array(), from + length, CHECKSUM);
        return true;
    }
}
