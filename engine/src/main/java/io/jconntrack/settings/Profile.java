/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A set of defaults and the machine that goes with them.
 */
public enum Profile {
    /** The tracker of the iptables tutorial, with the time-outs of its Table 7-2. */
    CLASSIC("classic"),
    /** The tracker of Linux 6.x. */
    LINUX("linux");

    private final String label;

    Profile(final String label) {
        this.label = label;
    }

    /**
     * The profile of a name.
     *
     * @param name a label in upper or lower case
     * @return the profile
     * @throws IllegalArgumentException if there is none; its message lists the choices
     */
    public static Profile of(final String name) {
        for (final Profile profile : values()) {
            if (profile.label.equalsIgnoreCase(name)) {
                return profile;
            }
        }
        throw new IllegalArgumentException(String.format(Locale.ROOT, "unknown profile '%s'; choose one of: %s", name,
            Arrays.stream(values()).map(Profile::label).collect(Collectors.joining(", "))));
    }

    /**
     * The name that users type.
     *
     * @return the name in lower case
     */
    public String label() {
        return label;
    }
}
