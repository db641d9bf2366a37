/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import java.util.Objects;

/**
 * How the memory of a region is taken from the system. Immutable.
 *
 * @param pages that back it.
 * @param prefault whether all of it is taken from the system before it is used, so that no packet ever waits for a page
 *     fault; the system must have as much to spare. Without, pages are taken when they are first written.
 * @param numaNode node that it is taken from and stays on, or {@link #ANY_NODE}.
 */
public record MemoryOptions(Pages pages, boolean prefault, int numaNode) {
    /** The memory may come from any NUMA node; the kernel prefers that of the thread which touches it first. */
    public static final int ANY_NODE = -1;
    /** Transparent huge pages, pre-faulted, from any node: for a tracker in a data path. */
    public static final MemoryOptions DEFAULT = new MemoryOptions(Pages.TRANSPARENT_HUGE, true, ANY_NODE);
    /** Transparent huge pages from any node, taken when they are first written: for tools and tests. */
    public static final MemoryOptions ON_DEMAND = DEFAULT.withPrefault(false);

    private static final int MAX_NODES = 1024;

    /**
     * Options.
     *
     * @throws IllegalArgumentException when the node is neither {@link #ANY_NODE} nor 0 to 1023. Whether the machine
     *     has it shows when memory is taken.
     */
    public MemoryOptions {
        Objects.requireNonNull(pages, "pages");
        if (numaNode < ANY_NODE || numaNode >= MAX_NODES) {
            throw new IllegalArgumentException("numaNode must be -1 to " + (MAX_NODES - 1) + ": numaNode=" + numaNode);
        }
    }

    /**
     * The same with other pages.
     *
     * @param newPages that back the region.
     * @return new options.
     */
    public MemoryOptions withPages(final Pages newPages) {
        return new MemoryOptions(newPages, prefault, numaNode);
    }

    /**
     * The same with or without pre-faulting.
     *
     * @param newPrefault whether all memory is taken at once.
     * @return new options.
     */
    public MemoryOptions withPrefault(final boolean newPrefault) {
        return new MemoryOptions(pages, newPrefault, numaNode);
    }

    /**
     * The same on a NUMA node.
     *
     * @param newNumaNode 0 to 1023, or {@link #ANY_NODE}.
     * @return new options.
     */
    public MemoryOptions withNumaNode(final int newNumaNode) {
        return new MemoryOptions(pages, prefault, newNumaNode);
    }
}
