/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * An ordinary user, or root, as {@code /etc/passwd} knows them.
 *
 * @param name for people.
 * @param uid number of the user.
 * @param gid number of the user's first group.
 */
public record User(String name, int uid, int gid) {
    private static final Path USERS = Path.of("/etc/passwd");
    private static final Path THREAD_STATUS = Path.of("/proc/thread-self/status");
    private static final int NOBODY = 65_534;

    /**
     * Look a user up.
     *
     * @param nameOrNumber of the user.
     * @return the user; a number that nobody has is its own name and group.
     * @throws CaptureException when there is none of that name.
     */
    public static User find(final String nameOrNumber) throws CaptureException {
        return find(nameOrNumber, users());
    }

    /**
     * Who runs this thread.
     *
     * @return the user.
     * @throws CaptureException when that cannot be read.
     */
    public static User current() throws CaptureException {
        try {
            for (final String line : Files.readAllLines(THREAD_STATUS)) {
                if (line.startsWith("Uid:")) {
                    // real, effective, saved, for files
                    return find(line.split("\\s+")[2]);
                }
            }
        } catch (final IOException e) {
            throw new CaptureException(THREAD_STATUS + " cannot be read: " + e.getMessage());
        }
        throw new CaptureException(THREAD_STATUS + " names no user");
    }

    /**
     * The user whom a program becomes when it was told none: who called {@code sudo}, else nobody.
     *
     * @param directory that it has to write to, and that may exist; when it is somebody else's, who may have put it
     *     there to get at our packets, the user has to be named.
     * @return the user; who runs this thread, when that is not root.
     * @throws CaptureException when it is somebody else's, or that cannot be read.
     */
    public static User ordinary(final Path directory) throws CaptureException {
        final User current = current();
        if (current.uid != 0) {
            return current;
        }
        final String sudo = System.getenv("SUDO_UID");
        final User user = sudo != null && sudo.matches("[1-9][0-9]{0,8}") ? find(sudo) : nobody();
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && owner(directory) != user.uid) {
            final User owner = find(Integer.toString(owner(directory)));
            throw new CaptureException(directory + " belongs to user " + owner + ", not to " + user
                + "; if that is right, say --user " + owner.name);
        }
        return user;
    }

    static User find(final String nameOrNumber, final List<String> lines) throws CaptureException {
        final boolean number = nameOrNumber.matches("[0-9]{1,9}");
        for (final String line : lines) {
            final String[] fields = line.split(":", -1);
            if (fields.length >= 4 && nameOrNumber.equals(fields[number ? 2 : 0])
                && fields[2].matches("[0-9]{1,9}") && fields[3].matches("[0-9]{1,9}")) {
                return new User(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
            }
        }
        if (number) {
            return new User(nameOrNumber, Integer.parseInt(nameOrNumber), Integer.parseInt(nameOrNumber));
        }
        throw new CaptureException("no user " + nameOrNumber + " in " + USERS);
    }

    @Override
    public String toString() {
        return name + " (" + Integer.toUnsignedString(uid) + ")";
    }

    private static User nobody() throws CaptureException {
        final List<String> lines = users();
        return lines.stream().anyMatch(line -> line.startsWith("nobody:")) ? find("nobody", lines)
            : new User("nobody", NOBODY, NOBODY);
    }

    private static int owner(final Path path) throws CaptureException {
        try {
            return (int)Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (final IOException e) {
            throw new CaptureException("owner of " + path + " cannot be read: " + e.getMessage());
        }
    }

    private static List<String> users() throws CaptureException {
        try {
            return Files.readAllLines(USERS, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            throw new CaptureException(USERS + " cannot be read: " + e.getMessage());
        }
    }
}
