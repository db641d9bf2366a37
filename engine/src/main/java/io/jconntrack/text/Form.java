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
    /** As {@code conntrack -L} does. */
    CONNTRACK,
    /** As {@code conntrack -L -o extended} does: with the address family. */
    EXTENDED,
    /** As {@code conntrack -L -o xml} does: one document. */
    XML,
    /** One JSON object a line. */
    JSON;

    /** What may be added to a form; JSON has all of it in any case. */
    public enum Option {
        /** The connection's number; XML has it in any case. */
        ID,
        /** When the connection started, where the tracker keeps that, in the three forms of conntrack(8). */
        KTIMESTAMP,
        /** The connection's labels, by their numbers, in the three forms of conntrack(8). */
        LABELS
    }

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
