/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.FloodTester.endpoint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Prefix;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.TupleKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Places of the table that are kept for chosen sources.
 */
class ReserveTest {
    private static final long START = 1_000_000_000L;
    private static final long SERVER = endpoint("198.51.100.1", 80);
    private static final List<Prefix> CHOSEN = List.of(Prefix.parse("10.9.0.0/16"), Prefix.parse("fd09::/32"));

    @TempDir
    private Path directory;

    private final FloodTester packets = new FloodTester();

    private static ConntrackBuilder builder(final int max, final int reserve) {
        return Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=" + max)).hashSeed(1, 2)
            .reserve(reserve, CHOSEN);
    }

    private ConnState syn(final Conntrack conntrack, final long from) {
        return Verdict.state(packets.tcp(conntrack, 0, from, SERVER, FloodTester.SYN, 1, 0, START));
    }

    /** Connections that nothing but their time ends. */
    private void assured(final Conntrack conntrack, final int count) {
        for (int i = 0; i < count; i++) {
            packets.establish(conntrack, 0, endpoint("192.0.2.1", 1 + i), SERVER, START);
        }
    }

    private static long chosen(final int port) {
        return endpoint("10.9.200.1", port);
    }

    @Test
    void shouldKeepPlacesForChosenSourcesWhenAllOthersAreTaken() {
        try (Conntrack conntrack = builder(100, 10).build()) {
            assured(conntrack, 95);
            assertEquals(90, conntrack.count());
            assertEquals(10, conntrack.statistics().packets(Reason.TABLE_FULL), "SYN and ACK of the other five");
            for (int port = 1; port <= 6; port++) {
                assertEquals(ConnState.NEW, syn(conntrack, chosen(port)));
            }
            for (int port = 7; port <= 10; port++) {
                assertEquals(ConnState.NEW, Verdict.state(
                    packets.syn6(conntrack, 0xFD09_0000_0000_0000L, port, port, START)));
            }
            assertEquals(100, conntrack.count());
            assertEquals(10, conntrack.connectionTable().limits().ofReserve());
            assertEquals(ConnState.INVALID, syn(conntrack, chosen(11)), "the reserve is used up");
            assertEquals(0, conntrack.statistics().earlyDrops());
        }
    }

    @Test
    void shouldNotDropAReservedConnectionEarlyWhenAFloodComes() {
        try (Conntrack conntrack = builder(1000, 50).build()) {
            for (int port = 1; port <= 50; port++) {
                assertEquals(ConnState.NEW, syn(conntrack, chosen(port)));
            }
            final SplittableRandom random = new SplittableRandom(3);
            for (int i = 0; i < 50_000; i++) {
                syn(conntrack, random.nextLong() & 0x7FFF_FFFF_FFFFL | 0x8000_0000_0000L);
            }
            assertEquals(1000, conntrack.count());
            assertTrue(conntrack.statistics().earlyDrops() > 48_000);
            for (int port = 1; port <= 50; port++) {
                assertEquals(ConnState.ESTABLISHED, Verdict.state(packets.tcp(conntrack, 0, SERVER, chosen(port),
                    FloodTester.SYN_ACK, 500, 2, START)), "port " + port);
            }
        }
    }

    @Test
    void shouldTreatChosenConnectionsLikeOthersBeyondTheReserve() {
        try (Conntrack conntrack = builder(100, 10).build()) {
            for (int port = 1; port <= 60; port++) {
                assertEquals(ConnState.NEW, syn(conntrack, chosen(port)));
            }
            assertEquals(60, conntrack.connectionTable().limits().ofReserve());
            assured(conntrack, 90);
            assertEquals(100, conntrack.count());
            assertEquals(50, conntrack.statistics().earlyDrops(), "those beyond the reserve made room");
            assertEquals(10, conntrack.connectionTable().limits().ofReserve());
        }
    }

    @Test
    void shouldHaveThePlaceAgainWhenAConnectionEnds() {
        try (Conntrack conntrack = builder(20, 2).build()) {
            assured(conntrack, 18);
            syn(conntrack, chosen(1));
            syn(conntrack, chosen(2));
            assertEquals(ConnState.INVALID, syn(conntrack, chosen(3)));
            assertTrue(conntrack.delete(new Lookup(conntrack, chosen(1)).number(), START));
            assertEquals(ConnState.INVALID, syn(conntrack, endpoint("192.0.2.77", 1)), "it is not for others");
            assertEquals(ConnState.NEW, syn(conntrack, chosen(3)));
        }
    }

    @Test
    void shouldKnowReservedConnectionsAgainWhenATableFileIsTakenOver() throws IOException {
        final Path file = directory.resolve("table.dat");
        final ConntrackBuilder shared =
            Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=200")).reserve(20, CHOSEN);
        try (SharedTable table = shared.open(file, START)) {
            for (int port = 1; port <= 20; port++) {
                syn(table.worker(0), chosen(port));
            }
        }
        try (SharedTable table = shared.open(file, START)) {
            assertEquals(20, table.worker(0).connectionTable().limits().ofReserve());
            final SplittableRandom random = new SplittableRandom(4);
            for (int i = 0; i < 20_000; i++) {
                syn(table.worker(0), random.nextLong() & 0x7FFF_FFFF_FFFFL | 0x8000_0000_0000L);
            }
            assertEquals(20, table.worker(0).connectionTable().limits().ofReserve());
        }
    }

    @Test
    void shouldRefuseAReserveThatIsTheWholeTable() {
        final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder(10, 10)::build);
        assertEquals("a reserve must be below the capacity: reserve=10 max=10", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder(10, 0));
        assertThrows(IllegalArgumentException.class, () -> Conntrack.builder().reserve(1, List.of()));
    }

    /** Where a connection to the server is. */
    private record Lookup(Conntrack conntrack, long from) {
        int number() {
            final TupleKey key = conntrack.connectionTable().newKey();
            key.set(4, 6, 0, 0, from >>> 16, (int)from & 0xFFFF, 0, SERVER >>> 16, (int)SERVER & 0xFFFF, 0);
            return conntrack.connectionTable().number(conntrack.connectionTable().find(key));
        }
    }
}
