/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.memory.Region;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap room for one packet that the caller has in the Java heap. Grows to the largest one seen.
 */
final class HeapCopy implements AutoCloseable {
    private static final int FIRST_LENGTH = 1 << 16;

    private Region region;

    /**
     * Copy a packet.
     *
     * @return its address, valid until the next one is taken.
     */
    long take(final UnsafeBuffer buffer, final int offset, final int length) {
        if (region == null || region.length() < length) {
            close();
            region = Region.anonymous(Math.max(FIRST_LENGTH, length));
        }
        UnsafeApi.copyMemory(buffer.byteArray(), buffer.addressOffset() + offset, null, region.address(), length);
        return region.address();
    }

    @Override
    public void close() {
        if (region != null) {
            region.close();
            region = null;
        }
    }
}
