/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

/**
 * What was found in a table whose owner had gone.
 *
 * @param kept connections that go on.
 * @param interrupted of these, how many the owner was changing when it was killed: what the last packet changed may be
 *     there in part.
 * @param expired dropped, since their time was over.
 * @param unconfirmed dropped, since the owner was killed before they were complete.
 * @param implausible dropped, since no tracker writes such an entry.
 * @param duplicates dropped, since another entry had their key, or their place of the index was full of others.
 */
public record Recovery(int kept, int interrupted, int expired, int unconfirmed, int implausible, int duplicates) {
    /** Of a table that was made just now. */
    public static final Recovery NOTHING = new Recovery(0, 0, 0, 0, 0, 0);

    /**
     * Entries that are gone.
     *
     * @return number of them.
     */
    public int dropped() {
        return expired + unconfirmed + implausible + duplicates;
    }

    /**
     * All of it in a line.
     *
     * @return such as "kept=3 (interrupted=1) dropped=2 (expired=2 unconfirmed=0 implausible=0 duplicates=0)".
     */
    @Override
    public String toString() {
        return "kept=" + kept + " (interrupted=" + interrupted + ") dropped=" + dropped() + " (expired=" + expired
            + " unconfirmed=" + unconfirmed + " implausible=" + implausible + " duplicates=" + duplicates + ")";
    }
}
