/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.settings.MemoryUnavailableException;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A table whose limits or expectations get no memory is not left behind. The process may have no more address space
 * than the table and some of the rest: the kernel then refuses what comes behind the table.
 */
@Isolated
@SuppressWarnings("restricted")
class RefusedMemoryTest {
    private static final int CAPACITY = 1 << 25;
    private static final long TABLE = 149L * CAPACITY;
    /** For the JVM's own needs; less than the sources (22 bytes a connection) and the rows of expectations (128). */
    private static final long SPARE = 400L << 20;
    private static final int TRIES = 200;
    private static final int RLIMIT_AS = 9;

    private static final MethodHandle GET = function("getrlimit");
    private static final MethodHandle SET = function("setrlimit");

    private static MethodHandle function(final String name) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ValueLayout.ADDRESS));
    }

    private static long addressSpace() throws IOException {
        for (final String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmSize:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new AssertionError("no VmSize");
    }

    /** Build in vain, many times; gives by how much the process's address space grew. */
    private static long growth(final ConntrackBuilder builder, final int tries) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment limits = arena.allocate(JAVA_LONG, 2);
            assertEquals(0, (int)GET.invokeExact(RLIMIT_AS, limits));
            final long before = limits.get(JAVA_LONG, 0);
            final long start = addressSpace();
            limits.set(JAVA_LONG, 0, start + TABLE + SPARE);
            assertEquals(0, (int)SET.invokeExact(RLIMIT_AS, limits));
            try {
                for (int i = 0; i < tries; i++) {
                    assertThrows(MemoryUnavailableException.class, () -> builder.build().close());
                }
            } finally {
                limits.set(JAVA_LONG, 0, before);
                assertEquals(0, (int)SET.invokeExact(RLIMIT_AS, limits));
            }
            return addressSpace() - start;
        }
    }

    private static ConntrackBuilder with(final Setting setting, final int value, final Setting other, final int more) {
        return Conntrack.builder().settings(new Settings(Profile.LINUX).set(Setting.MAX, CAPACITY).set(setting, value)
            .set(other, more));
    }

    @Test
    void shouldFreeTheTableWhenTheLimitsGetNoMemory() throws Throwable {
        final long growth =
            growth(with(Setting.MAX_PER_SOURCE, 10, Setting.MAX_PER_ZONE, 10), TRIES);
        assertTrue(growth < TABLE / 16, "growth=" + growth);
    }

    @Test
    void shouldFreeTheTableWhenTheExpectationsGetNoMemory() throws Throwable {
        final long growth = growth(with(Setting.EXPECT_MAX, 100_000, Setting.MAX_PER_ZONE, 10), TRIES);
        assertTrue(growth < TABLE / 16, "growth=" + growth);
    }
}
