/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory between two pages that nobody may touch: who reads beside what lies at its start or its end is killed at once
 * by the operating system. It is never given back.
 */
@SuppressWarnings("restricted")
final class GuardedMemory {
    /** Bytes between the guards. */
    static final int LENGTH = 128 * 1024;

    private static final int GUARD = 64 * 1024;
    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private final long start;
    private final UnsafeBuffer whole = new UnsafeBuffer(0, 0);

    GuardedMemory() {
        start = map() + GUARD;
        whole.wrap(start, LENGTH);
    }

    private static MethodHandle function(final String name, final FunctionDescriptor descriptor) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    private static long map() {
        final MethodHandle mmap = function("mmap", FunctionDescriptor.of(ADDRESS,
            ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        final MethodHandle protect = function("mprotect", FunctionDescriptor.of(JAVA_INT,
            ADDRESS, JAVA_LONG, JAVA_INT));
        try {
            final MemorySegment all = (MemorySegment)mmap.invokeExact(MemorySegment.NULL, (long)LENGTH + 2 * GUARD,
                PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
            final MemorySegment middle = MemorySegment.ofAddress(all.address() + GUARD);
            if (all.address() == -1 || (int)protect.invokeExact(middle, (long)LENGTH, PROT_READ_WRITE) != 0) {
                throw new IllegalStateException("no guarded memory");
            }
            return all.address();
        } catch (final Error | RuntimeException e) {
            throw e;
        } catch (final Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** Put bytes right in front of the upper guard; gives their address. */
    long atEnd(final byte[] bytes, final int length) {
        whole.putBytes(LENGTH - length, bytes, 0, length);
        return start + LENGTH - length;
    }

    /** Put bytes right behind the lower guard; gives their address. */
    long atStart(final byte[] bytes, final int length) {
        whole.putBytes(0, bytes, 0, length);
        return start;
    }
}
