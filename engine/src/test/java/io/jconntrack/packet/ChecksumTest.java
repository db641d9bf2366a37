/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The verdict on a sum, against folding it as section 4.1 of RFC 1071 does. The seed is printed on failure and set by
 * {@code -Djconntrack.seed}.
 */
class ChecksumTest {
    private static final long SEED = Long.getLong("jconntrack.seed", System.nanoTime());

    private static boolean foldsToOnes(final long sum) {
        BigInteger folded = new BigInteger(Long.toUnsignedString(sum));
        while (folded.bitLength() > 16) {
            folded = folded.and(BigInteger.valueOf(0xFFFF)).add(folded.shiftRight(16));
        }
        return folded.intValue() == 0xFFFF;
    }

    @Test
    void shouldTakeWhatFoldsToAllOnes() {
        assertTrue(Checksum.isRight(0xFFFF));
        assertTrue(Checksum.isRight(0xFFFF_FFFFL));
        assertTrue(Checksum.isRight(0x1_FFFEL));
        assertTrue(Checksum.isRight(-1));
    }

    @Test
    void shouldRefuseAllElse() {
        assertFalse(Checksum.isRight(0));
        assertFalse(Checksum.isRight(1));
        assertFalse(Checksum.isRight(0xFFFE));
        assertFalse(Checksum.isRight(0x1_0000L));
        assertFalse(Checksum.isRight(-2));
    }

    @Test
    void shouldAgreeWithFoldingOnSumsOfAllSizes() {
        final Random random = new Random(SEED);
        int right = 0;
        for (int i = 0; i < 200_000; i++) {
            final long any = random.nextLong() >>> random.nextInt(64);
            final long sum = random.nextBoolean() ? any : Long.divideUnsigned(any, 0xFFFF) * 0xFFFF;
            assertEquals(foldsToOnes(sum), Checksum.isRight(sum), () -> "seed=" + SEED + " sum=" + sum);
            right += foldsToOnes(sum) ? 1 : 0;
        }
        assertTrue(right > 10_000, "hardly any was right: seed=" + SEED);
    }
}
