/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import java.nio.file.Path;

/**
 * Where a tracker of a name has its files in shared memory.
 * <pre>
 *  /dev/shm/jconntrack-NAME/
 *    cnc.dat        command and control: who runs, counters, errors, commands, latencies
 *    table.dat      the connections
 *    ring-N.dat     packets for worker N
 *    events-N.dat   NEW, UPDATE, DESTROY of worker N's connections
 * </pre>
 */
public final class TrackerFiles {
    /** Where the files of all trackers lie. */
    public static final Path SHARED_MEMORY = Path.of("/dev/shm");
    /** Name of a tracker that was given none. */
    public static final String DEFAULT_NAME = "default";

    private static final String PREFIX = "jconntrack-";

    private final String name;
    private final Path directory;

    /**
     * Files of a tracker, whether they exist or not.
     *
     * @param name of the tracker: 1 to 64 letters, digits, dots, dashes and underscores, a letter or a digit first.
     * @throws IllegalArgumentException for another name.
     */
    public TrackerFiles(final String name) {
        this(name, SHARED_MEMORY);
    }

    /**
     * Files of a tracker in a directory of the caller's choice.
     *
     * @param name of the tracker: 1 to 64 letters, digits, dots, dashes and underscores, a letter or a digit first.
     * @param parent directory of the tracker's directory.
     * @throws IllegalArgumentException for another name.
     */
    public TrackerFiles(final String name, final Path parent) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("not a tracker's name: name=" + name
                + ": 1 to 64 letters, digits, dots, dashes and underscores, a letter or a digit first");
        }
        this.name = name;
        directory = parent.resolve(PREFIX + name);
    }

    /**
     * Name of the tracker.
     *
     * @return as given.
     */
    public String name() {
        return name;
    }

    /**
     * Directory of the files.
     *
     * @return its path.
     */
    public Path directory() {
        return directory;
    }

    /**
     * Command and control.
     *
     * @return path of the file.
     */
    public Path cnc() {
        return directory.resolve("cnc.dat");
    }

    /**
     * The table.
     *
     * @return path of the file.
     */
    public Path table() {
        return directory.resolve("table.dat");
    }

    /**
     * A worker's packets.
     *
     * @param worker 0 to the number of workers - 1.
     * @return path of the file.
     */
    public Path ring(final int worker) {
        return directory.resolve("ring-" + worker + ".dat");
    }

    /**
     * A worker's events.
     *
     * @param worker 0 to the number of workers - 1.
     * @return path of the file.
     */
    public Path events(final int worker) {
        return directory.resolve("events-" + worker + ".dat");
    }
}
