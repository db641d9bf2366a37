/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Heap in use, and what threads allocate.
 */
final class Memory {
    private static final long SETTLED_BYTES = 4096;
    private static final long PAGE = 4096;
    private static final int MOST_COLLECTIONS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private Memory() {
    }

    /**
     * Heap that is reachable: collects the garbage first, until that frees no more.
     *
     * @return in bytes.
     */
    static long heapInUse() {
        long before;
        long used = Long.MAX_VALUE;
        int collections = 0;
        do {
            before = used;
            System.gc();
            used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        } while (used < before - SETTLED_BYTES && ++collections < MOST_COLLECTIONS);
        return used;
    }

    /**
     * Memory of this process that is in use now, shared files with it.
     *
     * @return in bytes, by pages.
     */
    static long resident() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
    }

    /**
     * What the calling thread has allocated.
     *
     * @return in bytes, since it was started.
     */
    static long allocatedByThisThread() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
