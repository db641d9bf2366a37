/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

/**
 * Size of an archive, chosen when it is made.
 *
 * @param entries how many it can hold: one for each two observations of a connection, two for each snapshot.
 * @param keep how many observations of a connection are kept, the newest.
 */
public record ArchiveSize(long entries, int keep) {
    /** Room for a million connections seen twice, or for half a million seen four times. */
    public static final long DEFAULT_ENTRIES = 1_000_000;
    /** Fewest entries. */
    public static final long MIN_ENTRIES = 1_000;
    /** Most entries: some 450 GB. */
    public static final long MAX_ENTRIES = 2_000_000_000L;
    /** As many as snapshots of an hour, one a minute. */
    public static final int DEFAULT_KEEP = 60;
    /** Most observations of a connection. */
    public static final int MAX_KEEP = 100_000;

    /**
     * A size.
     *
     * @param entries {@link #MIN_ENTRIES} to {@link #MAX_ENTRIES}.
     * @param keep 1 to {@link #MAX_KEEP}.
     * @throws IllegalArgumentException when it is out of range.
     */
    public ArchiveSize {
        if (entries < MIN_ENTRIES || entries > MAX_ENTRIES) {
            throw new IllegalArgumentException("entries " + entries + " not in " + MIN_ENTRIES + " to " + MAX_ENTRIES);
        }
        if (keep < 1 || keep > MAX_KEEP) {
            throw new IllegalArgumentException("keep " + keep + " not in 1 to " + MAX_KEEP);
        }
    }

    /**
     * The default.
     *
     * @return a size for most purposes.
     */
    public static ArchiveSize byDefault() {
        return new ArchiveSize(DEFAULT_ENTRIES, DEFAULT_KEEP);
    }

    /** Parts of a full history: one observation more than is kept, so that none that is shown is being overwritten. */
    int parts() {
        return (keep + ArchiveDescriptor.PER_PART) / ArchiveDescriptor.PER_PART;
    }
}
