/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import org.agrona.UnsafeApi;

/**
 * Takes the pages of fresh memory from the system before anybody uses it.
 */
final class Prefault {
    /** A step of the kernel's work. */
    private static final long STEP = 256L << 20;
    /** The smallest page of any machine; a larger one is only touched more than once. */
    private static final long SMALLEST_PAGE = 4096;

    private Prefault() {
    }

    /**
     * Take them, by the kernel's own means where it has them (Linux 5.14), else by touching each page.
     *
     * @param address a page's.
     * @param length in bytes.
     * @return 0 or the number of the error.
     */
    static int all(final long address, final long length) {
        final int errno = populate(address, length);
        if (errno == Linux.EINVAL) {
            touch(address, length);
            return 0;
        }
        return errno;
    }

    /**
     * Take them by the kernel's own means.
     *
     * @param address a page's.
     * @param length in bytes.
     * @return 0 or the number of the error: {@link Linux#EINVAL} before Linux 5.14.
     */
    static int populate(final long address, final long length) {
        for (long at = 0; at < length; at += STEP) {
            final int errno =
                Linux.madvise(address + at, Math.min(STEP, length - at), Linux.MADV_POPULATE_WRITE);
            if (errno != 0) {
                return errno;
            }
        }
        return 0;
    }

    /** Touch every page, leaving what it holds; nobody else writes. */
    static void touch(final long address, final long length) {
        for (long at = 0; at < length; at += SMALLEST_PAGE) {
            UnsafeApi.putByte(address + at, UnsafeApi.getByte(address + at));
        }
    }
}
