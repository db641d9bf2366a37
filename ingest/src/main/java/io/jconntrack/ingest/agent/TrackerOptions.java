/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.entry.Column;
import io.jconntrack.net.Prefix;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Settings;
import java.util.List;
import java.util.Set;

/**
 * How a tracker is run. Immutable but for the settings, which nobody changes any more.
 *
 * @param settings of connection tracking.
 * @param workers threads, each with a packet ring of its own; 1 to 64.
 * @param memory how the table's memory is taken.
 * @param columns that the table has beside those that the settings ask for.
 * @param isGroupReadable whether the group of the tracker's user may read its files.
 * @param ringCapacity bytes of each packet ring, a power of two.
 * @param events that each event ring holds, a power of two.
 * @param idle what a worker does when there is nothing to do.
 * @param cores on which workers run, in their order; empty: anywhere.
 * @param isZoneOfVlan whether each VLAN is a zone of its own.
 * @param reserve places of the table that are kept, 0 for none.
 * @param reserveFor sources that they are kept for.
 * @param usesVectors whether plain TCP segments are tracked eight at a time, see
 *     {@link io.jconntrack.ConntrackBuilder#vectors}.
 */
public record TrackerOptions(Settings settings, int workers, MemoryOptions memory, Set<Column> columns,
    boolean isGroupReadable, int ringCapacity, int events, Idle idle, List<Integer> cores,
    boolean isZoneOfVlan, int reserve, List<Prefix> reserveFor, boolean usesVectors) {
    /** Bytes of a packet ring unless told otherwise: some 150 000 minimum-size packets. */
    public static final int RING_CAPACITY = 16 << 20;
    /** Events that an event ring holds unless told otherwise. */
    public static final int EVENTS = 1 << 14;

    /**
     * Without a reserve and vectors.
     *
     * @param settings of connection tracking.
     * @param workers threads, each with a packet ring of its own; 1 to 64.
     * @param memory how the table's memory is taken.
     * @param columns that the table has beside those that the settings ask for.
     * @param isGroupReadable whether the group of the tracker's user may read its files.
     * @param ringCapacity bytes of each packet ring, a power of two.
     * @param events that each event ring holds, a power of two.
     * @param idle what a worker does when there is nothing to do.
     * @param cores on which workers run, in their order; empty: anywhere.
     * @param isZoneOfVlan whether each VLAN is a zone of its own.
     */
    public TrackerOptions(final Settings settings, final int workers, final MemoryOptions memory,
        final Set<Column> columns, final boolean isGroupReadable, final int ringCapacity, final int events,
        final Idle idle, final List<Integer> cores, final boolean isZoneOfVlan) {
        this(settings, workers, memory, columns, isGroupReadable, ringCapacity, events, idle, cores, isZoneOfVlan, 0,
            List.of(), false);
    }
}
