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
    /** What happened, a line for people. */
    public static final String MESSAGE = "a mapped file was cut short while it was in use";

    private CutFile() {
    }

    /**
     * Whether this is what happened.
     *
     * @param error that was thrown, whatever it is.
     * @return false for any other error, other {@link InternalError}s too.
     */
    public static boolean isCauseOf(final Throwable error) {
        return error instanceof InternalError
            && error.getMessage() != null && error.getMessage().contains("unsafe memory access");
    }

    /**
     * Say what happened.
     *
     * @param error that was thrown.
     * @return {@link #MESSAGE}.
     * @throws InternalError the same, when it is about anything else.
     */
    public static String message(final InternalError error) {
        if (!isCauseOf(error)) {
            throw error;
        }
        return MESSAGE;
    }
}
