/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

import java.io.IOException;

/**
 * A table's file is not what was asked for. The message names the file and what is wrong with it; the file is as it
 * was.
 */
public final class TableFileException extends IOException {
    private static final long serialVersionUID = 1;

    /** Whether the file is fine but has a living owner. */
    private final boolean inUse;

    /**
     * Refused.
     *
     * @param message that names the file and what is wrong.
     * @param inUse whether it has a living owner.
     */
    public TableFileException(final String message, final boolean inUse) {
        super(message);
        this.inUse = inUse;
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
