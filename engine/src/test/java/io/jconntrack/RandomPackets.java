/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Random packets of a few connections: TCP of all flags around a small window, UDP and pings.
 */
final class RandomPackets {
    /** Room for any of them. */
    static final int STRIDE = 64;

    private static final int[] FLAGS = {2, 2, 18, 18, 16, 16, 16, 24, 17, 17, 4, 20, 0, 3};

    private final Random random;

    RandomPackets(final Random random) {
        this.random = random;
    }

    /** Write one at an offset; gives its length. */
    int write(final UnsafeBuffer buffer, final int at) {
        final boolean forward = random.nextBoolean();
        final int client = 0x0A000000 | random.nextInt(20);
        final int kind = random.nextInt(10);
        final int protocol = kind < 7 ? 6 : kind < 9 ? 17 : 1;
        final int length = protocol == 6 ? 40 : 28;
        buffer.setMemory(at, STRIDE, (byte)0);
        buffer.putInt(at, 0x45000000 | length, BIG_ENDIAN);
        buffer.putInt(at + 8, 64 << 24 | protocol << 16, BIG_ENDIAN);
        buffer.putInt(at + 12, forward ? client : 0x0A010000, BIG_ENDIAN);
        buffer.putInt(at + 16, forward ? 0x0A010000 : client, BIG_ENDIAN);
        if (protocol == 1) {
            buffer.putByte(at + 20, (byte)(random.nextInt(4) == 0 ? 0 : 8));
        } else {
            buffer.putShort(at + (forward ? 20 : 22), (short)(1000 + random.nextInt(2)), BIG_ENDIAN);
            buffer.putShort(at + (forward ? 22 : 20), (short)80, BIG_ENDIAN);
        }
        if (protocol == 17) {
            buffer.putShort(at + 24, (short)8, BIG_ENDIAN);
        } else if (protocol == 6) {
            buffer.putInt(at + 24, 100 + random.nextInt(4), BIG_ENDIAN);
            buffer.putInt(at + 28, 100 + random.nextInt(4), BIG_ENDIAN);
            buffer.putByte(at + 32, (byte)0x50);
            buffer.putByte(at + 33, (byte)FLAGS[random.nextInt(FLAGS.length)]);
            buffer.putShort(at + 34, (short)1000, BIG_ENDIAN);
        }
        Tester.putIpv4Checksum(buffer, at);
        return length;
    }
}
