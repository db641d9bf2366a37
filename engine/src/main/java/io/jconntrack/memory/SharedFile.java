/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import io.jconntrack.settings.Pages;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that several processes map, such as one under {@code /dev/shm}: it outlives the process that made it.
 * <p>
 * <b>Lock.</b> It belongs to this object, not to the process (an "open file description" lock): closing another
 * SharedFile or channel of the same file does not drop it, and no child inherits it. The kernel drops it when the
 * process is gone, however it went. It excludes the locks of {@link java.nio.channels.FileChannel#tryLock()} as well.
 * <p>
 * Its memory lies in {@link Region}s, which are closed by themselves; the lock is held until they are closed too. Used
 * by one thread.
 */
public final class SharedFile implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;
    private static final int GROUP_READABLE = 0640;
    /** A step of the kernel's work. */
    private static final long STEP = 256L << 20;

    private final Path path;
    private final int file;
    private final boolean writable;
    private boolean closed;

    private SharedFile(final Path path, final int flags) throws IOException {
        this.path = path;
        writable = (flags & FileCalls.O_RDWR) != 0;
        file = FileCalls.open(path, flags | FileCalls.O_NONBLOCK | FileCalls.O_NOFOLLOW, OWNER_ONLY);
        if (file < 0) {
            throw failure(-file);
        }
    }

    /**
     * Open a file for reading and writing; an absent one is made, empty.
     *
     * @param path of it; a symbolic link is refused.
     * @return the file.
     * @throws IOException when it can't be opened.
     */
    public static SharedFile open(final Path path) throws IOException {
        return new SharedFile(path, FileCalls.O_RDWR | FileCalls.O_CREAT);
    }

    /**
     * Open a file that is there for reading and writing.
     *
     * @param path of it; a symbolic link is refused.
     * @return the file.
     * @throws IOException when it is not there or can't be opened.
     */
    public static SharedFile openExisting(final Path path) throws IOException {
        return new SharedFile(path, FileCalls.O_RDWR);
    }

    /**
     * Open a file for reading.
     *
     * @param path of it; a symbolic link is refused.
     * @return the file.
     * @throws IOException when it is not there or can't be opened.
     */
    public static SharedFile openReadOnly(final Path path) throws IOException {
        return new SharedFile(path, FileCalls.O_RDONLY);
    }

    /**
     * Where it is.
     *
     * @return as given.
     */
    public Path path() {
        return path;
    }

    /**
     * Bytes of the file.
     *
     * @return its length now.
     * @throws IOException when the system does not tell.
     */
    public long length() throws IOException {
        final long length = FileCalls.length(file);
        if (length < 0) {
            throw failure((int)-length);
        }
        return length;
    }

    /**
     * Lock it, until this object and its regions are closed.
     *
     * @return false when somebody else has a lock on it.
     * @throws IOException when the file system knows no locks.
     */
    public boolean tryLock() throws IOException {
        final int errno = FileCalls.lock(file);
        if (errno != 0 && errno != FileCalls.EAGAIN && errno != FileCalls.EACCES) {
            throw failure(errno);
        }
        return errno == 0;
    }

    /**
     * Whether somebody else has a lock on it.
     *
     * @return true while the process that locked it lives.
     * @throws IOException when the file system knows no locks.
     */
    public boolean isLocked() throws IOException {
        final int locked = FileCalls.isLocked(file);
        if (locked < 0) {
            throw failure(-locked);
        }
        return locked == 1;
    }

    /**
     * Choose who may read it; only its owner may write.
     *
     * @param groupReadable whether its group may read.
     * @throws IOException when it is another user's file.
     */
    public void permit(final boolean groupReadable) throws IOException {
        final int errno = FileCalls.changeMode(file, groupReadable ? GROUP_READABLE : OWNER_ONLY);
        if (errno != 0) {
            throw failure(errno);
        }
    }

    /**
     * Throw away what the file holds and make it so many zeroed bytes, which the file system has to spare for certain:
     * no later write to them fails (and no process gets SIGBUS).
     *
     * @param length in bytes, above 0.
     * @param options how the memory is taken; {@link Pages#HUGETLB} can't back a file.
     * @return the whole file, mapped for reading and writing.
     * @throws IOException when the system refuses it.
     * @throws MemoryUnavailableException when there is no such space; the file is empty then.
     */
    public Region create(final long length, final MemoryOptions options) throws IOException {
        if (length <= 0) {
            throw new IllegalArgumentException("length must be positive: length=" + length);
        }
        checkPages(options);
        resize(0);
        Region.checkSpare(length, options.numaNode());
        final long room = usable();
        Region region = null;
        boolean done = false;
        try {
            resize(length);
            region = Region.file(path, file, length, true);
            region.advise(options);
            if (options.prefault() && options.pages() == Pages.TRANSPARENT_HUGE) {
                // allocating would take small pages; what is missing after this shows below
                Prefault.populate(region.address(), length);
            }
            allocate(length, room);
            region.prefault(options);
            done = true;
            return region;
        } finally {
            if (!done) {
                FileCalls.truncate(file, 0);
                if (region != null) {
                    region.close();
                }
            }
        }
    }

    /**
     * Map the whole file. When it was opened for writing, holes in it are filled first.
     *
     * @param options how the memory is taken.
     * @return the file's memory; for reading only when the file was opened so: a write to it ends the process.
     * @throws IOException when it is empty, or the system refuses it.
     * @throws MemoryUnavailableException when there is no space to fill the holes.
     */
    public Region map(final MemoryOptions options) throws IOException {
        checkPages(options);
        final long length = length();
        if (length == 0) {
            throw new FileSystemException(path.toString(), null, "the file is empty");
        }
        if (writable) {
            allocate(length, usable());
        }
        final Region region = Region.file(path, file, length, writable);
        boolean done = false;
        try {
            if (writable) {
                region.advise(options);
                region.prefault(options);
            }
            done = true;
            return region;
        } finally {
            if (!done) {
                region.close();
            }
        }
    }

    private void checkPages(final MemoryOptions options) {
        if (options.pages() == Pages.HUGETLB) {
            throw new MemoryUnavailableException("reserved huge pages can't back a file: file=" + path
                + ", pages=HUGETLB; use pages=TRANSPARENT_HUGE with /sys/kernel/mm/transparent_hugepage/shmem_enabled"
                + " at advise");
        }
    }

    private void resize(final long length) throws IOException {
        final int errno = FileCalls.truncate(file, length);
        if (errno != 0) {
            throw failure(errno);
        }
    }

    private void allocate(final long length, final long room) throws IOException {
        for (long at = 0; at < length; at += STEP) {
            final long step = Math.min(STEP, length - at);
            int errno = FileCalls.allocate(file, at, step);
            while (errno == FileCalls.EINTR) {
                errno = FileCalls.allocate(file, at, step);
            }
            if (errno != 0) {
                throw new MemoryUnavailableException("no space for the file: file=" + path + ", wanted=" + length
                    + " bytes, of which the file system has " + room + " at most: "
                    + Linux.error(errno));
            }
        }
    }

    /** Asked for before anything is taken, since what then fails has taken all there is. */
    private long usable() {
        return path.toFile().getUsableSpace();
    }

    private IOException failure(final int errno) {
        return switch (errno) {
            case FileCalls.ENOENT -> new NoSuchFileException(path.toString(), null, "no such file");
            case FileCalls.ELOOP -> new FileSystemException(path.toString(), null, "is a symbolic link");
            case FileCalls.EACCES -> new AccessDeniedException(path.toString());
            default -> new FileSystemException(path.toString(), null, Linux.error(errno));
        };
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FileCalls.close(file);
        }
    }
}
