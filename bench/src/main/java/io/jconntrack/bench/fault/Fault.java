/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Something that is done to a process, again and again, and what has to hold afterwards. Closing it removes its files
 * and processes.
 */
interface Fault extends AutoCloseable {
    /**
     * Do it once.
     *
     * @param random of the moment, and of all else.
     * @param tally takes what was found.
     * @throws IOException when it can't be done at all.
     * @throws IllegalStateException when something is not as it must be.
     */
    void once(SplittableRandom random, Tally tally) throws IOException;

    /** Look at what only shows in the end. */
    default void end(final Tally tally) throws IOException {
        // nothing does
    }

    @Override
    void close() throws IOException;
}
