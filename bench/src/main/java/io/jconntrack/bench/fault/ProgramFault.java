/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * {@code jconntrack track} is killed under load and started again, as an operator would see it: the time to recover is
 * that from the kill until the next one tracks, the start of the Java machine included.
 */
final class ProgramFault implements Fault {
    private final RunningTracker tracker;
    private final long longestNanos;

    /**
     * With a tracker.
     *
     * @param directory for its files.
     * @param longestMillis latest moment of a kill.
     */
    ProgramFault(final Path directory, final int longestMillis) throws IOException {
        tracker = new RunningTracker(directory);
        longestNanos = longestMillis * 1_000_000L;
    }

    @Override
    public void once(final SplittableRandom random, final Tally tally) throws IOException {
        final long lostBefore = tracker.lostAtRestart();
        tracker.load(random.nextLong(longestNanos));
        tally.recovered(tracker.killAndStart());
        tracker.checkItWorks();
        final int found = tracker.connections();
        tally.expected(RunningTracker.CONNECTIONS);
        tally.lost(Math.max(0, RunningTracker.CONNECTIONS - found));
        tally.strange(Math.max(0, found - RunningTracker.CONNECTIONS));
        tally.note("frames lost and counted", tracker.lostAtRestart() - lostBefore);
    }

    @Override
    public void close() throws IOException {
        tracker.close();
    }
}
