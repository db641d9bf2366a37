/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * Who has an archive open: a file beside it, of bytes that are locked. It tells whether somebody was killed, after
 * which Chronicle's own locks and lists in the archive have to be put right before anybody may go on.
 * <pre>
 *   0      1             64        64 + USERS
 *  +------+-------------+---------------------+
 *  | gate |             | users, a byte each  |
 *  +------+-------------+---------------------+
 * </pre>
 * The gate is locked by all users together (shared), or by one who makes or repairs the archive alone. A user's byte is
 * locked by it and 1 as long as it has the archive open: a 1 that nobody locks is of a process that was killed. The
 * kernel drops the locks of a process however it ends.
 */
final class ArchiveUsers implements AutoCloseable {
    private static final long GATE = 0;
    private static final long FIRST_USER = 64;
    private static final int USERS = 192;
    private static final long LOOK_AGAIN_MILLIS = 20;
    /** Locks belong to the process, so it has a file open once. */
    private static final Set<Path> OPEN = new HashSet<>();

    private final Path archive;
    private final Path identity;
    private final FileChannel file;
    private FileLock gate;
    private FileLock user;

    private ArchiveUsers(final Path archive, final Path identity, final FileChannel file) {
        this.archive = archive;
        this.identity = identity;
        this.file = file;
    }

    /** The file beside an archive. */
    static Path beside(final Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".users");
    }

    static ArchiveUsers open(final Path archive) throws IOException {
        final Path identity = archive.toAbsolutePath().normalize();
        synchronized (OPEN) {
            if (!OPEN.add(identity)) {
                throw new IOException(archive + ": is open in this process already");
            }
        }
        FileChannel file = null;
        try {
            file = FileChannel.open(beside(archive), Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return new ArchiveUsers(archive, identity, file);
        } finally {
            if (file == null) {
                forget(identity);
            }
        }
    }

    private static void forget(final Path identity) {
        synchronized (OPEN) {
            OPEN.remove(identity);
        }
    }

    /** Lock the gate, waiting for whoever has it in the other way. */
    void enter(final boolean alone, final long waitMillis) throws IOException {
        leave();
        final long begin = System.nanoTime();
        while (true) {
            gate = file.tryLock(GATE, 1, !alone);
            if (gate != null) {
                return;
            }
            if (System.nanoTime() - begin > waitMillis * 1_000_000) {
                throw new IOException(archive + (alone
                    ? ": a process was killed while it had the archive open; it can be repaired when nobody uses it,"
                    + " but others do"
                    : ": somebody is making or repairing it; try again later"));
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(archive + ": interrupted while waiting for others", e);
            }
        }
    }

    private void leave() throws IOException {
        if (gate != null) {
            gate.release();
            gate = null;
        }
    }

    /** Whether somebody was killed who had the archive open. */
    boolean hasDead() throws IOException {
        for (int i = 0; i < USERS; i++) {
            if (isMarked(i)) {
                try (FileLock lock = file.tryLock(FIRST_USER + i, 1, false)) {
                    if (lock != null && isMarked(i)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Forget the dead, once what they left is repaired; nobody else is there. */
    void clear() throws IOException {
        for (int i = 0; i < USERS; i++) {
            mark(i, 0);
        }
    }

    /** Become a user; the gate is locked. */
    void join() throws IOException {
        for (int i = 0; i < USERS; i++) {
            final FileLock lock = file.tryLock(FIRST_USER + i, 1, false);
            if (lock != null && isMarked(i)) {
                // of one who was killed just now: the next to open finds it
                lock.release();
            } else if (lock != null) {
                user = lock;
                mark(i, 1);
                return;
            }
        }
        throw new IOException(archive + ": " + USERS + " processes have it open, and no more can");
    }

    private boolean isMarked(final int i) throws IOException {
        final ByteBuffer one = ByteBuffer.allocate(1);
        return file.read(one, FIRST_USER + i) == 1 && one.get(0) != 0;
    }

    private void mark(final int i, final int value) throws IOException {
        file.write(ByteBuffer.wrap(new byte[]{(byte)value}), FIRST_USER + i);
    }

    /** Whoever calls this has closed the archive. */
    @Override
    public void close() throws IOException {
        try (file) {
            if (user != null) {
                mark((int)(user.position() - FIRST_USER), 0);
            }
        } finally {
            forget(identity);
        }
    }
}
