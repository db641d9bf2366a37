/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all: what is written goes to a file beside, reaches the disk, and takes the
 * name in one step. Whoever reads the old one meanwhile keeps it.
 */
public final class SnapshotFile {
    private SnapshotFile() {
    }

    /**
     * Write a snapshot's file. One of the name is replaced, and keeps its mode; a new one is its owner's alone, as the
     * tracker's files are. What a symbolic link names is replaced, not the link. To what is no regular file, such as a
     * pipe, the snapshot is just written. What a save to this file left unfinished whose process was killed is
     * removed, where it is this user's.
     *
     * @param file to write.
     * @param writer of it.
     * @param dump that is saved; not closed.
     * @return what was written.
     * @throws IOException when that is not possible, as on a full disk; then the file is as it was, and nothing stays
     *     beside it. The message names the file.
     */
    public static SnapshotSize save(final Path file, final SnapshotWriter writer, final Dump dump) throws IOException {
        final Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                return writer.write(dump, new NamedChannel(file, channel));
            }
        }
        return replace(file, target, writer, dump);
    }

    private static SnapshotSize replace(final Path file, final Path target, final SnapshotWriter writer,
        final Dump dump) throws IOException {
        try (UnfinishedFile beside = UnfinishedFile.beside(target)) {
            boolean done = false;
            try {
                final NamedChannel named = new NamedChannel(file, beside.channel());
                final SnapshotSize size = writer.write(dump, named);
                named.force();
                if (Files.exists(target)) {
                    Files.setPosixFilePermissions(beside.path(), Files.getPosixFilePermissions(target));
                }
                Files.move(beside.path(), target, StandardCopyOption.ATOMIC_MOVE);
                done = true;
                sync(target.getParent());
                return size;
            } finally {
                if (!done) {
                    Files.deleteIfExists(beside.path());
                }
            }
        } catch (final AtomicMoveNotSupportedException e) {
            throw new IOException(file + ": can't be replaced in one step: " + e.getReason(), e);
        }
    }

    /** The name is on the disk when its directory is. */
    private static void sync(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What goes wrong names the file. */
    private record NamedChannel(Path file, FileChannel channel) implements WritableByteChannel {
        @Override
        public int write(final ByteBuffer from) throws IOException {
            try {
                return channel.write(from);
            } catch (final IOException e) {
                throw named(e);
            }
        }

        void force() throws IOException {
            try {
                channel.force(true);
            } catch (final IOException e) {
                throw named(e);
            }
        }

        private IOException named(final IOException e) {
            return new IOException(file + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
