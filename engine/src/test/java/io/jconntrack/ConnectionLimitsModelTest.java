/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.TupleKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The counts of sources and zones against what a walk over the table finds, whichever way entries come and go.
 */
class ConnectionLimitsModelTest {
    private static final long START = 5_000_000_000_000L;
    private static final int SOURCES = 40;
    private static final int ZONES = 3;
    private static final long SERVER = FloodTester.endpoint("198.51.100.1", 80);

    @TempDir
    private Path directory;

    private static long seed() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("ConnectionLimitsModelTest: -Djconntrack.seed=" + seed);
        return seed;
    }

    private static Settings settings(final String... values) {
        return Crowd.settings(Profile.LINUX, values);
    }

    /** Sources above and below the server's address; a few of them are busy. */
    private static long client(final SplittableRandom random) {
        final int source = Math.min(random.nextInt(SOURCES), random.nextInt(SOURCES));
        return ((source % 2 == 0 ? 0x0A00_0000L : 0xFA00_0000L) + source << 16) + 1024 + random.nextInt(20);
    }

    /** One random packet, deletion, discard, or a while of the wheel. */
    private static void step(final Conntrack conntrack, final FloodTester packets, final SplittableRandom random,
        final long ports, final long now) {
        final int what = random.nextInt(40);
        if (what == 0) {
            conntrack.poll(now, 1 + random.nextInt(50));
        } else if (what == 1) {
            conntrack.delete(random.nextInt(conntrack.table().capacity()), now);
        } else {
            final long client = client(random) + ports;
            final boolean isReply = random.nextInt(3) == 0;
            final int[] flags = {FloodTester.SYN, FloodTester.SYN, FloodTester.ACK, FloodTester.RST};
            // a reply may be the first packet that is seen: then the server is the source
            final int flag = isReply && random.nextBoolean() ? FloodTester.SYN_ACK : flags[random.nextInt(4)];
            final long verdict = packets.tcp(conntrack, random.nextInt(ZONES), isReply ? SERVER : client,
                isReply ? client : SERVER, flag, flag == FloodTester.SYN ? 1 : 2, 2, now);
            if (random.nextInt(20) == 0) {
                conntrack.discard(verdict);
            }
        }
    }

    /** Compare the counts of all sources and zones with those of the entries. */
    private static void assertCounts(final ConnectionTable table, final Conntrack conntrack, final String where) {
        final Map<Long, Integer> sources = new HashMap<>();
        final Map<Integer, Integer> zones = new HashMap<>();
        final Connection c = new Connection(conntrack);
        for (int number = 0; number < table.bound(); number++) {
            if (c.moveTo(number)) {
                sources.merge(c.sourceLow(0), 1, Integer::sum);
                zones.merge(c.zone(), 1, Integer::sum);
            }
        }
        final TupleKey key = table.newKey();
        for (int i = 0; i <= SOURCES; i++) {
            final long address = i == SOURCES ? SERVER >>> 16 : (i % 2 == 0 ? 0x0A00_0000L : 0xFA00_0000L) + i;
            key.set(4, 6, 0, 0, address, 1, 0, i == SOURCES ? 1 : SERVER >>> 16, 1, 0);
            assertEquals(sources.getOrDefault(address, 0), table.limits().ofSource(key), where + " source " + i);
        }
        for (int zone = 0; zone < ZONES; zone++) {
            assertEquals(zones.getOrDefault(zone, 0), table.limits().ofZone(zone), where + " zone " + zone);
        }
        assertEquals(table.size(), zones.values().stream().mapToInt(Integer::intValue).sum(), where);
    }

    @Test
    void shouldCountWhatIsInTheTableWhicheverWayItCameAndWent() {
        final long seed = seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final FloodTester packets = new FloodTester();
        try (Conntrack conntrack = Conntrack.builder()
            .settings(settings("max=150", "max_per_source=25", "max_per_zone=60")).hashSeed(1, 2).build()) {
            long now = START;
            for (int i = 0; i < 60_000; i++) {
                now += random.nextLong(300_000_000L);
                step(conntrack, packets, random, 0, now);
                if (i % 97 == 0) {
                    assertCounts(conntrack.connectionTable(), conntrack, "seed=" + seed + " step=" + i);
                }
            }
            final Statistics s = conntrack.statistics();
            assertTrue(s.expired() > 0 && s.ended() > 0 && s.deleted() > 0 && s.discarded() > 0
                && conntrack.statistics().earlyDrops() > 0 && conntrack.statistics().packets(Reason.SOURCE_LIMIT) > 0
                && conntrack.statistics().packets(Reason.ZONE_LIMIT) > 0, "not every way was gone: seed=" + seed);
        }
    }

    @Test
    void shouldNeverExceedALimitWhenItChecksAlone() {
        final long seed = seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final FloodTester packets = new FloodTester();
        try (Conntrack conntrack = Conntrack.builder()
            .settings(settings("max=200", "max_per_source=5", "max_per_zone=40")).hashSeed(1, 2).build()) {
            final TupleKey key = conntrack.connectionTable().newKey();
            for (int i = 0; i < 20_000; i++) {
                step(conntrack, packets, random, 0, START + i * 10_000_000L);
                key.set(4, 6, 0, 0, 0x0A00_0000L, 1, 0, SERVER >>> 16, 1, 0);
                assertTrue(conntrack.connectionTable().limits().ofSource(key) <= 5, "seed=" + seed);
                assertTrue(conntrack.connectionTable().limits().ofZone(0) <= 40, "seed=" + seed);
            }
        }
    }

    @Test
    void shouldCountTogetherWhenWorkersShareATable() {
        final long seed = seed();
        final int workers = 3;
        final int perSource = 30;
        final Conntrack[] trackers = Conntrack.builder()
            .settings(settings("max=400", "max_per_source=" + perSource, "max_per_zone=150")).workers(workers)
            .hashSeed(1, 2).buildWorkers();
        try {
            final List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int w = 0; w < workers; w++) {
                final Conntrack own = trackers[w];
                // ports of their own, as steering gives a connection to one worker
                final long ports = 1000L * w;
                final SplittableRandom random = new SplittableRandom(seed + w);
                running.add(CompletableFuture.runAsync(() -> {
                    final FloodTester packets = new FloodTester();
                    final TupleKey key = own.connectionTable().newKey();
                    long now = START;
                    for (int i = 0; i < 100_000; i++) {
                        now += random.nextLong(100_000_000L);
                        step(own, packets, random, ports, now);
                        key.set(4, 6, 0, 0, 0x0A00_0000L, 1, 0, SERVER >>> 16, 1, 0);
                        final int count = own.connectionTable().limits().ofSource(key);
                        assertTrue(count <= perSource + workers - 1, count + " seed=" + seed);
                    }
                }, task -> new Thread(task).start()));
            }
            running.forEach(CompletableFuture::join);
            assertCounts(trackers[0].connectionTable(), trackers[0], "seed=" + seed);
            assertTrue(trackers[0].count() > 0);
        } finally {
            for (int w = workers - 1; w >= 0; w--) {
                trackers[w].close();
            }
        }
    }

    @Test
    void shouldCountWhatATableFileHoldsWhenItIsTakenOver() throws IOException {
        final long seed = seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final FloodTester packets = new FloodTester();
        final Settings settings = settings("max=500");
        long now = START;
        try (SharedTable table = open(settings, now)) {
            for (int i = 0; i < 5000; i++) {
                now += random.nextLong(30_000_000L);
                step(table.worker(i % 2), packets, random, 1000L * (i % 2), now);
            }
        }
        // limits may be switched on then
        settings.set("max_per_source", "20").set("max_per_zone", "200");
        try (SharedTable table = open(settings, now)) {
            assertTrue(table.recovery().kept() > 100, "seed=" + seed);
            assertCounts(table.worker(0).connectionTable(), table.worker(0), "seed=" + seed);
            for (int i = 0; i < 5000; i++) {
                now += random.nextLong(30_000_000L);
                step(table.worker(i % 2), packets, random, 1000L * (i % 2), now);
            }
            assertCounts(table.worker(0).connectionTable(), table.worker(0), "seed=" + seed);
        }
    }

    private SharedTable open(final Settings settings, final long nowNanos) throws IOException {
        return Conntrack.builder().settings(settings).workers(2).open(directory.resolve("table.dat"), nowNanos);
    }

    @Test
    void shouldCountWhatIsLoadedThoughItIsMoreThanTheLimit() {
        final FloodTester packets = new FloodTester();
        try (Conntrack from = Conntrack.builder().settings(settings("max=100")).hashSeed(1, 2).build();
            Conntrack to = Conntrack.builder().settings(settings("max=100", "max_per_source=3", "max_per_zone=4"))
                .hashSeed(3, 4).build()) {
            final Connection c = new Connection(from);
            for (int port = 1; port <= 5; port++) {
                packets.tcp(from, 0, (0x0A00_0000L << 16) + port, SERVER, FloodTester.SYN, 1, 0, START);
                assertTrue(c.moveTo(port - 1));
                assertEquals(Loaded.LOADED, to.load(c, 0, START));
            }
            assertCounts(to.connectionTable(), to, "loaded");
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(
                packets.tcp(to, 0, (0x0A00_0000L << 16) + 6, SERVER, FloodTester.SYN, 1, 0, START)));
        }
    }
}
