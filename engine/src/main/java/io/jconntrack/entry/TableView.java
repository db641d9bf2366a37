/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

import java.io.IOException;
import java.util.Set;

/**
 * A table in a file, as another process than its tracker sees it: read-only, and not noticed by the tracker. A
 * {@link io.jconntrack.Connection} shows its entries. {@link io.jconntrack.SharedTable#view} makes one, for one thread.
 * It stays good when another tracker takes the file over; when somebody cuts the file short under it, reading throws
 * {@link InternalError}.
 */
public interface TableView extends AutoCloseable {
    /**
     * Connections it can hold.
     *
     * @return 1 to 2^27.
     */
    int capacity();

    /**
     * Workers that share it.
     *
     * @return 1 to 64.
     */
    int workers();

    /**
     * What is kept beside the entries.
     *
     * @return a set that can't be changed.
     */
    Set<Column> columnSet();

    /**
     * Name of the tracker's profile.
     *
     * @return as it stands in the file.
     */
    String profile();

    /**
     * Entries in the table, expired ones that nobody stumbled over included.
     *
     * @return 0 to capacity, right a moment ago.
     */
    int size();

    /**
     * Entries of a worker, all of them linked in its wheel; expired ones that nobody stumbled over included.
     *
     * @param worker 0 to workers - 1.
     * @return 0 to capacity, right a moment ago.
     */
    int size(int worker);

    /**
     * The time that the owner had last, from which the remaining seconds of a dead tracker's connections count.
     *
     * @return nanoseconds of the owner's clock.
     */
    long ownersNanos();

    /**
     * Process that owns the table, or did.
     *
     * @return its number as the owner saw it; for information.
     */
    long ownersPid();

    /**
     * Whether the owner is alive, running or stopped.
     *
     * @return false when it has gone.
     * @throws IOException when the file system does not tell.
     */
    boolean isOwnerAlive() throws IOException;

    /**
     * Whether the table is whole. While a tracker takes it over, a lookup misses connections; a dump
     * does not.
     *
     * @return false while it is being taken over, or when that was cut short.
     */
    boolean isReady();

    /**
     * Numbers below this one have been used, or may be soon.
     *
     * @return bound for iteration, 0 to capacity.
     */
    int bound();

    /**
     * A key with this table's seed.
     *
     * @return a new one.
     */
    ConnectionKey newKey();

    /** Let the file go; views of its entries end with it. */
    @Override
    void close();
}
