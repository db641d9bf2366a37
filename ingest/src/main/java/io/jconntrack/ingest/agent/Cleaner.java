/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.ingest.ring.RingCounters;
import io.jconntrack.memory.SharedFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the files of a tracker that has ended. In /dev/shm anybody may put what looks like a tracker's directory, so
 * links are not followed, and only files with the names that a tracker gives are removed.
 */
public final class Cleaner {
    /** What became of the files. */
    public enum Result {
        /** They are gone. */
        REMOVED,
        /** There were none. */
        ABSENT,
        /** The tracker lives; nothing was removed. */
        TRACKER_LIVES,
        /** A capture helper lives, which would go on into files without a name; nothing was removed. */
        HELPER_LIVES
    }

    private static final String LOCK = "lock";
    private static final String OURS = "(cnc|table|(ring|events)-[0-9]{1,2})\\.dat(\\.[A-Za-z0-9]+)?";

    private Cleaner() {
    }

    /**
     * Remove the files of a tracker.
     *
     * @param files of it.
     * @return whether that was done, or why not.
     * @throws IOException when they can't be removed, or the directory is none of a tracker.
     */
    public static Result clean(final TrackerFiles files) throws IOException {
        final Path directory = files.directory();
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return Result.ABSENT;
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + ": not a directory");
        }
        if (Files.notExists(files.lock(), LinkOption.NOFOLLOW_LINKS)) {
            return remove(directory);
        }
        try (SharedFile lock = SharedFile.openExisting(files.lock())) {
            if (!lock.tryLock()) {
                return Result.TRACKER_LIVES;
            }
            return isHelperAlive(directory) ? Result.HELPER_LIVES : remove(directory);
        }
    }

    private static boolean isHelperAlive(final Path directory) throws IOException {
        try (DirectoryStream<Path> rings = Files.newDirectoryStream(directory, "ring-*.dat")) {
            for (final Path ring : rings) {
                try (RingCounters counters = RingCounters.open(ring)) {
                    if (counters.isHelperAlive()) {
                        return true;
                    }
                } catch (final IOException notARing) {
                    // nobody has it then
                    continue;
                }
            }
        }
        return false;
    }

    private static Result remove(final Path directory) throws IOException {
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(directory.getParent())) {
            if (!(parent instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException(directory + ": this system can't remove files safely; remove them by hand");
            }
            try (SecureDirectoryStream<Path> inside =
                secure.newDirectoryStream(directory.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
                final List<Path> names = new ArrayList<>();
                for (final Path path : inside) {
                    final Path name = path.getFileName();
                    if (name.toString().matches(OURS)) {
                        names.add(name);
                    }
                }
                for (final Path name : names) {
                    inside.deleteFile(name);
                }
                deleteLock(inside);
            }
            secure.deleteDirectory(directory.getFileName());
            return Result.REMOVED;
        } catch (final DirectoryNotEmptyException others) {
            throw new IOException(directory + ": holds files that are no tracker's; they are still there", others);
        }
    }

    /** The last one: until then nobody starts a tracker here. */
    private static void deleteLock(final SecureDirectoryStream<Path> inside) throws IOException {
        try {
            inside.deleteFile(Path.of(LOCK));
        } catch (final NoSuchFileException never) {
            // a tracker that was killed before it made one
            return;
        }
    }
}
