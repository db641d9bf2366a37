/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A table's file is not what was asked for. The message names the file and what is wrong with it; the file is as it
 * was.
 */
public final class TableFileException extends IOException {
    private static final long serialVersionUID = 1;

    /** Whether the file is fine but has a living owner. */
    private final boolean inUse;

    private TableFileException(final String message, final boolean inUse) {
        super(message);
        this.inUse = inUse;
    }

    static TableFileException inUse(final Path file, final long pid) {
        return new TableFileException("table is in use by another tracker: file=" + file + ", pid=" + pid, true);
    }

    static TableFileException refused(final Path file, final String field, final Object found,
        final Object expected) {
        return new TableFileException("not the table that was asked for: file=" + file + ", field=" + field
            + ", found=" + found + ", expected=" + expected, false);
    }

    /**
     * Whether the file is fine but has a living owner.
     *
     * @return false when the file itself is refused.
     */
    public boolean isInUse() {
        return inUse;
    }
}
