/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

/**
 * A setting was refused: its name is unknown, its value is not a number or out of range, or a line is malformed.
 *
 * <p>The message is meant for the user as it stands.
 */
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses a setting.
     *
     * @param message what is wrong and what would be right
     */
    public SettingException(final String message) {
        super(message);
    }

    /**
     * Refuses a setting that another exception describes without its place.
     *
     * @param message what is wrong, and where
     * @param cause   the same without the place
     */
    public SettingException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
