/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is no ring, or not one that this version understands.
 */
public final class RingFormatException extends IOException {
    private static final long serialVersionUID = 1;

    RingFormatException(final Path file, final String field, final Object found, final Object expected) {
        super(file + ": not a packet ring of version " + RingDescriptor.VERSION + ": " + field + '=' + found
            + ", expected " + expected);
    }
}
