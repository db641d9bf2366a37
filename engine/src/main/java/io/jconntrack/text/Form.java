/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.settings.Profile;

/**
 * How a table is written down.
 */
public enum Form {
    /** As /proc/net/ip_conntrack did, the mission text's form. */
    PROC,
    /** As /proc/net/nf_conntrack does. */
    NF,
    /** One JSON object a line. */
    JSON;

    /**
     * The form that users of a profile know.
     *
     * @param profile of the tracker.
     * @return {@link #PROC} for classic, {@link #NF} for linux.
     */
    public static Form of(final Profile profile) {
        return profile == Profile.LINUX ? NF : PROC;
    }
}
