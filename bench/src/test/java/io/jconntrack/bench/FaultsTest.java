/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * A few kills of each kind that needs no program; thousands: {@code bench/bin/jconntrack-bench faults --tries 1000}.
 */
class FaultsTest {
    @Test
    void shouldLoseNothingWhenProcessesAreKilledInTableAndRing() {
        final CommandRun run = CommandRun.of("faults", "--tries", "6", "--only", "table,workers,helper,ring");
        System.out.print(run.out);
        assertEquals(0, run.status, run.out + run.err);
        for (final String killed : new String[] {"tracker, in its table", "two workers, in their table",
            "helper, in the ring", "tracker, in the ring"}) {
            assertTrue(run.out.lines().anyMatch(line -> line.matches("\\| " + killed
                + " \\| 6 \\| 6 \\| 0 of [ 0-9]+ \\| 0 \\| .*")), run.out);
        }
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        final CommandRun run = CommandRun.of("faults", "--tries", "0");
        assertEquals(2, run.status, run.out);
        assertTrue(run.err.contains("--tries 0 is not at least 1"), run.err);
    }
}
