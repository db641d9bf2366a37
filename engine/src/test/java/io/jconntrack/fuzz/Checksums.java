/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import static io.jconntrack.InternetSum.fold;
import static io.jconntrack.InternetSum.sum;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Puts the right checksums where a packet's headers say that they belong, as far as they lie in it; written apart from
 * the engine's.
 */
final class Checksums {
    private Checksums() {
    }

    /** Mend an IPv4 header's, and the transport's behind plain headers where that is wanted. */
    static void mend(final byte[] packet, final int length, final boolean transport) {
        if (length < 20) {
            return;
        }
        final boolean v4 = packet[0] >> 4 == 4;
        final int header = v4 ? (packet[0] & 15) * 4 : 40;
        if (v4 && header >= 20 && header <= length) {
            putShort(packet, 10, 0);
            putShort(packet, 10, ~fold(sum(packet, 0, header, 0)));
        }
        if (transport && length > header + 8 && (v4 || packet[0] >> 4 == 6)) {
            transport(packet, length, header, v4 ? packet[9] & 0xFF : packet[6] & 0xFF, v4);
        }
    }

    private static void transport(final byte[] packet, final int length, final int at, final int protocol,
        final boolean v4) {
        final int place = switch (protocol) {
            case 1, 58 -> 2;
            case 6 -> 16;
            case 17 -> 6;
            case 132 -> 8;
            default -> -1;
        };
        if (place < 0 || at + place + 4 > length) {
            return;
        }
        putShort(packet, at + place, 0);
        if (protocol == 132) {
            putShort(packet, at + place + 2, 0);
            final CRC32C crc = new CRC32C();
            crc.update(packet, at, length - at);
            ByteBuffer.wrap(packet).putInt(at + place, Integer.reverseBytes((int)crc.getValue()));
            return;
        }
        long sum = protocol == 1 ? 0 : protocol + length - at;
        sum = protocol == 1 ? 0 : v4 ? sum(packet, 12, 8, sum) : sum(packet, 8, 32, sum);
        putShort(packet, at + place, ~fold(sum(packet, at, length - at, sum)));
    }

    private static void putShort(final byte[] packet, final int at, final int value) {
        packet[at] = (byte)(value >> 8);
        packet[at + 1] = (byte)value;
    }
}
