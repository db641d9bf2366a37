/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * The system calls by which a thread gives up what it may do. They are made by number, since the C library would do
 * some of them for all threads: the kernel keeps these things per thread, and the thread that executes another program
 * takes along its own. A result is 0 or the error's number, negated.
 */
final class PrivilegeCalls {
    /** For access(2). */
    static final int READ = 4;
    /** For access(2): execute a file, pass through a directory. */
    static final int EXECUTE = 1;

    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_CAP_AMBIENT = 47;
    private static final long PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final int MOST_CAPABILITIES = 64;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;
    private static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");
    private static final long SETGROUPS = AMD64 ? 116 : 159;
    private static final long SETRESUID = AMD64 ? 117 : 147;
    private static final long SETRESGID = AMD64 ? 119 : 149;
    private static final long CAPSET = AMD64 ? 126 : 91;

    private static final MethodHandle SYSCALL = Native.variadic("syscall",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);
    private static final MethodHandle SYSCALL_POINTERS = Native.variadic("syscall",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS), 1);
    private static final MethodHandle SYSCALL_SIZE_POINTER = Native.variadic("syscall",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS), 1);
    private static final MethodHandle PRCTL = Native.variadic("prctl",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);
    private static final MethodHandle ACCESS = Native.function("access",
        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle EXECV = Native.function("execv",
        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    private PrivilegeCalls() {
    }

    /** Let no later program have any capability; stops at what the kernel does not know, or forbids. */
    static void emptyBoundingSet() {
        for (int capability = 0; capability < MOST_CAPABILITIES; capability++) {
            if (prctl(PR_CAPBSET_DROP, capability) != 0) {
                return;
            }
        }
    }

    static int clearAmbientSet() {
        return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL);
    }

    static int setNoNewPrivileges() {
        return prctl(PR_SET_NO_NEW_PRIVS, 1);
    }

    /** Be in one group only. */
    static int setGroups(final int gid) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final long result = (long)SYSCALL_SIZE_POINTER.invokeExact(state, SETGROUPS, 1L,
                arena.allocateFrom(JAVA_INT, gid));
            return Native.result((int)result, state);
        } catch (final Throwable t) {
            throw Native.failed("setgroups", t);
        }
    }

    static int setGroupIds(final int gid) {
        return syscall(SETRESGID, gid);
    }

    static int setUserIds(final int uid) {
        return syscall(SETRESUID, uid);
    }

    /** Hold no capability: none permitted, effective or inheritable. */
    static int emptyCapabilities() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final MemorySegment head = arena.allocateFrom(JAVA_INT, CAPABILITY_VERSION_3, 0);
            final MemorySegment none = arena.allocate(JAVA_INT, 6);
            return Native.result((int)(long)SYSCALL_POINTERS.invokeExact(state, CAPSET, head, none), state);
        } catch (final Throwable t) {
            throw Native.failed("capset", t);
        }
    }

    /** Whether the thread may use a file. */
    static boolean mayUse(final String path, final int mode) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            return (int)ACCESS.invokeExact(state, arena.allocateFrom(path), mode) == 0;
        } catch (final Throwable t) {
            throw Native.failed("access", t);
        }
    }

    /** Become another program, with this one's environment and open files; returns only when that failed. */
    static int execute(final String program, final List<String> arguments) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final MemorySegment list = arena.allocate(ADDRESS, arguments.size() + 1);
            for (int i = 0; i < arguments.size(); i++) {
                list.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
            }
            list.setAtIndex(ADDRESS, arguments.size(), MemorySegment.NULL);
            return Native.result((int)EXECV.invokeExact(state, arena.allocateFrom(program), list), state);
        } catch (final Throwable t) {
            throw Native.failed("execv", t);
        }
    }

    private static int syscall(final long number, final int id) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final long value = id & 0xFFFF_FFFFL;
            return Native.result((int)(long)SYSCALL.invokeExact(state, number, value, value, value), state);
        } catch (final Throwable t) {
            throw Native.failed("syscall " + number, t);
        }
    }

    private static int prctl(final int option, final long argument) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            return Native.result((int)PRCTL.invokeExact(state, option, argument, 0L, 0L, 0L), state);
        } catch (final Throwable t) {
            throw Native.failed("prctl", t);
        }
    }
}
