/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Huge pages in the text of smaps.
 */
class HugePageUseTest {
    private static final long MIB = 1 << 20;
    private static final List<String> SMAPS = """
        7f0000000000-7f0000400000 rw-p 00000000 00:00 0
        Size:               4096 kB
        AnonHugePages:      2048 kB
        ShmemPmdMapped:        0 kB
        Private_Hugetlb:       0 kB
        VmFlags: rd wr mr mw me ac sd hg
        7f0000400000-7f0000800000 rw-p 00000000 00:00 0                  /anon_hugepage (deleted)
        Size:               4096 kB
        AnonHugePages:         0 kB
        Private_Hugetlb:    4096 kB
        7f0000800000-7f0001000000 rw-p 00000000 00:00 0
        AnonHugePages:      8192 kB
        ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0          [vsyscall]
        AnonHugePages:         0 kB
        """.lines().toList();

    @Test
    void shouldSumTransparentAndReservedPagesOfTheRange() {
        assertEquals(2 * MIB, HugePageUse.bytes(SMAPS, 0x7f0000000000L, 4 * MIB));
        assertEquals(4 * MIB, HugePageUse.bytes(SMAPS, 0x7f0000400000L, 4 * MIB));
        assertEquals(14 * MIB, HugePageUse.bytes(SMAPS, 0x7f0000000000L, 16 * MIB));
        assertEquals(0, HugePageUse.bytes(SMAPS, 0x7f0001000000L, 16 * MIB));
    }

    @Test
    void shouldCountNoMoreThanTheOverlap() {
        assertEquals(MIB, HugePageUse.bytes(SMAPS, 0x7f0000f00000L, 16 * MIB));
    }
}
