/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Options and their bounds.
 */
class MemoryOptionsTest {
    @Test
    void shouldTakeTransparentHugePagesAtOnceByDefault() {
        assertEquals(new MemoryOptions(Pages.TRANSPARENT_HUGE, true, -1), MemoryOptions.DEFAULT);
        assertEquals(new MemoryOptions(Pages.TRANSPARENT_HUGE, false, -1), MemoryOptions.ON_DEMAND);
    }

    @Test
    void shouldChangeOneOptionAtATime() {
        assertEquals(new MemoryOptions(Pages.HUGETLB, false, 3),
            MemoryOptions.DEFAULT.withPages(Pages.HUGETLB).withNumaNode(3).withPrefault(false));
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 1024})
    void shouldRefuseANodeThatNoMachineHas(final int node) {
        assertEquals("numaNode must be -1 to 1023: numaNode=" + node, assertThrows(IllegalArgumentException.class,
            () -> MemoryOptions.DEFAULT.withNumaNode(node)).getMessage());
    }
}
