/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import io.jconntrack.entry.TableFileException;
import java.nio.file.Path;

/**
 * Says why a table's file is refused.
 */
final class Refused {
    private Refused() {
    }

    static TableFileException inUse(final Path file, final long pid) {
        return new TableFileException("table is in use by another tracker: file=" + file + ", pid=" + pid, true);
    }

    static TableFileException because(final Path file, final String field, final Object found,
        final Object expected) {
        return new TableFileException("not the table that was asked for: file=" + file + ", field=" + field
            + ", found=" + found + ", expected=" + expected, false);
    }
}
