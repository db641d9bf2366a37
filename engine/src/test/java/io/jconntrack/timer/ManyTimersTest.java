/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Ten million entries that have from a second to five days to live, as many in each octave of time.
 */
class ManyTimersTest {
    private static final long SEED = Long.getLong("jconntrack.seed", 20_261_125L);
    private static final int ENTRIES = 10_000_000;
    private static final long NEEDED_KB = 4L << 20;
    private static final long START = 1_000_000_000_000_000_000L;
    private static final double SECOND = 1e9;
    private static final double OCTAVES = Math.log(5 * 86_400) / Math.log(2);
    /** Entries that are shuffled: lists jump about, but within the cache, which saves time. */
    private static final int BLOCK = 4000;
    /** Prime to the length of a block. */
    private static final int STRIDE = 1871;
    private static final int INVERSE =
        BigInteger.valueOf(STRIDE).modInverse(BigInteger.valueOf(BLOCK)).intValueExact();

    @Test
    void shouldExpireTenMillionEntriesOfAllAgesInTime() throws IOException {
        final long available = availableKb();
        assumeTrue(available >= NEEDED_KB, "needs 4 GiB of memory: available=" + available + " kB");
        System.out.println("ManyTimersTest: -Djconntrack.seed=" + SEED);
        try (WheelTester t = new WheelTester(ENTRIES, TimerWheel.slotsFor(ENTRIES))) {
            t.wheel.poll(START, Integer.MAX_VALUE);
            for (int number = 0; number < ENTRIES; number++) {
                assertEquals(number, t.add(START + deadline(rank(number))));
            }
            int due = 0;
            // up to 73 minutes, a turn of the wheel, in small steps; then the clock jumps
            for (double octave = 0.1; due < ENTRIES; octave += octave < 12 ? 0.73 : 2.2) {
                final long elapsed = nanos(octave);
                final int expired = t.wheel.poll(START + elapsed, Integer.MAX_VALUE);
                final int before = due;
                // all that became due are gone, and as many are left as are not due: so none of those is gone
                while (due < ENTRIES && deadline(due) <= elapsed) {
                    assertFalse(t.isLive(number(due)), () -> "overdue at " + elapsed);
                    due++;
                }
                assertEquals(due - before, expired, () -> "expired at " + elapsed);
                assertEquals(ENTRIES - due, t.table.size());
            }
        }
    }

    /** Nanoseconds to live: a random one within the part of time that belongs to a rank. */
    private static long deadline(final int rank) {
        long z = rank * 0x9E3779B97F4A7C15L + SEED;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        final double part = ((z ^ z >>> 27) >>> 11) * 0x1p-53;
        return nanos((rank + part) / ENTRIES * OCTAVES);
    }

    /** Two to the power of octaves seconds, in a straight line between whole octaves: powers take their time. */
    private static long nanos(final double octaves) {
        final int whole = (int)octaves;
        return (long)(Math.scalb(1 + octaves - whole, whole) * SECOND);
    }

    private static int number(final int rank) {
        return rank - rank % BLOCK + rank % BLOCK * STRIDE % BLOCK;
    }

    /** The inverse of {@link #number(int)}. */
    private static int rank(final int number) {
        return number - number % BLOCK + number % BLOCK * INVERSE % BLOCK;
    }

    private static long availableKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream().filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }
}
