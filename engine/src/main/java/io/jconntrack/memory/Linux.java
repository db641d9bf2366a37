/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/**
 * The system calls for memory and cores. None is on the packet path. Where an error number is returned, 0 is success.
 * <p>
 * The linker takes milliseconds for each shape of function, so those that a short command needs have the same one, and
 * the others are looked up when they are first called.
 */
@SuppressWarnings("restricted")
public final class Linux {
    /** The error number of an argument that the kernel refuses. */
    public static final int EINVAL = 22;
    /** Bits of a core mask: as many as any kernel is built for. */
    public static final int MAX_CORES = 8192;
    static final int ENOMEM = 12;
    static final int MADV_HUGEPAGE = 14;
    static final int MADV_NOHUGEPAGE = 15;
    /** Since Linux 5.14. */
    static final int MADV_POPULATE_WRITE = 23;
    static final int MAP_NORESERVE = 0x4000;
    /** MAP_HUGETLB with MAP_HUGE_2MB. */
    static final int MAP_HUGETLB_2M = 0x40000 | 21 << 26;

    private static final int ENOSYS = 38;
    private static final int PROT_READ_WRITE = 3;
    private static final int PROT_READ_EXEC = 5;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x2 | 0x20;
    private static final long MPOL_BIND = 2;
    /** Bits of a node mask: as many as any kernel is built for. */
    private static final int MAX_NODES = 1024;

    static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

    /** Six words in registers, as the 64-bit ABIs of Linux have it; who takes fewer leaves the rest alone. */
    private static final FunctionDescriptor WORDS = FunctionDescriptor.of(JAVA_LONG,
        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle MMAP = function("mmap");
    private static final MethodHandle MUNMAP = function("munmap");
    private static final MethodHandle MADVISE = function("madvise");

    /** Looked up when there is code to be executed. */
    private static final class Protection {
        static final MethodHandle MPROTECT = function("mprotect");
    }

    /** Looked up when memory is bound to a node for the first time. */
    private static final class Binding {
        static final MethodHandle SYSCALL = function("syscall", FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG), CAPTURE,
            Linker.Option.firstVariadicArg(1));
    }

    /** Looked up when a thread asks for its cores for the first time. */
    private static final class Cores {
        static final MethodHandle SET_AFFINITY = function("sched_setaffinity", FunctionDescriptor.of(JAVA_INT,
            JAVA_INT, JAVA_LONG, ADDRESS), CAPTURE);
        static final MethodHandle GET_AFFINITY = function("sched_getaffinity", FunctionDescriptor.of(JAVA_INT,
            JAVA_INT, JAVA_LONG, ADDRESS), CAPTURE);
        static final MethodHandle GET_CPU = function("sched_getcpu", FunctionDescriptor.of(JAVA_INT));
    }

    /** Looked up at the first error. */
    private static final class Errors {
        static final MethodHandle STRERROR = function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    private Linux() {
    }

