/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How functions of the C library are found, and how their errors are read.
 */
@SuppressWarnings("restricted")
final class Native {
    static final int EPERM = 1;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EINVAL = 22;
    static final int ENODEV = 19;
    static final int ENOBUFS = 105;
    static final int ENETDOWN = 100;
    static final int EINTR = 4;

    /** Where a call leaves its error number. */
    static final StructLayout STATE = Linker.Option.captureStateLayout();

    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final MethodHandle STRERROR = Linker.nativeLinker().downcallHandle(
        Linker.nativeLinker().defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Native() {
    }

    /** A function that leaves an error number; its first argument is a segment of {@link #STATE}. */
    static MethodHandle function(final String name, final FunctionDescriptor descriptor) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, CAPTURE);
    }

    /** The same with a variable number of arguments, of which the descriptor has some. */
    static MethodHandle variadic(final String name, final FunctionDescriptor descriptor, final int fixed) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, CAPTURE,
            Linker.Option.firstVariadicArg(fixed));
    }

    static int errno(final MemorySegment state) {
        return (int)ERRNO.get(state, 0L);
    }

    /** A result, or the error's number, negated. */
    static int result(final int result, final MemorySegment state) {
        return result < 0 ? -errno(state) : result;
    }

    /** An error in words, with its number. */
    static String error(final long errno) {
        try {
            final int number = (int)Math.abs(errno);
            final MemorySegment text = (MemorySegment)STRERROR.invokeExact(number);
            return text.reinterpret(Long.MAX_VALUE).getString(0) + " (errno=" + number + ")";
        } catch (final Throwable t) {
            throw failed("strerror", t);
        }
    }

    /** 16 bits between the machine's order and the network's. */
    static short network(final short value) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Short.reverseBytes(value) : value;
    }

    static IllegalStateException failed(final String name, final Throwable cause) {
        return new IllegalStateException(name + " could not be called", cause);
    }
}
