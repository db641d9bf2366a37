/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An Ethernet frame with a UDP packet over IPv4 or IPv6, without a UDP checksum.
 */
final class UdpFrame {
    private static final int LINK = 14;
    private static final String V4 = "020000000002020000000001" + "0800"
        + "4500001c00000000401166cf" + "0a000001" + "0a000002" + "0000000000080000";
    private static final String V6 = "020000000002020000000001" + "86dd" + "6000000000081140"
        + "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "0000000000080000";

    final UnsafeBuffer buffer;
    final int length;
    private final int transport;

    UdpFrame(final int family) {
        final byte[] bytes = HexFormat.of().parseHex(family == 4 ? V4 : V6);
        length = bytes.length;
        transport = LINK + (family == 4 ? 20 : 40);
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
        buffer.putBytes(0, bytes);
    }

    /** From 10.0.0.1 or 2001:db8::1 to 10.0.0.2 or 2001:db8::2. */
    UdpFrame ports(final int source, final int destination) {
        buffer.putShort(transport, (short)source, ByteOrder.BIG_ENDIAN);
        buffer.putShort(transport + 2, (short)destination, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /** Offset of the IP header. */
    int ip() {
        return LINK;
    }
}
