/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

/**
 * What the number of a setting counts.
 */
public enum Unit {
    /** A time in whole seconds. */
    SECONDS("seconds"),
    /** 0 for off or 1 for on. */
    BOOLEAN("0/1"),
    /** A number of things; the setting's meaning says of what. */
    COUNT("count");

    private final String label;

    Unit(final String label) {
        this.label = label;
    }

    /**
     * The unit as users read it.
     *
     * @return a short word
     */
    public String label() {
        return label;
    }
}
