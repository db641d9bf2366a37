/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

/**
 * What happens when a file is cut short, by any process, while it is mapped: the Java machine turns the signal SIGBUS
 * into an {@link InternalError} at the access, or soon after it in compiled code.
 */
public final class CutFile {
    private CutFile() {
    }

    /**
     * Say what happened.
     *
     * @param error that was thrown.
     * @return a line for people.
     * @throws InternalError the same, when it is about anything else.
     */
    public static String message(final InternalError error) {
        if (error.getMessage() == null || !error.getMessage().contains("unsafe memory access")) {
            throw error;
        }
        return "a mapped file was cut short while it was in use";
    }
}
