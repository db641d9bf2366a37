/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A program that looks at a tracker is killed, at any moment from its start on. The tracker goes on and has all its
 * connections.
 */
final class ReaderFault implements Fault {
    private static final List<List<String>> VERBS = List.of(List.of("list"), List.of("top", "--once"),
        List.of("count"), List.of("stats"), List.of("events"), List.of("delete", "-p", "udp"));
    /** Most have ended by themselves then. */
    private static final long LONGEST_NANOS = 700_000_000;

    private final Path directory;
    private final RunningTracker tracker;
    private int verb;

    /**
     * With a tracker.
     *
     * @param directory for its files.
     */
    ReaderFault(final Path directory) throws IOException {
        this.directory = directory;
        tracker = new RunningTracker(directory);
    }

    @Override
    public void once(final SplittableRandom random, final Tally tally) throws IOException {
        final List<String> words = new ArrayList<>(VERBS.get(verb++ % VERBS.size()));
        words.addAll(1, List.of("--name", tracker.files.name()));
        try (Child reader = Child.start(RunningTracker.PROGRAM, 1, directory.resolve("reader.log"), words.toArray())) {
            tracker.load(random.nextLong(LONGEST_NANOS));
            tally.note(reader.isAlive() ? "killed at work" : "had ended", 1);
            reader.kill();
        }
        tracker.checkItWorks();
        final int found = tracker.connections();
        tally.expected(RunningTracker.CONNECTIONS);
        tally.lost(Math.max(0, RunningTracker.CONNECTIONS - found));
        tally.strange(Math.max(0, found - RunningTracker.CONNECTIONS));
    }

    @Override
    public void close() throws IOException {
        tracker.close();
    }
}
