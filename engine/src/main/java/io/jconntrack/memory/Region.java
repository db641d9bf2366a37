/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Zeroed anonymous memory, aligned to a 2 MiB huge page and advised to use them (madvise(2), MADV_HUGEPAGE).
 * <p>
 * The owner closes it; an address must not be used after that. Any thread may read and write.
 */
public final class Region implements AutoCloseable {
    /** Alignment of the region's first byte, and of the huge pages that may back it. */
    public static final long ALIGNMENT = 2L << 20;

    private static final int MADV_HUGEPAGE = 14;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final MethodHandle MMAP = function("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle MUNMAP = function("munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT,
        ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle MADVISE = function("madvise", FunctionDescriptor.of(ValueLayout.JAVA_INT,
        ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

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
     * Maps zeroed memory; pages are granted by the kernel when they are first touched.
     *
     * @param length in bytes, above 0.
     * @return the region.
     * @throws OutOfMemoryError when the kernel refuses the mapping.
     */
    public static Region anonymous(final long length) {
        if (length <= 0) {
            throw new IllegalArgumentException("length must be positive: length=" + length);
        }
        final long mappedLength = length + ALIGNMENT;
        final long mapped;
        try {
            mapped = (long)MMAP.invokeExact(
                0L, mappedLength, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
        } catch (final Throwable t) {
            throw new IllegalStateException("mmap could not be called", t);
        }
        if (mapped == -1L) {
            throw new OutOfMemoryError("no memory for a region: length=" + length);
        }
        final Region region = new Region(mapped, mappedLength, length);
        region.adviseHugePages();
        return region;
    }

    private void adviseHugePages() {
        try {
            // Refused where the kernel has no transparent huge pages: small pages serve as well, only slower.
            final int ignored = (int)MADVISE.invokeExact(address, length, MADV_HUGEPAGE);
        } catch (final Throwable t) {
            throw new IllegalStateException("madvise could not be called", t);
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

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                final int ignored = (int)MUNMAP.invokeExact(mapped, mappedLength);
            } catch (final Throwable t) {
                throw new IllegalStateException("munmap could not be called", t);
            }
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(final String name, final FunctionDescriptor descriptor) {
        final Linker linker = Linker.nativeLinker();
        final MemorySegment symbol = linker.defaultLookup().findOrThrow(name);
        return linker.downcallHandle(symbol, descriptor);
    }
}