    /** Private anonymous memory: its address, or the error's negative number. */
    static long mmap(final long length, final int flags) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(STATE);
            final long address = (long)MMAP.invokeExact(state, 0L, length, (long)PROT_READ_WRITE,
                (long)(MAP_PRIVATE_ANONYMOUS | flags), -1L, 0L);
            return address == -1 ? -errno(state) : address;
        } catch (final Throwable t) {
            throw failed("mmap", t);
        }
    }

    static int munmap(final long address, final long length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(STATE);
            return (int)(long)MUNMAP.invokeExact(state, address, length, 0L, 0L, 0L, 0L) == 0 ? 0 : errno(state);
        } catch (final Throwable t) {
            throw failed("munmap", t);
        }
    }

    static int madvise(final long address, final long length, final int advice) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(STATE);
            return (int)(long)MADVISE.invokeExact(state, address, length, (long)advice, 0L, 0L, 0L) == 0 ? 0
                : errno(state);
        } catch (final Throwable t) {
            throw failed("madvise", t);
        }
    }

    /** Let memory be executed and no longer written. */
    static int mprotectExecutable(final long address, final long length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(STATE);
            return (int)(long)Protection.MPROTECT.invokeExact(state, address, length, (long)PROT_READ_EXEC, 0L, 0L, 0L)
                == 0 ? 0 : errno(state);
        } catch (final Throwable t) {
            throw failed("mprotect", t);
        }
    }

    /** Bind memory that nobody has touched to a NUMA node (mbind(2) has no function of its own in the C library). */
    static int mbind(final long address, final long length, final int node) {
        final long number = switch (System.getProperty("os.arch")) {
            case "amd64" -> 237;
            case "aarch64", "riscv64" -> 235;
            default -> -1;
        };
        if (number < 0) {
            return ENOSYS;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(STATE);
            final BitSet nodes = new BitSet();
            nodes.set(node);
            final MemorySegment mask = bits(arena, MAX_NODES, nodes);
            // the kernel takes one bit less than it is told
            final long result = (long)Binding.SYSCALL.invokeExact(state, number, address, length, MPOL_BIND, mask,
                MAX_NODES + 1L, 0L);
            return result == 0 ? 0 : errno(state);
        } catch (final Throwable t) {
            throw failed("mbind", t);
        }
    }

    /**
     * Set the cores on which the calling thread may run.
     *
     * @param cores numbers below {@link #MAX_CORES}.
     * @return 0 or an error number.
     */
    public static int setAffinity(final BitSet cores) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(STATE);
            final MemorySegment mask = bits(arena, MAX_CORES, cores);
            return (int)Cores.SET_AFFINITY.invokeExact(state, 0, MAX_CORES / 8L, mask) == 0 ? 0 : errno(state);
        } catch (final Throwable t) {
            throw failed("sched_setaffinity", t);
        }
    }

    /**
     * Read the cores on which the calling thread may run.
     *
     * @param cores takes their numbers.
     * @return 0 or an error number.
     */
    public static int getAffinity(final BitSet cores) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(STATE);
            final MemorySegment mask = arena.allocate(MAX_CORES / 8, 8);
            if ((int)Cores.GET_AFFINITY.invokeExact(state, 0, MAX_CORES / 8L, mask) != 0) {
                return errno(state);
            }
            cores.clear();
            cores.or(BitSet.valueOf(mask.toArray(JAVA_LONG)));
            return 0;
        } catch (final Throwable t) {
            throw failed("sched_getaffinity", t);
        }
    }

    /**
     * The core on which the calling thread runs right now.
     *
     * @return its number.
     */
    public static int currentCore() {
        try {
            return (int)Cores.GET_CPU.invokeExact();
        } catch (final Throwable t) {
            throw failed("sched_getcpu", t);
        }
    }

    /**
     * An error in words, with its number.
     *
     * @param errno of a call that failed.
     * @return such as "Invalid argument (errno=22)".
     */
    public static String error(final int errno) {
        try {
            final MemorySegment text = (MemorySegment)Errors.STRERROR.invokeExact(errno);
            return text.reinterpret(Long.MAX_VALUE).getString(0) + " (errno=" + errno + ")";
        } catch (final Throwable t) {
            throw failed("strerror", t);
        }
    }

    private static MemorySegment bits(final Arena arena, final int length, final BitSet set) {
        final MemorySegment mask = arena.allocate(length / 8, 8);
        final long[] words = set.toLongArray();
        MemorySegment.copy(words, 0, mask, JAVA_LONG, 0, words.length);
        return mask;
    }

    static int errno(final MemorySegment state) {
        return (int)ERRNO.get(state, 0L);
    }

    static IllegalStateException failed(final String name, final Throwable cause) {
        return new IllegalStateException(name + " could not be called", cause);
    }

    /**
     * A function that takes and returns words, and leaves an error number; an int that it returns is the lower half.
     * The linker's work is for the shape of a function: all of this shape together cost what one costs.
     */
    static MethodHandle function(final String name) {
        return function(name, WORDS, CAPTURE);
    }

    static MethodHandle function(final String name, final FunctionDescriptor descriptor,
        final Linker.Option... options) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
