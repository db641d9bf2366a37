/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import java.io.IOException;
import java.nio.file.Path;

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
    };

    /** Make its files. */
    abstract Fault begin(Path directory, int capacity, int longestMillis) throws IOException;
}
