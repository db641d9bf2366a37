/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/**
 * The scheduler's view of a thread.
 */
@SuppressWarnings("restricted")
public final class Priority {
    private static final int PRIO_PROCESS = 0;
    private static final int NICE = 10;

    private Priority() {
    }

    /** Let everybody else run before the calling thread; of no consequence where that is not possible. */
    public static void lower() {
        try {
            final Linker linker = Linker.nativeLinker();
            // on Linux this is of the calling thread
            final int failed = (int)linker.downcallHandle(linker.defaultLookup().findOrThrow("setpriority"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)).invokeExact(PRIO_PROCESS, 0, NICE);
            assert failed == 0;
        } catch (final Throwable e) {
            Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        }
    }
}
