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
    TABLE {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new TrackerFault(directory, capacity, longestMillis);
        }
    },
    /** A capture helper, in the packet ring. */
    HELPER {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new HelperFault(directory, longestMillis);
        }
    },
    /** A tracker, in the packet ring. */
    RING {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new RingReaderFault(directory, longestMillis);
        }
    },
    /** The program {@code jconntrack track}. */
    TRACK {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new ProgramFault(directory, longestMillis);
        }
    },
    /** Programs that look at it: list, top, count, stats, events, delete. */
    READERS {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new ReaderFault(directory);
        }
    },
    /** Who saves a snapshot. */
    SAVE {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new SaveFault(directory, longestMillis);
        }
    },
    /** Who adds to an archive. */
    ARCHIVE {
        @Override
        Fault begin(final Path directory, final int capacity, final int longestMillis) throws IOException {
            return new ArchiveFault(directory, longestMillis);
        }
    };

    /** Make its files. */
    abstract Fault begin(Path directory, int capacity, int longestMillis) throws IOException;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
