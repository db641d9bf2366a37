/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.FLAGS;
import static io.jconntrack.table.EntryDescriptor.FLAG_ORIGINAL_FROM_HI;
import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.OWNER;
import static io.jconntrack.table.EntryDescriptor.STATUS;

import io.jconntrack.entry.Status;
import org.agrona.UnsafeApi;

/**
 * Whether an entry that comes from a file can be one that a tracker wrote.
 */
final class EntryCheck {
    private static final int KNOWN_STATUS = Status.EXPECTED | Status.SEEN_REPLY | Status.ASSURED | Status.CONFIRMED
        | Status.HELPER;

    private EntryCheck() {
    }

    /**
     * Look at key, owner, flags and status; not at the protocol's own.
     *
     * @param entry its address.
     * @param workers of the table.
     * @return false when no tracker writes such an entry.
     */
    static boolean isPlausible(final long entry, final int workers) {
        final int owner = UnsafeApi.getByte(entry + OWNER);
        return owner >= 1 && owner <= workers
            && (UnsafeApi.getByte(entry + FLAGS) & ~FLAG_ORIGINAL_FROM_HI) == 0
            && (UnsafeApi.getInt(entry + STATUS) & ~KNOWN_STATUS) == 0
            && isCanonical(entry);
    }

    /** Whether the key's endpoints are in order, and nothing stands where IPv4 has nothing. */
    private static boolean isCanonical(final long entry) {
        final long k0 = UnsafeApi.getLong(entry + KEY);
        final long k1 = UnsafeApi.getLong(entry + KEY + 8);
        final long k2 = UnsafeApi.getLong(entry + KEY + 16);
        final long k3 = UnsafeApi.getLong(entry + KEY + 24);
        final long k4 = UnsafeApi.getLong(entry + KEY + 32);
        final int l3 = (int)(k0 >>> 40) & 0x7F;
        final int ports = Integer.compare((int)k0 & 0xFFFF, (int)(k0 >>> 16) & 0xFFFF);
        if (l3 == 4) {
            final int order = Long.compare(k1 >>> 32, k1 & 0xFFFF_FFFFL);
            return (k2 | k3 | k4) == 0 && (order == 0 ? ports : order) <= 0;
        }
        final int high = Long.compareUnsigned(k1, k3);
        final int order = high == 0 ? Long.compareUnsigned(k2, k4) : high;
        return l3 == 6 && (order == 0 ? ports : order) <= 0;
    }
}
