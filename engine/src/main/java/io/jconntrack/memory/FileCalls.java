/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The system calls that a {@link SharedFile} needs. None is on the packet path. Where an error number is returned, 0
 * means success; where a value is returned, the error's negative number.
 */
@SuppressWarnings("restricted")
final class FileCalls {
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EACCES = 13;
    static final int EAGAIN = 11;
    static final int ENOSPC = 28;
    static final int ELOOP = 40;
    static final int O_RDONLY = 0;
    static final int O_RDWR = 0x2;
    static final int O_CREAT = 0x40;
    /** So that opening a pipe for reading does not wait for a writer. */
    static final int O_NONBLOCK = 0x800;
    /** /dev/shm is everybody's: nobody may lead us to a file that is elsewhere. */
    static final int O_NOFOLLOW = switch (System.getProperty("os.arch")) {
        case "aarch64", "arm", "ppc64le" -> 0x8000;
        default -> 0x20000;
    };

    private static final int O_CLOEXEC = 0x80000;
    private static final int SEEK_END = 2;
    private static final int PROT_READ = 1;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_FIXED = 0x1 | 0x10;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;
    /** Bytes of struct flock with 64-bit offsets: type and whence, 2 bytes each; from 8 on start and length; a pid. */
    private static final int FLOCK_LENGTH = 32;

    /** A variable number of arguments, from the third on. */
    private static final FunctionDescriptor VARIADIC = FunctionDescriptor.of(JAVA_LONG,
        JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle OPEN = Linux.function("open", VARIADIC, Linux.CAPTURE,
        Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FCNTL = Linux.function("fcntl", VARIADIC, Linux.CAPTURE,
        Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = Linux.function("close");
    private static final MethodHandle LSEEK = Linux.function("lseek");
    private static final MethodHandle MMAP = Linux.function("mmap");

    /** Looked up when a file is made for the first time; who only reads does without. */
    private static final class Making {
        static final MethodHandle FCHMOD = Linux.function("fchmod", FunctionDescriptor.of(JAVA_INT,
            JAVA_INT, JAVA_INT), Linux.CAPTURE);
        static final MethodHandle FTRUNCATE = Linux.function("ftruncate", FunctionDescriptor.of(JAVA_INT,
            JAVA_INT, JAVA_LONG), Linux.CAPTURE);
        static final MethodHandle FALLOCATE = Linux.function("posix_fallocate", FunctionDescriptor.of(JAVA_INT,
            JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    private FileCalls() {
    }

    /** Open a file that no child process inherits: its descriptor. */
    static int open(final Path path, final int flags, final int mode) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Linux.STATE);
            final int file = (int)(long)OPEN.invokeExact(state, arena.allocateFrom(path.toString()).address(),
                (long)(flags | O_CLOEXEC), (long)mode);
            return file < 0 ? -Linux.errno(state) : file;
        } catch (final Throwable t) {
            throw Linux.failed("open", t);
        }
    }

    static void close(final int file) {
        try (Arena arena = Arena.ofConfined()) {
            // the descriptor is gone whatever close(2) says
            final long ignored = (long)CLOSE.invokeExact(arena.allocate(Linux.STATE), (long)file, 0L, 0L, 0L, 0L, 0L);
        } catch (final Throwable t) {
            throw Linux.failed("close", t);
        }
    }

    static int changeMode(final int file, final int mode) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Linux.STATE);
            return (int)Making.FCHMOD.invokeExact(state, file, mode) == 0 ? 0 : Linux.errno(state);
        } catch (final Throwable t) {
            throw Linux.failed("fchmod", t);
        }
    }

    static long length(final int file) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Linux.STATE);
            final long length = (long)LSEEK.invokeExact(state, (long)file, 0L, (long)SEEK_END, 0L, 0L, 0L);
            return length < 0 ? -Linux.errno(state) : length;
        } catch (final Throwable t) {
            throw Linux.failed("lseek", t);
        }
    }

    static int truncate(final int file, final long length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Linux.STATE);
            return (int)Making.FTRUNCATE.invokeExact(state, file, length) == 0 ? 0 : Linux.errno(state);
        } catch (final Throwable t) {
            throw Linux.failed("ftruncate", t);
        }
    }

    /** Have the file system promise the bytes, so that writing to them through a mapping can't fail. */
    static int allocate(final int file, final long offset, final long length) {
        try {
            return (int)Making.FALLOCATE.invokeExact(file, offset, length);
        } catch (final Throwable t) {
            throw Linux.failed("posix_fallocate", t);
        }
    }

    /** Map a file in place of what is mapped there. */
    static int mapShared(final long address, final long length, final boolean writable, final int file) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Linux.STATE);
            final long mapped = (long)MMAP.invokeExact(state, address, length,
                (long)(writable ? PROT_READ_WRITE : PROT_READ), (long)MAP_SHARED_FIXED, (long)file, 0L);
            return mapped == -1 ? Linux.errno(state) : 0;
        } catch (final Throwable t) {
            throw Linux.failed("mmap", t);
        }
    }

    /** Lock the whole file for this open description, without waiting. */
    static int lock(final int file) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Linux.STATE);
            final MemorySegment lock = wholeFile(arena);
            return (int)(long)FCNTL.invokeExact(state, (long)file, (long)F_OFD_SETLK, lock.address()) == 0 ? 0
                : Linux.errno(state);
        } catch (final Throwable t) {
            throw Linux.failed("fcntl", t);
        }
    }

    /** Whether a lock stands in the way of locking the file: 1, 0, or an error's negative number. */
    static int isLocked(final int file) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Linux.STATE);
            final MemorySegment lock = wholeFile(arena);
            if ((int)(long)FCNTL.invokeExact(state, (long)file, (long)F_OFD_GETLK, lock.address()) != 0) {
                return -Linux.errno(state);
            }
            return lock.get(JAVA_SHORT, 0) == F_UNLCK ? 0 : 1;
        } catch (final Throwable t) {
            throw Linux.failed("fcntl", t);
        }
    }

    private static MemorySegment wholeFile(final Arena arena) {
        final MemorySegment lock = arena.allocate(FLOCK_LENGTH, 8);
        lock.set(JAVA_SHORT, 0, F_WRLCK);
        return lock;
    }
}
