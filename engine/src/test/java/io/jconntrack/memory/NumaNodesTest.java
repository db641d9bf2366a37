/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jconntrack.settings.MemoryUnavailableException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine with nodes 0, 1 and 4, of which 4 has cores but no memory.
 */
class NumaNodesTest {
    private static final String NODES = "sys/devices/system/node/";

    @TempDir
    private Path root;

    private NumaNodes nodes() {
        new FakeSystem(root).file(NODES + "online", "0-1,4\n").file(NODES + "has_memory", "0-1\n")
            .file(NODES + "node0/cpulist", "0-3,8-11\n").file(NODES + "node1/cpulist", "4-7\n")
            .file(NODES + "node4/cpulist", "12\n")
            .file(NODES + "node1/meminfo", "Node 1 MemTotal:       900 kB\nNode 1 MemFree:        100 kB\n"
                + "Node 1 Active(file):    20 kB\nNode 1 Inactive(file):  3 kB\n")
            .file(NODES + "node1/hugepages/hugepages-2048kB/free_hugepages", "17\n");
        return new NumaNodes(root);
    }

    @Test
    void shouldTellTheNodeOfACore() {
        final NumaNodes nodes = nodes();
        assertEquals(0, nodes.ofCore(9));
        assertEquals(1, nodes.ofCore(4));
        assertEquals(4, nodes.ofCore(12));
        assertEquals(-1, nodes.ofCore(13));
        assertEquals(-1, nodes.ofCore(-1));
    }

    @Test
    void shouldTellWhatANodeHasToSpare() {
        assertEquals(123 * 1024, nodes().availableBytes(1));
        assertEquals(17, nodes().freeHugePages(1));
        assertEquals(-1, nodes().availableBytes(0));
        assertEquals(-1, nodes().freeHugePages(0));
    }

    @Test
    void shouldNameTheNodesWhenOneHasNoMemory() {
        final NumaNodes nodes = nodes();
        assertDoesNotThrow(() -> nodes.check(1));
        assertEquals("no such NUMA node with memory: numaNode=4, nodes=0-1",
            assertThrows(MemoryUnavailableException.class, () -> nodes.check(4)).getMessage());
    }

    @Test
    void shouldSaySoWhenTheKernelKnowsNoNodes() {
        final NumaNodes nodes = new NumaNodes(root);
        assertEquals(-1, nodes.ofCore(0));
        assertEquals("the kernel knows no NUMA nodes: numaNode=0",
            assertThrows(MemoryUnavailableException.class, () -> nodes.check(0)).getMessage());
    }
}
