/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.entry.EntryCopy;

/**
 * Where a copy of an entry lies; what every {@link EntryCopy} is.
 */
public interface CopiedEntry extends EntryCopy {
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
}
