/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import io.jconntrack.settings.Pages;
import java.nio.file.Path;

/**
 * Memory of its own, zeroed, or a mapped {@link SharedFile}, aligned to a 2 MiB huge page. {@link MemoryOptions} say
 * from which pages and from which NUMA node it is made, and when they are taken from the system.
 * <p>
 * The owner closes it; an address must not be used after that. Any thread may read and write.
 */
public final class Region implements AutoCloseable {
    /** Alignment of the region's first byte, and size of the huge pages that may back it. */
    public static final long ALIGNMENT = 2L << 20;

    private static final Path ROOT = Path.of("/");
    /** All of the address space that a process has on today's machines. */
    private static final long MAX_LENGTH = 1L << 47;

    private final long mapped;
    private final long mappedLength;
    private final long address;
    private final long length;
    private boolean closed;

    private Region(final long mapped, final long mappedLength, final long length) {
        this.mapped = mapped;
        this.mappedLength = mappedLength;
        this.address = (mapped + ALIGNMENT - 1) & -ALIGNMENT;
        this.length = length;
    }

    /**
     * Maps zeroed memory with {@link MemoryOptions#ON_DEMAND}: pages are granted by the kernel when they are first
     * touched.
     *
     * @param length in bytes, above 0.
     * @return the region.
     * @throws MemoryUnavailableException when the kernel refuses the mapping.
     */
    public static Region anonymous(final long length) {
        return anonymous(length, MemoryOptions.ON_DEMAND);
    }

    /**
     * Maps zeroed memory.
     *
     * @param length in bytes, above 0.
     * @param options how it is taken. When pages are pre-faulted, the machine and the control groups of the process
     *     must have as much to spare: that is checked before, so that nobody is killed for want of memory.
     * @return the region.
     * @throws MemoryUnavailableException when the memory is not to be had like that.
     */
    public static Region anonymous(final long length, final MemoryOptions options) {
        if (length <= 0) {
            throw new IllegalArgumentException("length must be positive: length=" + length);
        }
        if (length > MAX_LENGTH) {
            throw new MemoryUnavailableException("more than a process can address: wanted=" + length + " bytes");
        }
        checkBefore(length, options);
        final Region region = options.pages() == Pages.HUGETLB ? mapHugetlb(length) : map(length);
        boolean done = false;
        try {
            region.prepare(options);
            done = true;
            return region;
        } finally {
            if (!done) {
                region.close();
            }
        }
    }

    /**
     * Map a file shared, without touching it.
     *
     * @param path for messages.
     * @param file descriptor of it.
     * @param length of the file in bytes, above 0.
     * @param writable false for reading alone.
     */
    static Region file(final Path path, final int file, final long length, final boolean writable) {
        // the file goes over a reservation that is long enough to be aligned: only so huge pages can back it
        final Region region = map(length);
        final int errno = FileCalls.mapShared(region.address, length, writable, file);
        if (errno != 0) {
            region.close();
            throw new MemoryUnavailableException("file can't be mapped: file=" + path + ", length=" + length
                + " bytes: " + Linux.error(errno));
        }
        return region;
    }

    private static void checkBefore(final long length, final MemoryOptions options) {
        final NumaNodes nodes = new NumaNodes(ROOT);
        final int node = options.numaNode();
        if (node >= 0) {
            nodes.check(node);
        }
        if (options.pages() == Pages.HUGETLB) {
            if (node >= 0 && nodes.freeHugePages(node) >= 0 && nodes.freeHugePages(node) < hugePages(length)) {
                throw tooFewHugePages(length, nodes.freeHugePages(node) + " on NUMA node " + node);
            }
        } else if (options.prefault()) {
            checkSpare(length, node);
        }
    }

    /** Complain when so much memory can't be spared. */
    static void checkSpare(final long length, final int node) {
        checkSpare(length, node, AvailableMemory.read(ROOT),
            node < 0 ? -1 : new NumaNodes(ROOT).availableBytes(node));
    }

