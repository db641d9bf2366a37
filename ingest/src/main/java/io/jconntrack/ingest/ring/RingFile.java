/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import io.jconntrack.memory.Region;
import io.jconntrack.memory.SharedFile;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import io.jconntrack.settings.Pages;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes the files of rings.
 */
public final class RingFile {
    private static final MemoryOptions SMALL_PAGES = MemoryOptions.DEFAULT.withPages(Pages.SMALL);

    private RingFile() {
    }

    /**
     * Make an empty ring. All of its memory is taken from the system at once, so that a full file system is an error
     * here and not a crash later.
     * <p>
     * The owner alone can attach: who can write into a ring decides what the tracker sees. A capture helper opens it
     * either as root, before it gives its privileges up, or as the same user. The group, if at all, may look.
     *
     * @param file to make; its directory exists, the file must not.
     * @param capacity of the ring in bytes: a power of two from {@link RingDescriptor#MIN_CAPACITY} to
     *     {@link RingDescriptor#MAX_CAPACITY}.
     * @param groupReadable whether the file's group may read it, for status displays: mode 0640 instead of 0600.
     * @throws FileAlreadyExistsException if there is such a file.
     * @throws IOException if it can't be made, for want of space for instance; nothing is left behind.
     * @throws IllegalArgumentException for another capacity.
     */
    public static void create(final Path file, final int capacity, final boolean groupReadable) throws IOException {
        if (!RingDescriptor.isCapacity(capacity)) {
            throw new IllegalArgumentException("capacity of a ring must be a power of two from "
                + RingDescriptor.MIN_CAPACITY + " to " + RingDescriptor.MAX_CAPACITY + ": capacity=" + capacity);
        }
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        // whoever sees the file under its name sees all of it
        final Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try {
            write(unfinished, capacity, groupReadable);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException | MemoryUnavailableException e) {
            Files.deleteIfExists(unfinished);
            throw new IOException(file + ": the ring could not be made: wanted="
                + RingDescriptor.fileLength(capacity) + " bytes: " + e.getMessage(), e);
        }
    }

    private static void write(final Path path, final int capacity, final boolean groupReadable) throws IOException {
        try (SharedFile file = SharedFile.open(path)) {
            file.permit(groupReadable);
            try (Region zeros = file.create(RingDescriptor.fileLength(capacity), SMALL_PAGES)) {
                final UnsafeBuffer head = new UnsafeBuffer(zeros.address(), RingDescriptor.RING_OFFSET);
                head.putLong(RingDescriptor.MAGIC_OFFSET, RingDescriptor.MAGIC);
                head.putInt(RingDescriptor.VERSION_OFFSET, RingDescriptor.VERSION);
                head.putInt(RingDescriptor.BYTE_ORDER_OFFSET, RingDescriptor.BYTE_ORDER);
                head.putInt(RingDescriptor.CAPACITY_OFFSET, capacity);
                head.putInt(RingDescriptor.STATE_OFFSET, RingDescriptor.READY);
            }
        }
    }
}
