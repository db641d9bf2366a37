/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Asks the kernel whether anybody reads standard output. Looked at only after a write has failed.
 */
@SuppressWarnings("restricted")
final class ClosedPipe {
    private static final int STANDARD_OUTPUT = 1;
    private static final short POLLOUT = 4;
    private static final int POLLERR_OR_POLLHUP = 0x18;
    /** struct pollfd: descriptor, events that are asked for, events that are there. */
    private static final int EVENTS = 4;
    private static final int FOUND = 6;
    private static final int POLLFD = 8;

    private ClosedPipe() {
    }

    /** Whether the other end of it is closed; false for files and terminals. */
    static boolean isStandardOutput() {
        final Linker linker = Linker.nativeLinker();
        final MethodHandle poll = linker.downcallHandle(linker.defaultLookup().findOrThrow("poll"),
            FunctionDescriptor.of(JAVA_INT, ValueLayout.ADDRESS, JAVA_LONG, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment descriptor = arena.allocate(POLLFD, Integer.BYTES);
            descriptor.set(JAVA_INT, 0, STANDARD_OUTPUT);
            descriptor.set(JAVA_SHORT, EVENTS, POLLOUT);
            return (int)poll.invokeExact(descriptor, 1L, 0) > 0
                && (descriptor.get(JAVA_SHORT, FOUND) & POLLERR_OR_POLLHUP) != 0;
        } catch (final Throwable t) {
            throw new IllegalStateException("poll could not be called", t);
        }
    }
}
