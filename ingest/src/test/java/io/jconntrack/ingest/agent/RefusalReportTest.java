/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A message once, not a million times.
 */
class RefusalReportTest {
    private static final long START = 7_000_000_000L;
    private static final int ROOM = 1024;

    private final List<String> log = new ArrayList<>();
    private final CountersManager manager = new CountersManager(
        new UnsafeBuffer(ByteBuffer.allocateDirect(ROOM * CountersReader.METADATA_LENGTH)),
        new UnsafeBuffer(ByteBuffer.allocateDirect(ROOM * CountersReader.COUNTER_LENGTH)));
    private final WorkerCounters first = new WorkerCounters(manager, 0);
    private final WorkerCounters second = new WorkerCounters(manager, 1);
    private final RefusalReport report = new RefusalReport(
        new Settings(Profile.LINUX).set("max", "100").set("max_per_source", "7").set("max_per_zone", "8"), log::add,
        START);

    @BeforeEach
    void add() {
        report.add(first);
        report.add(second);
    }

    @Test
    void shouldSayNothingWhenNothingIsRefused() {
        first.set(TrackerCounter.NEW, 1000);
        for (int i = 0; i < 100; i++) {
            report.look(START + i * RefusalReport.INTERVAL_NANOS);
        }
        report.end();
        assertEquals(List.of(), log);
    }

    @Test
    void shouldTellAtOnceThenOnceInAWhileWithTheNumbersSince() {
        report.look(START);
        for (int i = 1; i <= 1_000_000; i++) {
            first.set(Reason.TABLE_FULL, i);
            second.set(TrackerCounter.EARLY_DROPS, 2L * i);
            report.look(START + i * (2 * RefusalReport.INTERVAL_NANOS / 1_000_000));
        }
        assertEquals(List.of(
            "table full, dropping: 1 new connections refused, 2 unassured ones dropped early for others; max=100",
            "table full, dropping: 500000 new connections refused, 1000000 unassured ones dropped early for others; "
            + "max=100"), log);
        report.end();
        assertEquals("table full, dropping: 499999 new connections refused, 999998 unassured ones dropped early for "
            + "others; max=100", log.getLast());
    }

    @Test
    void shouldTellOfLimitsOfAllWorkersTogether() {
        first.set(Reason.SOURCE_LIMIT, 3);
        second.set(Reason.SOURCE_LIMIT, 4);
        second.set(Reason.ZONE_LIMIT, 5);
        report.look(START);
        assertEquals(List.of("source limit: 7 new connections refused; max_per_source=7",
            "zone limit: 5 new connections refused; max_per_zone=8"), log);
    }
}
