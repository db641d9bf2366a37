/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Another process, or another thread of this one, has the side of the ring that was asked for.
 */
public final class RingInUseException extends IOException {
    private static final long serialVersionUID = 1;

    RingInUseException(final Path file, final RingSide side, final long pid) {
        super(file + ": another " + side + " has this ring: pid=" + pid);
    }
}
