/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

/**
 * What a tracker's table says of itself. It is the tracker's: to be read by its thread, while it is open.
 */
public interface TableInfo {
    /**
     * Connections it can hold.
     *
     * @return 1 to 2^27.
     */
    int capacity();

    /**
     * Workers that share it.
     *
     * @return 1 and up.
     */
    int workers();

    /**
     * Whose view of the table this is.
     *
     * @return number of the worker, from 0.
     */
    int worker();

    /**
     * Entries of all workers, expired ones that nobody stumbled over included.
     *
     * @return 0 to capacity.
     */
    int size();

    /**
     * Numbers below this one have been used, or may be soon.
     *
     * @return bound for iteration, 0 to capacity.
     */
    int bound();

    /**
     * Whether something is kept beside the entries.
     *
     * @param column what.
     * @return true when it is.
     */
    boolean has(Column column);

    /**
     * Memory of the table.
     *
     * @return in bytes, columns included.
     */
    long bytes();

    /**
     * How much of the memory is in huge pages now.
     *
     * @return in bytes; 0 where the system does not tell.
     */
    long hugePageBytes();
}