    /** Complain when the machine, the control groups or the node (unless -1) can't spare so much. */
    static void checkSpare(final long length, final int node, final AvailableMemory available, final long onNode) {
        if (length > available.bytes()) {
            throw new MemoryUnavailableException("not enough memory to pre-fault: wanted=" + length
                + " bytes, available=" + available.bytes() + " bytes (" + available.source() + ")");
        }
        if (onNode >= 0 && length > onNode) {
            throw new MemoryUnavailableException("not enough memory to pre-fault: wanted=" + length
                + " bytes, available=" + onNode + " bytes (on NUMA node " + node + ")");
        }
    }

    private static Region map(final long length) {
        final long mappedLength = length + ALIGNMENT;
        final long mapped = Linux.mmap(mappedLength, Linux.MAP_NORESERVE);
        if (mapped < 0) {
            final AvailableMemory available = AvailableMemory.read(ROOT);
            throw new MemoryUnavailableException("the system refuses the mapping: wanted=" + length
                + " bytes, available=" + available.bytes() + " bytes (" + available.source() + "): "
                + Linux.error((int)-mapped));
        }
        return new Region(mapped, mappedLength, length);
    }

    private static Region mapHugetlb(final long length) {
        final long mappedLength = hugePages(length) * ALIGNMENT;
        final long mapped = Linux.mmap(mappedLength, Linux.MAP_HUGETLB_2M);
        if (mapped == -Linux.ENOMEM) {
            final Path meminfo = ROOT.resolve("proc/meminfo");
            final long reserved = Math.max(0, SystemFiles.number(meminfo, "HugePages_Rsvd:"));
            throw tooFewHugePages(length, "HugePages_Free=" + SystemFiles.number(meminfo, "HugePages_Free:")
                + (reserved == 0 ? "" : ", of which HugePages_Rsvd=" + reserved + " are promised"));
        }
        if (mapped < 0) {
            throw new MemoryUnavailableException("the system has no huge pages of 2 MiB: wanted=" + length
                + " bytes: " + Linux.error((int)-mapped));
        }
        return new Region(mapped, mappedLength, length);
    }

    private static long hugePages(final long length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT;
    }

    private static MemoryUnavailableException tooFewHugePages(final long length, final String free) {
        return new MemoryUnavailableException("too few huge pages: wanted=" + length + " bytes, " + hugePages(length)
            + " pages of 2 MiB, free: " + free + "; reserve more with: sysctl -w vm.nr_hugepages=N");
    }

    private void prepare(final MemoryOptions options) {
        advise(options);
        prefault(options);
    }

    /** Choose pages and node for what has not been touched. */
    void advise(final MemoryOptions options) {
        if (options.pages() != Pages.HUGETLB) {
            // refused where the kernel has no transparent huge pages: small pages serve as well, only slower
            Linux.madvise(address, length,
                options.pages() == Pages.SMALL ? Linux.MADV_NOHUGEPAGE : Linux.MADV_HUGEPAGE);
        }
        if (options.numaNode() >= 0) {
            final int errno = Linux.mbind(address, length, options.numaNode());
            if (errno != 0) {
                throw new MemoryUnavailableException("memory can't be bound to a NUMA node: numaNode="
                    + options.numaNode() + ": " + Linux.error(errno));
            }
        }
    }

    /** Take all pages now, if that is wanted. */
    void prefault(final MemoryOptions options) {
        if (options.prefault()) {
            final int errno = Prefault.all(address, length);
            if (errno != 0) {
                throw new MemoryUnavailableException("memory can't be pre-faulted: wanted=" + length + " bytes: "
                    + Linux.error(errno));
            }
        }
    }

    /**
     * Address of the first byte.
     *
     * @return aligned to {@link #ALIGNMENT}.
     */
    public long address() {
        return address;
    }

    /**
     * Size of the region.
     *
     * @return in bytes.
     */
    public long length() {
        return length;
    }

    /**
     * How much of the region is backed by huge pages now. For statistics: the kernel looks at all pages of the process,
     * which takes milliseconds.
     *
     * @return bytes, 0 where the kernel does not tell.
     */
    public long hugePageBytes() {
        return closed ? 0 : HugePageUse.bytes(address, length);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Linux.munmap(mapped, mappedLength);
        }
    }
}
