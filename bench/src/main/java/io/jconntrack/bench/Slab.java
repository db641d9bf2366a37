/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.memory.Region;
import org.agrona.UnsafeApi;

/**
 * Entries in off-heap memory for the peers whose maps hold only where an entry is: numbered, 128 bytes each, free ones
 * in a list.
 */
final class Slab implements AutoCloseable {
    private final Region region;
    private int neverUsed;
    /** Number of the first free entry plus one; 0: none. */
    private int free;

    /**
     * Room for entries.
     *
     * @param capacity entries that fit.
     */
    Slab(final int capacity) {
        region = Region.anonymous((long)capacity * EngineParts.ENTRY_LENGTH);
    }

    /**
     * A free entry; there must be one.
     *
     * @return its address.
     */
    long take() {
        if (free == 0) {
            return entry(neverUsed++);
        }
        final long entry = entry(free - 1);
        free = UnsafeApi.getInt(EngineParts.nextAddress(entry));
        return entry;
    }

    /**
     * Free an entry.
     *
     * @param entry its address.
     */
    void release(final long entry) {
        UnsafeApi.putLong(EngineParts.keyAddress(entry), 0);
        UnsafeApi.putInt(EngineParts.nextAddress(entry), free);
        free = number(entry) + 1;
    }

    /**
     * Address of an entry that lives.
     *
     * @param number of the entry.
     * @return its address, or 0.
     */
    long address(final int number) {
        final long entry = entry(number);
        return UnsafeApi.getLong(EngineParts.keyAddress(entry)) == 0 ? 0 : entry;
    }

    private long entry(final int number) {
        return region.address() + (long)number * EngineParts.ENTRY_LENGTH;
    }

    /**
     * Number of an entry.
     *
     * @param entry its address.
     * @return its number.
     */
    int number(final long entry) {
        return (int)((entry - region.address()) / EngineParts.ENTRY_LENGTH);
    }

    /**
     * Memory.
     *
     * @return in bytes.
     */
    long bytes() {
        return region.length();
    }

    @Override
    public void close() {
        region.close();
    }
}
