/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class Crc32cTest {
    @Test
    void shouldGiveTheCheckValueOfTheCatalogue() {
        // "123456789", the check value that CRC catalogues list for CRC-32C
        final UnsafeBuffer buffer = OffHeap.of("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertEquals(0xE3069283, ~Crc32c.update(Crc32c.START, buffer.addressOffset(), 9));
    }

    @Test
    void shouldAgreeWithTheJdkWhateverLengthAndOffset() {
        final long seed = Long.getLong("seed", 42);
        final Random random = new Random(seed);
        final byte[] bytes = new byte[200];
        random.nextBytes(bytes);
        final UnsafeBuffer buffer = OffHeap.of(bytes);
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length < 100; length++) {
                final CRC32C jdk = new CRC32C();
                jdk.update(bytes, offset, length);

                assertEquals((int)jdk.getValue(), ~Crc32c.update(Crc32c.START, buffer.addressOffset() + offset, length),
                    "seed=" + seed + " offset=" + offset + " length=" + length);
            }
        }
    }

    @Test
    void shouldTakeFourZerosInWithoutABuffer() {
        final UnsafeBuffer zeros = OffHeap.of(new byte[4]);
        final int state = 0x12345678;

        assertEquals(Crc32c.update(state, zeros.addressOffset(), 4), Crc32c.fourZeros(state));
    }
}
