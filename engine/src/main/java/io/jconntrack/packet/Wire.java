/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import java.nio.ByteOrder;
import org.agrona.UnsafeApi;

/**
 * Reads numbers in network byte order at an address, aligned or not. Nothing is checked: the caller knows that the
 * bytes are there.
 */
final class Wire {
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Wire() {
    }

    static int u8(final long at) {
        return UnsafeApi.getByte(at) & 0xFF;
    }

    static int u16(final long at) {
        // unsigned all the way: two instructions fewer than with a short
        final char value = UnsafeApi.getChar(at);
        return SWAP ? Character.reverseBytes(value) : value;
    }

    static int i32(final long at) {
        final int value = UnsafeApi.getInt(at);
        return SWAP ? Integer.reverseBytes(value) : value;
    }

    static long i64(final long at) {
        final long value = UnsafeApi.getLong(at);
        return SWAP ? Long.reverseBytes(value) : value;
    }

    /** 16 bits between the machine's order and the network's. */
    static int network(final short value) {
        return (SWAP ? Short.reverseBytes(value) : value) & 0xFFFF;
    }
}
