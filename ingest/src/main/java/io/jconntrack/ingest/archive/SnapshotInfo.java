/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

/**
 * A snapshot in the archive.
 *
 * @param number from 0, in the order in which they were begun.
 * @param epochNanos its moment, nanoseconds since 1970.
 * @param source the tracker's name, or the file that it was read from.
 * @param size how many connections it has; -1 when its adding is still going on or was cut short.
 */
public record SnapshotInfo(int number, long epochNanos, String source, long size) {
    /**
     * Whether all of it is in the archive.
     *
     * @return false when its adding is still going on or was cut short.
     */
    public boolean isComplete() {
        return size >= 0;
    }
}
