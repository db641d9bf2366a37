/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.memory.CoreList;
import io.jconntrack.memory.SystemFiles;
import io.jconntrack.settings.MemoryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * Pins threads that live for one test.
 */
class AffinityTest {
    private static <T> T inThread(final Callable<T> work) throws Exception {
        final FutureTask<T> task = new FutureTask<>(work);
        final Thread thread = new Thread(task, "to be pinned");
        thread.start();
        thread.join();
        return task.get();
    }

    @Test
    void shouldRunOnTheCoreThatItIsPinnedTo() throws Exception {
        final BitSet allowed = Affinity.cores();
        for (int core = allowed.nextSetBit(0); core >= 0; core = allowed.nextSetBit(core + 1)) {
            final int wanted = core;
            final String status = inThread(() -> {
                try {
                    Affinity.pin(wanted);
                } catch (final IllegalStateException e) {
                    return e.getMessage();
                }
                assertEquals(CoreList.parse("" + wanted), Affinity.cores());
                assertEquals(wanted, Affinity.currentCore());
                return SystemFiles.value(Path.of("/proc/thread-self/status"), "Cpus_allowed_list:");
            });
            assumeTrue(!status.startsWith("thread could not be pinned"), status);
            assertEquals("" + core, status);
        }
        assertEquals(allowed, Affinity.cores(), "other threads are left alone");
    }

    @Test
    void shouldGiveTheCoresBackThatTheThreadHad() throws Exception {
        final BitSet allowed = Affinity.cores();
        assertEquals(allowed, inThread(() -> {
            try {
                Affinity.pin(allowed.nextSetBit(0));
            } catch (final IllegalStateException e) {
                return allowed;
            }
            Affinity.allow(allowed);
            return Affinity.cores();
        }));
    }

    @Test
    void shouldNameTheAllowedCoresWhenThereIsNoSuchCore() {
        final String allowed = CoreList.format(Affinity.allowedCores());
        for (final int core : new int[] {8000, 100_000}) {
            assertEquals("no such core for this process: core=" + core + ", allowed=" + allowed,
                assertThrows(IllegalArgumentException.class, () -> Affinity.pin(core)).getMessage());
        }
        assertEquals("core must not be negative: core=-1",
            assertThrows(IllegalArgumentException.class, () -> Affinity.pin(-1)).getMessage());
    }

    @Test
    void shouldRefuseVirtualThreads() throws Exception {
        final FutureTask<String> task = new FutureTask<>(() -> assertThrows(IllegalStateException.class,
            () -> Affinity.pin(0)).getMessage());
        Thread.ofVirtual().start(task).join();
        assertEquals("a virtual thread has no core of its own: use a platform thread", task.get());
    }

    @Test
    void shouldTellTheNodeOfTheCoreThatRunsThis() {
        assumeTrue(Files.exists(Path.of("/sys/devices/system/node/online")), "the kernel knows no NUMA nodes");
        assertTrue(Affinity.numaNode(Affinity.currentCore()) >= 0);
        assertEquals(MemoryOptions.ANY_NODE, Affinity.numaNode(1_000_000));
    }
}
