/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places of a table that are kept for connections from chosen sources. With N of them, all other connections have
 * capacity less N at the most; a chosen one takes a place of the reserve as long as there is one, and is treated like
 * the others beyond that. Who has a place of the reserve is not dropped early.
 * <p>
 * All workers of a table count together; as with {@link ConnectionLimits}, each may insert one connection between
 * another one's look and its insertion.
 */
public final class Reserve {
    /** Words of a prefix. */
    private static final int WORDS = 5;

    private final int places;
    private final AtomicInteger used = new AtomicInteger();
    /** IP version, high and low half of the address, and of the mask. */
    private long[] prefixes = {};

    /**
     * A reserve for nobody yet.
     *
     * @param places kept, 0 or more.
     */
    public Reserve(final int places) {
        this.places = places;
    }

    /**
     * Choose sources. To be called before the table is used.
     *
     * @param l3 4 or 6.
     * @param high first eight bytes of the address, big-endian; 0 for IPv4.
     * @param low last eight bytes, or the IPv4 address.
     * @param maskHigh bits of high that count.
     * @param maskLow bits of low that count.
     * @return this.
     */
    public Reserve add(final int l3, final long high, final long low, final long maskHigh, final long maskLow) {
        final int at = prefixes.length;
        prefixes = Arrays.copyOf(prefixes, at + WORDS);
        prefixes[at] = l3;
        prefixes[at + 1] = high;
        prefixes[at + 2] = low;
        prefixes[at + 3] = maskHigh;
        prefixes[at + 4] = maskLow;
        return this;
    }

    /**
     * Connections from chosen sources.
     *
     * @return all of them, also those beyond the reserve.
     */
    public int used() {
        return used.get();
    }

    /**
     * Whether a new connection has to do as if the table were full.
     *
     * @param key of the connection, set from its first packet.
     * @param size connections in the table.
     * @param capacity of the table.
     * @return false when there is a place for it, of the reserve or beside it.
     */
    public boolean isClosedTo(final TupleKey key, final int size, final int capacity) {
        final int taken = Math.min(used.get(), places);
        return size - taken >= capacity - places && (taken == places || !isFor(key, key.isFromHi()));
    }

    private boolean isFor(final TupleKey key, final boolean originalFromHi) {
        final int l3 = key.isV4() ? 4 : 6;
        final long high = key.addressHigh(originalFromHi);
        final long low = key.addressLow(originalFromHi);
        for (int at = 0; at < prefixes.length; at += WORDS) {
            if (prefixes[at] == l3 && ((high ^ prefixes[at + 1]) & prefixes[at + 3]
                | (low ^ prefixes[at + 2]) & prefixes[at + 4]) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Count an inserted connection; true when it has a place of the reserve. */
    boolean add(final TupleKey key, final boolean originalFromHi) {
        return isFor(key, originalFromHi) && used.getAndIncrement() < places;
    }

    void remove(final TupleKey key, final boolean originalFromHi) {
        if (isFor(key, originalFromHi)) {
            used.getAndDecrement();
        }
    }
}
