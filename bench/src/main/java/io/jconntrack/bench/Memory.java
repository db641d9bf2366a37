/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Heap in use, and what threads allocate.
 */
final class Memory {
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private Memory() {
    }

    /**
     * Heap that is reachable: collects the garbage first.
     *
     * @return in bytes.
     */
    static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
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
