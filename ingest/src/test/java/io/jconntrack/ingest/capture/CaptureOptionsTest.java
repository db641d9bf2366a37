/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CaptureOptionsTest {
    @Test
    void shouldHaveASensibleValueForEverythingButTheInterface() {
        final CaptureOptions options = CaptureOptions.builder("eth0").build();
        assertEquals(256, options.snapLength());
        assertEquals(1, options.queues());
        assertEquals(1 << 24, options.ringBytes());
        assertEquals("", options.filter());
    }

    @Test
    void shouldNameTheValueThatIsOutOfRange() {
        assertRefused("interface=a/b is no name", CaptureOptions.builder("a/b"));
        assertRefused("interface= is no name", CaptureOptions.builder(""));
        assertRefused("snaplen=63 is out of range", CaptureOptions.builder("lo").snapLength(63));
        assertRefused("snaplen=65536 is out of range", CaptureOptions.builder("lo").snapLength(65_536));
        assertRefused("blockBytes=12288 is no power of two", CaptureOptions.builder("lo").blockBytes(12_288));
        assertRefused("ringBytes=8191 is out of range", CaptureOptions.builder("lo").blockBytes(4096).ringBytes(8191));
        assertRefused("retireMillis=0 is out of range", CaptureOptions.builder("lo").retireMillis(0));
        assertRefused("queues=0 is out of range", CaptureOptions.builder("lo").queues(0, 1));
        assertRefused("fanoutGroup=65536 is out of range", CaptureOptions.builder("lo").queues(2, 65_536));
        assertRefused("promiscuous mode needs one interface", CaptureOptions.builder("any").promiscuous(true));
        assertRefused("blockBytes=4096 has no room for a frame of snaplen=5000",
            CaptureOptions.builder("lo").blockBytes(4096).snapLength(5000));
    }

    @Test
    void shouldHaveRoomForTheSnapLengthInEveryFrameOfTheRing() {
        for (final RingVersion version : RingVersion.values()) {
            for (final int snap : new int[] {0, 64, 255, 256, 257, 1514, 9000, 65_535}) {
                final RingGeometry geometry =
                    RingGeometry.of(CaptureOptions.builder("lo").version(version).snapLength(snap).build());
                final int room = version == RingVersion.V2 ? 80 : 96 + 48;
                assertTrue(geometry.frameBytes() >= room + (snap == 0 ? 65_535 : snap), geometry + " snap=" + snap);
                assertTrue(geometry.framesPerBlock() >= 1, geometry + " snap=" + snap);
                assertEquals(0, geometry.frameBytes() % 64);
            }
        }
    }

    private static void assertRefused(final String start, final CaptureOptions.Builder builder) {
        final String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
        assertTrue(message.startsWith(start), message);
    }
}
