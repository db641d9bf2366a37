/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The NUMA nodes of the machine, as {@code /sys/devices/system/node} tells them.
 */
public final class NumaNodes {
    private final Path directory;

    /**
     * The nodes.
     *
     * @param root of the file system, "/" but for tests.
     */
    public NumaNodes(final Path root) {
        directory = root.resolve("sys/devices/system/node");
    }

    /** Nodes that have memory; empty for a kernel without NUMA. */
    BitSet withMemory() {
        final Path file = directory.resolve("has_memory");
        return CoreList.parse(SystemFiles.line(Files.exists(file) ? file : directory.resolve("online")));
    }

    /** Complain when a node can't give memory. */
    void check(final int node) {
        final BitSet nodes = withMemory();
        if (nodes.isEmpty()) {
            throw new MemoryUnavailableException("the kernel knows no NUMA nodes: numaNode=" + node);
        }
        if (!nodes.get(node)) {
            throw new MemoryUnavailableException("no such NUMA node with memory: numaNode=" + node + ", nodes="
                + CoreList.format(nodes));
        }
    }

    /**
     * Node of a core.
     *
     * @param core its number.
     * @return the node, or {@link MemoryOptions#ANY_NODE}.
     */
    public int ofCore(final int core) {
        final BitSet nodes = CoreList.parse(SystemFiles.line(directory.resolve("online")));
        for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
            if (core >= 0 && CoreList.parse(SystemFiles.line(node(node).resolve("cpulist"))).get(core)) {
                return node;
            }
        }
        return MemoryOptions.ANY_NODE;
    }

    /** About what a node can give without swapping: free memory and pages of files; -1 when that is unknown. */
    long availableBytes(final int node) {
        final Path file = node(node).resolve("meminfo");
        final long free = SystemFiles.number(file, "MemFree:");
        return free < 0 ? -1 : free + Math.max(0, SystemFiles.number(file, "Active(file):"))
            + Math.max(0, SystemFiles.number(file, "Inactive(file):"));
    }

    /** Huge pages of 2 MiB that a node has free; -1 when that is unknown. */
    long freeHugePages(final int node) {
        return SystemFiles.number(
            SystemFiles.line(node(node).resolve("hugepages/hugepages-2048kB/free_hugepages")));
    }

    private Path node(final int node) {
        return directory.resolve("node" + node);
    }
}
