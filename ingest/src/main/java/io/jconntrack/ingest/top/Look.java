/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

/**
 * What is to be shown: a tracker at a moment.
 *
 * @param phase whether it runs.
 * @param epochMillis the moment, milliseconds since 1970.
 * @param identity of the tracker, or null when its files could not be read.
 * @param counters of the tracker, or null likewise.
 * @param rates since the look before, or null when there was none of this tracker.
 * @param sample of the table, or null when it could not be read.
 * @param scanNanos that the look at the table took.
 * @param problem what could not be read, or null.
 */
public record Look(Phase phase, long epochMillis, Identity identity, Counters counters, Rates rates, Sample sample,
    long scanNanos, String problem) {

    /** Whether a tracker runs. */
    public enum Phase {
        /** It does. */
        RUNNING,
        /** It has ended; its files are there. */
        ENDED,
        /** There are no files of it. */
        ABSENT
    }

    /**
     * Which tracker it is.
     *
     * @param profile name of its profile.
     * @param workers of it.
     * @param upMillis milliseconds since it started; the wall clock has no part in this.
     * @param stillMillis milliseconds since it was last known to be active, likewise.
     */
    public record Identity(String profile, int workers, long upMillis, long stillMillis) {
    }
}
