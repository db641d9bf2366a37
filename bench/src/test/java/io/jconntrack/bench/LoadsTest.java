/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ConnState;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import org.junit.jupiter.api.Test;

/**
 * A load does not only take times: it notices when a tracker does not do its work.
 */
final class LoadsTest {
    private static final long YEAR = 365L * 86_400 * 1_000_000_000L;

    private static Settings settings(final int max) {
        return new Settings(Profile.LINUX).set(Setting.MAX, max).set(Setting.TCP_LOOSE, 0);
    }

    @Test
    void shouldFailWhenSteadyTrafficIsRefused() {
        try (Steady steady = new Steady(new EngineTracker(settings(100), false), new Traffic(0, 0), 0, 100)) {
            steady.run(640, 32, null);
            steady.tracker().poll(YEAR, 1000);
            steady.driver().advanceTo(YEAR);
            final IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> steady.run(640, 32, null));
            assertEquals("jconntrack: packets were INVALID: 640", e.getMessage());
        }
    }

    @Test
    void shouldFailWhenConnectionsDieTooEarly() {
        try (Churn churn = new Churn(new EngineTracker(settings(200), false), new Traffic(0, 0), 128, 64,
            120_000_000_000L, 1024)) {
            churn.run(1024, 32, null);
            churn.tracker().poll(YEAR, 1000);
            churn.driver().advanceTo(YEAR);
            final IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> churn.run(1024, 32, null));
            assertTrue(e.getMessage().matches("jconntrack: of 1024 packets \\d+ were INVALID and \\d+ NEW"),
                e.getMessage());
        }
    }

    @Test
    void shouldCountAssuredConnectionsThatAFloodDisplaced() {
        try (Flood flood = new Flood(new EngineTracker(settings(100), false), new Traffic(0, 0), 80, 64)) {
            assertEquals(100, flood.tracker().size());
            assertEquals(0, flood.lost());
            flood.run(640, 32, null);
            assertEquals(0, flood.lost());
            flood.tracker().poll(YEAR, 1000);
            flood.driver().advanceTo(YEAR);
            assertEquals(80, flood.lost());
        }
    }

    @Test
    void shouldTrackEveryPacketOnceWhenTheBatchDividesNothing() {
        try (Steady steady = new Steady(new EngineTracker(settings(100), false), new Traffic(0, 0), 0, 100)) {
            final long before = steady.tracker().packets(ConnState.ESTABLISHED);
            steady.run(1000, 7, null);
            assertEquals(1000, steady.tracker().packets(ConnState.ESTABLISHED) - before);
            steady.run(1000, 1, Latencies.histogram());
            assertEquals(2000, steady.tracker().packets(ConnState.ESTABLISHED) - before);
        }
    }
}
