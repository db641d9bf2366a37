/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

/**
 * Which pages back a region.
 */
public enum Pages {
    /** The system's own small pages, 4 KiB on most machines. */
    SMALL,
    /**
     * Transparent huge pages (madvise(2), MADV_HUGEPAGE): used as far as the kernel grants them, small pages for the
     * rest. Never an error.
     */
    TRANSPARENT_HUGE,
    /**
     * Pages of 2 MiB from the pool that the administrator reserved with {@code vm.nr_hugepages} (mmap(2), MAP_HUGETLB):
     * all of the region or an error.
     */
    HUGETLB
}
