/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.memory.MemoryOptions;
import io.jconntrack.memory.Pages;
import io.jconntrack.memory.Region;
import io.jconntrack.memory.SharedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
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
     * @param groupReadable whether its group may look into it.
     * @throws IOException when it belongs to somebody else, who could put files of his own there.
     */
    static void directory(final Path directory, final boolean groupReadable) throws IOException {
        final Set<PosixFilePermission> permissions =
            PosixFilePermissions.fromString(groupReadable ? "rwxr-x---" : "rwx------");
        if (Files.notExists(directory)) {
            Files.createDirectory(directory);
        }
        final PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class,
            java.nio.file.LinkOption.NOFOLLOW_LINKS);
        final String me = System.getProperty("user.name");
        if (!attributes.isDirectory() || !attributes.owner().getName().equals(me)) {
            throw new IOException(directory + ": belongs to another user: owner=" + attributes.owner().getName()
                + " expected=" + me + "; choose another --name, or have its owner clean it");
        }
        Files.setPosixFilePermissions(directory, permissions);
    }

    /** Make a file of zeros in the place of another, and map it. */
    static Region create(final Path path, final long length, final boolean groupReadable) throws IOException {
        try (SharedFile file = SharedFile.open(path)) {
            file.permit(groupReadable);
            return file.create(length, SMALL);
        }
    }

    /** Map a file that is there; for reading only, or for writing too. */
    static Region map(final Path path, final boolean writable) throws IOException {
        try (SharedFile file = writable ? SharedFile.open(path) : SharedFile.openReadOnly(path)) {
            return file.map(SMALL);
        }
    }
}
