/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.9.9.9/8, 10.0.0.2, true",
        "10.0.0.0/255.0.255.0, 10.7.0.2, true",
        "10.0.0.0/255.0.255.0, 10.7.1.2, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, fd00::1, true",
        "fd00::1/64, fd00::2, true",
        "fd00::1/64, fd00:0:0:1::2, false",
        "fd00::1/65, fd00::8000:0:0:1, false",
        "::ffff:10.0.0.0/104, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.1, 10.0.0.1, false",
        "fd00::/ffff::1, fd00:1::2, true"})
    void shouldContainWhatAgreesInTheMasksBits(final String prefix, final String address, final boolean expected) {
        final Prefix point = Prefix.parse(address);
        assertEquals(expected, Prefix.parse(prefix).contains(point.l3(), point.high(), point.low()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10.0.0.300|'10.0.0.300' is no IP address",
        "10.1|'10.1' is no IP address",
        "localhost|'localhost' is no IP address",
        "fe80::1%lo|'fe80::1%lo' is no IP address",
        ":::|':::' is no IP address",
        "10.0.0.1/33|'33' is no prefix length for IPv4 (0 to 32)",
        "10.0.0.1/|'' is no prefix length for IPv4 (0 to 32)",
        "::1/129|'129' is no prefix length for IPv6 (0 to 128)",
        "::1/-1|'-1' is no prefix length for IPv6 (0 to 128)",
        "::1/255.0.0.0|'255.0.0.0' is a mask of the other address family"})
    void shouldSayWhatIsWrong(final String text, final String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text)).getMessage());
    }

    /** The model: addresses as numbers, of which the low bits are shifted out. */
    @Test
    void shouldAgreeWithShiftedNumbersForAnyLength() throws UnknownHostException {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("PrefixTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            final int size = random.nextBoolean() ? 4 : 16;
            final byte[] first = new byte[size];
            random.nextBytes(first);
            final byte[] second = first.clone();
            second[random.nextInt(size)] ^= (byte)(1 << random.nextInt(8));
            final int length = random.nextInt(8 * size + 1);
            final String text = InetAddress.getByAddress(first).getHostAddress() + "/" + length;
            final int shift = 8 * size - length;
            final boolean expected = new BigInteger(1, first).shiftRight(shift)
                .equals(new BigInteger(1, second).shiftRight(shift));
            final Prefix point = Prefix.parse(InetAddress.getByAddress(second).getHostAddress());
            assertEquals(expected, Prefix.parse(text).contains(point.l3(), point.high(), point.low()), text);
        }
    }
}
