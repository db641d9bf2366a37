/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.memory.CoreList;
import io.jconntrack.memory.Linux;
import io.jconntrack.memory.NumaNodes;
import io.jconntrack.memory.SystemFiles;
import io.jconntrack.settings.MemoryOptions;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Which core a thread runs on. For the worker thread of a tracker: pin it first, then make the tracker, so that the
 * memory comes from the core's own NUMA node.
 * <p>
 * All methods are about the calling thread, which must be a platform thread. A thread that it starts later inherits
 * its cores.
 */
public final class Affinity {
    private static final Path ROOT = Path.of("/");

    private Affinity() {
    }

    /**
     * The cores on which the calling thread may run.
     *
     * @return their numbers; a copy.
     */
    public static BitSet cores() {
        final BitSet cores = new BitSet();
        final int errno = Linux.getAffinity(cores);
        if (errno != 0) {
            throw new IllegalStateException("cores of the thread could not be read: " + Linux.error(errno));
        }
        return cores;
    }

    /**
     * Let the calling thread run on one core only.
     *
     * @param core its number, as in {@code /proc/cpuinfo}.
     * @throws IllegalArgumentException when there is no such core or the process may not use it.
     * @throws IllegalStateException when the system forbids it, or the thread is a virtual one.
     */
    public static void pin(final int core) {
        if (core < 0) {
            throw new IllegalArgumentException("core must not be negative: core=" + core);
        }
        final BitSet one = new BitSet();
        one.set(core);
        allow(one);
    }

    /**
     * Let the calling thread run on some cores, as {@link #cores()} gave them before it was pinned.
     *
     * @param cores their numbers; those that the process may not use are left out by the system.
     * @throws IllegalArgumentException when the process may use none of them.
     * @throws IllegalStateException when the system forbids it, or the thread is a virtual one.
     */
    public static void allow(final BitSet cores) {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no core of its own: use a platform thread");
        }
        final int errno = cores.length() > Linux.MAX_CORES ? Linux.EINVAL : Linux.setAffinity(cores);
        if (errno == Linux.EINVAL) {
            throw new IllegalArgumentException("no such core for this process: core=" + CoreList.format(cores)
                + ", allowed=" + CoreList.format(allowedCores()));
        }
        if (errno != 0) {
            throw new IllegalStateException("thread could not be pinned: core=" + CoreList.format(cores) + ": "
                + Linux.error(errno));
        }
    }

    /**
     * The cores that the process may use: those that its first thread has.
     *
     * @return their numbers; a copy.
     */
    public static BitSet allowedCores() {
        return CoreList.parse(SystemFiles.value(ROOT.resolve("proc/self/status"), "Cpus_allowed_list:"));
    }

    /**
     * The core on which the calling thread runs right now.
     *
     * @return its number.
     */
    public static int currentCore() {
        return Linux.currentCore();
    }

    /**
     * The NUMA node of a core.
     *
     * @param core its number.
     * @return the node, or {@link MemoryOptions#ANY_NODE} when the kernel knows no nodes or no such core.
     */
    public static int numaNode(final int core) {
        return new NumaNodes(ROOT).ofCore(core);
    }
}
