/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Who is killed.
 */
enum Kind {
    /** A tracker, in its table. */
    TABLE("tracker, in its table") {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new TrackerFault(directory, capacity, 1, longestMillis);
        }
    },
    /** A tracker with two workers, in their table. */
    WORKERS("two workers, in their table") {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new TrackerFault(directory, capacity, 2, longestMillis);
        }
    },
    /** A capture helper, in the packet ring. */
    HELPER("helper, in the ring") {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new HelperFault(directory, longestMillis);
        }
    },
    /** A tracker, in the packet ring. */
    RING("tracker, in the ring") {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new RingReaderFault(directory, longestMillis);
        }
    },
    /** The program {@code jconntrack track}. */
    TRACK("track, the program") {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new ProgramFault(directory, longestMillis);
        }
    },
    /** Programs that look at it: list, top, count, stats, events, delete. */
    READERS("readers") {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new ReaderFault(directory);
        }
    },
    /** Who saves a snapshot. */
    SAVE("snapshot save") {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new SaveFault(directory, longestMillis);
        }
    },
    /** Who adds to an archive. */
    ARCHIVE("snapshot archive") {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new ArchiveFault(directory, longestMillis);
        }
    };

    private final String words;

    Kind(final String words) {
        this.words = words;
    }

    /** Who is killed. */
    String words() {
        return words;
    }

    /** Make its files. */
    abstract Fault begin(Path directory, int capacity, int longestMillis) throws IOException;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
