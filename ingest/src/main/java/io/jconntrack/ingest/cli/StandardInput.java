/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Puts a file in the place of standard input, which a program that is executed anew as another user still has, although
 * that user may not open the file.
 */
@SuppressWarnings("restricted")
final class StandardInput {
    private static final int READ_ONLY = 0;

    private StandardInput() {
    }

    /** From now on standard input is this file, here and in what is executed in this process. */
    static void become(final Path file) throws IOException {
        // says what is wrong in words
        FileChannel.open(file, StandardOpenOption.READ).close();
        final Linker linker = Linker.nativeLinker();
        final MethodHandle open = linker.downcallHandle(linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
        final MethodHandle duplicate = linker.downcallHandle(linker.defaultLookup().findOrThrow("dup2"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        final int result;
        try (Arena arena = Arena.ofConfined()) {
            final int descriptor = (int)open.invokeExact(arena.allocateFrom(file.toString()), READ_ONLY);
            result = descriptor < 0 ? descriptor : (int)duplicate.invokeExact(descriptor, 0);
        } catch (final Throwable t) {
            throw new IllegalStateException("open and dup2 could not be called", t);
        }
        if (result < 0) {
            throw new IOException(file + ": can't be handed over as standard input");
        }
    }
}
