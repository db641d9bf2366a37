/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.memory.Region;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import org.agrona.CloseHelper;
import org.agrona.UnsafeApi;

/**
 * How many connections a source and a zone may have, and have, and which places are kept for whom. The source is the
 * one of the original direction; those that share a prefix are one source. All workers of a table count together.
 * <p>
 * A worker asks before it inserts, and counts after it has inserted: between the two, each other worker may insert one
 * connection of the same source or zone. A limit is exact with one worker, and exceeded by at the most one for each
 * further worker. The counts are always exact.
 */
public final class ConnectionLimits implements AutoCloseable {
    private static final int ZONES = 1 << 16;
    private static final int V4_BITS = 32;
    private static final int HALF = 64;

    private final int maxPerSource;
    private final int maxPerZone;
    private final long mask4;
    private final long maskHigh;
    private final long maskLow;
    /** Null when sources have no limit. */
    private final SourceCounts sources;
    /** An int for each zone; null when zones have no limit. */
    private final Region zones;
    /** Null when no places are kept. */
    private final Reserve reserve;

    /**
     * Limits, and no connections yet.
     *
     * @param capacity of the table.
     * @param maxPerSource connections; 0 for no limit.
     * @param prefix4 bits of an IPv4 address that make up the source, 0 to 32.
     * @param prefix6 bits of an IPv6 address, 0 to 128.
     * @param maxPerZone connections; 0 for no limit.
     * @param reserve of the table's places; null for none.
     * @param memory how it is taken from the system.
     * @throws MemoryUnavailableException when the memory is not to be had.
     */
    public ConnectionLimits(final int capacity, final int maxPerSource, final int prefix4, final int prefix6,
        final int maxPerZone, final Reserve reserve, final MemoryOptions memory) {
        this.maxPerSource = maxPerSource;
        this.maxPerZone = maxPerZone;
        this.reserve = reserve;
        mask4 = upper(HALF - V4_BITS + prefix4) & 0xFFFF_FFFFL;
        maskHigh = upper(Math.min(prefix6, HALF));
        maskLow = upper(Math.max(prefix6 - HALF, 0));
        zones = maxPerZone == 0 ? null : Region.anonymous(ZONES * 4L, memory);
        try {
            sources = maxPerSource == 0 ? null : new SourceCounts(capacity, memory);
        } catch (final MemoryUnavailableException e) {
            CloseHelper.close(zones);
            throw e;
        }
    }

    private static long upper(final int bits) {
        return bits == 0 ? 0 : -1L << HALF - bits;
    }

    /**
     * Whether a new connection's source has as many as it may.
     *
     * @param key of the connection, set from its first packet.
     * @return true when it may have no more.
     */
    public boolean isSourceFull(final TupleKey key) {
        return sources != null && sources.isFull(source(key, key.isFromHi()), maxPerSource);
    }

    /**
     * Whether a new connection's zone has as many as it may.
     *
     * @param key of the connection.
     * @return true when it may have no more.
     */
    public boolean isZoneFull(final TupleKey key) {
        return zones != null && UnsafeApi.getIntVolatile(null, zone(key)) >= maxPerZone;
    }

    /**
     * Whether a new connection has to do as if the table were full, because of places that are kept for others.
     *
     * @param key of the connection, set from its first packet.
     * @param table that is to hold it.
     * @return true when it may have no free place.
     */
    public boolean isReserved(final TupleKey key, final ConnectionTable table) {
        return reserve != null && reserve.isClosedTo(key, table.size(), table.capacity());
    }

    /**
     * Connections from the sources that a reserve is for.
     *
     * @return number of them; 0 without a reserve.
     */
    public int ofReserve() {
        return reserve == null ? 0 : reserve.used();
    }

    /**
     * Connections of a source.
     *
     * @param key of one, set from a packet of its original direction.
     * @return number of them; 0 when sources have no limit.
     */
    public int ofSource(final TupleKey key) {
        return sources == null ? 0 : sources.count(source(key, key.isFromHi()));
    }

    /**
     * Connections of a zone.
     *
     * @param zone 0 to 65535.
     * @return number of them; 0 when zones have no limit.
     */
    public int ofZone(final int zone) {
        return zones == null ? 0 : UnsafeApi.getIntVolatile(null, zones.address() + zone * 4L);
    }

    /**
     * Memory beside the table's.
     *
     * @return bytes.
     */
    public long bytes() {
        return (sources == null ? 0 : sources.bytes()) + (zones == null ? 0 : zones.length());
    }

    /** Count an inserted connection; true when it has a place of the reserve and is to be kept. */
    boolean add(final TupleKey key, final boolean originalFromHi) {
        if (sources != null) {
            sources.add(source(key, originalFromHi));
        }
        if (zones != null) {
            UnsafeApi.getAndAddInt(null, zone(key), 1);
        }
        return reserve != null && reserve.add(key, originalFromHi);
    }

    void remove(final TupleKey key, final boolean originalFromHi) {
        if (sources != null) {
            sources.remove(source(key, originalFromHi));
        }
        if (zones != null) {
            UnsafeApi.getAndAddInt(null, zone(key), -1);
        }
        if (reserve != null) {
            reserve.remove(key, originalFromHi);
        }
    }

    private long source(final TupleKey key, final boolean originalFromHi) {
        return key.isV4() ? key.sourceHash(originalFromHi, 0, mask4)
            : key.sourceHash(originalFromHi, maskHigh, maskLow);
    }

    private long zone(final TupleKey key) {
        return zones.address() + key.zone() * 4L;
    }

    @Override
    public void close() {
        if (sources != null) {
            sources.close();
        }
        if (zones != null) {
            zones.close();
        }
    }
}
