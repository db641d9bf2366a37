/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.util.Locale;

/**
 * Numbers that are read at a glance: three digits and a unit.
 */
final class Units {
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};
    private static final long PLAIN = 100_000;

    private Units() {
    }

    /** A count: digits below 100000, then 123k, 1.23M. */
    static String count(final long count) {
        return count < PLAIN ? String.valueOf(count) : scaled(count, "");
    }

    /** A rate: 0, 0.25, 12.3, 1234, 12.3k. */
    static String rate(final double rate) {
        if (rate < 100 && rate == Math.rint(rate)) {
            return String.valueOf((long)rate);
        }
        return rate < 9.995 ? String.format(Locale.ROOT, "%.2f", rate)
            : rate < 99.95 ? String.format(Locale.ROOT, "%.1f", rate)
            : rate < 9_999.5 ? String.valueOf(Math.round(rate)) : scaled(rate, "");
    }

    /** Bytes: 123 B, 1.23 MB. */
    static String bytes(final long bytes) {
        return bytes < 1000 ? bytes + " B" : scaled(bytes, " ") + "B";
    }

    /** Bytes in a second as bits: 12 bit/s, 1.23 Gbit/s. */
    static String bits(final double bytesPerSecond) {
        final double bits = bytesPerSecond * 8;
        return bits < 999.5 ? Math.round(bits) + " bit/s" : scaled(bits, " ") + "bit/s";
    }

    /** Digits in groups of three. */
    static String exact(final long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    /** Time in two units: 34 s, 2 min 5 s, 3 h 12 min, 5 d 3 h. */
    static String time(final long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400 ? seconds / 3600 + " h " + seconds / 60 % 60 + " min"
            : seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
    }

    private static String scaled(final double number, final String gap) {
        double scaled = number;
        int prefix = 0;
        while (scaled >= 999.5 && prefix < PREFIXES.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        final String digits = scaled < 9.995 ? "%.2f" : scaled < 99.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, digits, scaled) + gap + PREFIXES[prefix];
    }
}
