/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import java.nio.file.Path;
import java.util.List;

/**
 * How much of a range of addresses is backed by huge pages, from the text of {@code /proc/self/smaps}.
 */
final class HugePageUse {
    private static final Path SMAPS = Path.of("/proc/self/smaps");

    private HugePageUse() {
    }

    static long bytes(final long address, final long length) {
        return bytes(SystemFiles.lines(SMAPS), address, length);
    }

    static long bytes(final List<String> smaps, final long address, final long length) {
        long sum = 0;
        long overlap = 0;
        for (final String line : smaps) {
            if (line.isEmpty()) {
                continue;
            }
            // a mapping's head begins with its addresses, everything about it with a name in capitals
            if (Character.isUpperCase(line.charAt(0))) {
                if (overlap > 0 && (line.startsWith("AnonHugePages:") || line.startsWith("Private_Hugetlb:")
                    || line.startsWith("ShmemPmdMapped:") || line.startsWith("FilePmdMapped:"))) {
                    sum += Math.min(overlap, SystemFiles.number(line.substring(line.indexOf(':') + 1).strip()));
                }
            } else {
                final int dash = line.indexOf('-');
                final long from = Long.parseUnsignedLong(line.substring(0, dash), 16);
                final long to = Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
                overlap = from < 0 || to < 0 ? 0 : Math.min(to, address + length) - Math.max(from, address);
            }
        }
        return sum;
    }
}
