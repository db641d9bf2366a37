/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file beside another that takes its name when it is complete: {@code .NAME.PID-START-NUMBER.tmp}, with the number
 * of the process that writes it and when that started, in the kernel's ticks since the machine did. It is locked while
 * it is written. Who is killed meanwhile leaves it; the next that writes one for the same name removes it.
 */
final class UnfinishedFile implements AutoCloseable {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Pattern REST = Pattern.compile("(\\d{1,10})-(?:(\\d+)-)?[0-9a-f]+\\.tmp");
    /** Of the fields in /proc/PID/stat behind the program's name, which may hold anything. */
    private static final int START_FIELD = 19;
    private static final String UNKNOWN = "0";

    private final Path path;
    private final FileChannel channel;

    private UnfinishedFile(final Path path, final FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Make one beside a file, its owner's alone, and remove those that nobody will finish. */
    static UnfinishedFile beside(final Path target) throws IOException {
        UnfinishedFile file = create(target);
        while (!file.lock()) {
            // who sees other processes took it for one that was left, before it was locked
            file.channel.close();
            file = create(target);
        }
        file.removeLeft(target);
        return file;
    }

    private static UnfinishedFile create(final Path target) throws IOException {
        final long pid = ProcessHandle.current().pid();
        final Path path = target.resolveSibling(prefix(target) + pid + "-" + startOf(pid) + "-"
            + Long.toHexString(System.nanoTime()) + ".tmp");
        final FileChannel channel = FileChannel.open(path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new UnfinishedFile(path, channel);
    }

    private static String prefix(final Path target) {
        return "." + target.getFileName() + ".";
    }

    /** False when it is gone or about to be removed. */
    private boolean lock() {
        try {
            return channel.tryLock() != null && Files.exists(path);
        } catch (final IOException e) {
            // a file system without locks: the process's number tells
            return true;
        }
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    /** That something is left is no reason not to save. */
    private void removeLeft(final Path target) {
        final String prefix = prefix(target);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path.getParent(),
            file -> file.getFileName().toString().startsWith(prefix))) {
            for (final Path file : files) {
                final Matcher rest = REST.matcher(file.getFileName().toString().substring(prefix.length()));
                if (rest.matches() && isGone(Long.parseLong(rest.group(1)), rest.group(2)) && isMine(file)) {
                    remove(file);
                }
            }
        } catch (final IOException | DirectoryIteratorException | OverlappingFileLockException e) {
            // likewise; another thread of this process may be at it
        }
    }

    private static boolean isGone(final long pid, final String start) throws IOException {
        final String now = startOf(pid);
        return Files.exists(PROCESSES.resolve("self")) && (now.equals(UNKNOWN)
            ? Files.notExists(PROCESSES.resolve(String.valueOf(pid))) : start != null && !start.equals(now));
    }

    private boolean isMine(final Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(
                Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    /** Its process may live where the numbers of processes are others, in a container or on another machine. */
    private static void remove(final Path file) throws IOException {
        try (FileChannel left = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (left.tryLock() != null) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** When a process started, or 0 when there is none. */
    private static String startOf(final long pid) {
        try {
            final String stat = Files.readString(PROCESSES.resolve(String.valueOf(pid)).resolve("stat"),
                StandardCharsets.ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_FIELD];
        } catch (final IOException | IndexOutOfBoundsException gone) {
            return UNKNOWN;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
