/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void shouldShowThreeDigitsAndAUnit() {
        assertEquals("99999", Units.count(99_999));
        assertEquals("100k", Units.count(100_000));
        assertEquals("1.00M", Units.count(999_999));
        assertEquals("1.23M", Units.count(1_234_567));
        assertEquals("9.22E", Units.count(Long.MAX_VALUE));
        assertEquals("999 B", Units.bytes(999));
        assertEquals("1.00 kB", Units.bytes(1000));
        assertEquals("12.3 MB", Units.bytes(12_345_678));
        assertEquals("0 bit/s", Units.bits(0));
        assertEquals("800 bit/s", Units.bits(100));
        assertEquals("1.00 kbit/s", Units.bits(125));
        assertEquals("9.87 Gbit/s", Units.bits(1.234e9));
        assertEquals("0", Units.rate(0));
        assertEquals("0.25", Units.rate(0.25));
        assertEquals("10.0", Units.rate(9.999));
        assertEquals("1234", Units.rate(1234.4));
        assertEquals("12.3k", Units.rate(12_345));
        assertEquals("1 002 003", Units.exact(1_002_003));
        assertEquals("59 s", Units.time(59));
        assertEquals("2 min 5 s", Units.time(125));
        assertEquals("3 h 12 min", Units.time(3 * 3600 + 12 * 60 + 5));
        assertEquals("5 d 3 h", Units.time(5 * 86_400 + 3 * 3600));
    }
}
