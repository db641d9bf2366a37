/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

/**
 * Memory is not to be had as it was asked for. The message says how much was wanted, how much there is, and what the
 * administrator can do. Nothing has been taken.
 */
public final class MemoryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * An error.
     *
     * @param message with all that is known.
     */
    public MemoryUnavailableException(final String message) {
        super(message);
    }
}
