/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

/**
 * A moment at which something was new in a connection's life.
 *
 * @param kind what.
 * @param snapshot that shows it.
 * @param now the connection in that snapshot; null when it is gone.
 * @param before the connection as it was seen before, null when it was not; for {@link Kind#LAST} the same as now.
 */
public record Change(Kind kind, SnapshotInfo snapshot, Observation now, Observation before) {
    /** What was new. */
    public enum Kind {
        /** It is seen for the first time, or this is the oldest that was kept. */
        FIRST,
        /** Its state, status, mark or counters are not as before. */
        CHANGED,
        /** Another connection has its tuple. */
        REPLACED,
        /** It is not in this snapshot, which is complete. */
        GONE,
        /** A connection has its tuple again. */
        AGAIN,
        /** It is there in the tracker's newest snapshot. */
        LAST
    }
}
