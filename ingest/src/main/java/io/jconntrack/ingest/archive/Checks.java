/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Checks of what the archive holds: each covers its key too, so that a value under a wrong key is found out.
 */
final class Checks {
    private Checks() {
    }

    static int of(final byte[] key, final byte[] value, final int from, final int to) {
        final CRC32C crc = new CRC32C();
        crc.update(key, 0, key.length);
        crc.update(value, from, to - from);
        return (int)crc.getValue();
    }

    /** Seal an entry whose check comes first. */
    static byte[] seal(final byte[] key, final ByteBuffer value) {
        final int behind = ArchiveDescriptor.ENTRY_CHECK + Integer.BYTES;
        return value.putInt(ArchiveDescriptor.ENTRY_CHECK, of(key, value.array(), behind, value.capacity())).array();
    }

    /** Whether such an entry is as it was sealed. */
    static boolean isWhole(final byte[] key, final byte[] value) {
        final int behind = ArchiveDescriptor.ENTRY_CHECK + Integer.BYTES;
        return value.length == ArchiveDescriptor.VALUE_LENGTH
            && ByteBuffer.wrap(value).getInt(ArchiveDescriptor.ENTRY_CHECK) == of(key, value, behind, value.length);
    }
}
