/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import java.io.IOException;

/**
 * A file is no snapshot, or a damaged one, or one of a later version. The message names the file, the offset, what was
 * found there and what was expected.
 */
public final class SnapshotFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** Bytes from the start of the file to where the fault was seen. */
    private final long offset;

    SnapshotFormatException(final String file, final long offset, final String what) {
        super(file + ": not a snapshot that can be read: offset=" + offset + ", " + what);
        this.offset = offset;
    }

    /**
     * Where the fault was seen.
     *
     * @return bytes from the start of the file; for a wrong checksum, the start of what it covers.
     */
    public long offset() {
        return offset;
    }
}
