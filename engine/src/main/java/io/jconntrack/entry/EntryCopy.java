/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

import io.jconntrack.table.Columns;
import io.jconntrack.table.EntryDescriptor;

/**
 * A copy of an entry and of what stood beside it, wherever that was: in an event, in a snapshot. Whoever fills the copy
 * says how long it stays as it is.
 */
public interface EntryCopy {
    /**
     * The copy of the entry.
     *
     * @return address of {@link EntryDescriptor#LENGTH} bytes.
     */
    long entry();

    /**
     * The copy of what the table kept beside the entry.
     *
     * @return columns with one entry, number 0.
     */
    Columns columns();

    /**
     * Number that the entry had in its table.
     *
     * @return 0 and up.
     */
    int number();

    /**
     * Whether states are named as in the linux profile.
     *
     * @return false for classic.
     */
    boolean isLinux();
}
