/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.ingest.capture.User;
import io.jconntrack.memory.Region;
import io.jconntrack.memory.SharedFile;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes and opens the smaller files of a tracker, and its directory.
 */
final class SharedFiles {
    private static final MemoryOptions SMALL = MemoryOptions.DEFAULT.withPages(Pages.SMALL);

    private SharedFiles() {
    }

    /**
     * Make a tracker's directory, or use the one that is there.
     *
     * @throws IOException when it belongs to somebody else, who could put files of his own there.
     */
    static void directory(final Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions(false)));
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + ": not a directory");
        }
        final int owner = (int)Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        final User me = User.current();
        if (owner != me.uid()) {
            throw new IOException(directory + ": belongs to another user: owner=" + owner + " expected=" + me.uid()
                + "; choose another --name, or have its owner clean it");
        }
    }

    /** Choose who may look into a tracker's directory. */
    static void permit(final Path directory, final boolean groupReadable) throws IOException {
        Files.setPosixFilePermissions(directory, permissions(groupReadable));
    }

    private static Set<PosixFilePermission> permissions(final boolean groupReadable) {
        return PosixFilePermissions.fromString(groupReadable ? "rwxr-x---" : "rwx------");
    }

    /** Choose who may read a file that is there; only its owner may write. */
    static void permitFile(final Path path, final boolean groupReadable) throws IOException {
        try (SharedFile file = SharedFile.openExisting(path)) {
            file.permit(groupReadable);
        }
    }

    /**
     * Make a file of zeros and map it. It has another name until {@link #publish}: whoever has mapped the file that has
     * the name now keeps that one.
     */
    static Region create(final Path path, final long length, final boolean groupReadable) throws IOException {
        Files.deleteIfExists(fresh(path));
        try (SharedFile file = SharedFile.open(fresh(path))) {
            file.permit(groupReadable);
            return file.create(length, SMALL);
        }
    }

    /** Give a file that was made its name. */
    static void publish(final Path path) throws IOException {
        Files.move(fresh(path), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path fresh(final Path path) {
        return path.resolveSibling(path.getFileName() + ".new");
    }

    /** Map a file that is there; for reading only, or for writing too. */
    static Region map(final Path path, final boolean writable) throws IOException {
        try (SharedFile file = writable ? SharedFile.openExisting(path) : SharedFile.openReadOnly(path)) {
            return file.map(SMALL);
        }
    }
}
