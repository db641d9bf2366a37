/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.memory.SharedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a tracker of a name has its files in shared memory.
 * <pre>
 *  /dev/shm/jconntrack-NAME/
 *    lock           locked by the tracker while it lives
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
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

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
        if (!name.matches(NAME)) {
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
     * The file that a living tracker has locked.
     *
     * @return path of the file.
     */
    public Path lock() {
        return directory.resolve("lock");
    }

    /**
     * Whether the tracker lives; a stopped one does.
     *
     * @return true while a process has the lock.
     * @throws IOException when the lock may not be looked at.
     */
    public boolean isAlive() throws IOException {
        if (Files.notExists(lock())) {
            return false;
        }
        try (SharedFile file = SharedFile.openReadOnly(lock())) {
            return file.isLocked();
        }
    }

    /**
     * Whether a tracker lives and its files are ready.
     *
     * @param pid of its process.
     * @return true when helpers may attach.
     * @throws IOException when the files may not be looked at.
     */
    public boolean isReady(final long pid) throws IOException {
        if (Files.notExists(cnc()) || !isAlive()) {
            return false;
        }
        try (CncReader reader = CncReader.open(cnc())) {
            return reader.pid() == pid;
        } catch (final IOException starting) {
            return false;
        }
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

    /**
     * Trackers that have a directory; what only looks like one is left out.
     *
     * @param parent directory of their directories.
     * @return their files, by name.
     * @throws IOException when the directory can't be read.
     */
    public static List<TrackerFiles> all(final Path parent) throws IOException {
        try (Stream<Path> paths = Files.list(parent)) {
            return paths.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                .map(path -> path.getFileName().toString())
                .filter(n -> n.startsWith(PREFIX) && n.substring(PREFIX.length()).matches(NAME)).sorted()
                .map(n -> new TrackerFiles(n.substring(PREFIX.length()), parent)).toList();
        }
    }
}
