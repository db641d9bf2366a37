/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.Tester.CLIENT;
import static io.jconntrack.Tester.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableStatistics;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is counted of connections, wheel, fragments and index, against traffic of which the numbers are known.
 */
class StatisticsTest {
    private static final long START = 5_000_000_000_000L;
    private static final int FIRST = 0x2000;
    private static final int SECOND = 2;

    @TempDir
    private Path directory;

    private static void assertCounts(final Tester t, final long opened, final long expired, final long ended,
        final long deleted, final long discarded) {
        final Statistics s = t.conntrack.statistics();
        assertEquals("opened=" + opened + " expired=" + expired + " ended=" + ended + " deleted=" + deleted
            + " discarded=" + discarded, "opened=" + s.opened() + " expired=" + s.expired() + " ended=" + s.ended()
            + " deleted=" + s.deleted() + " discarded=" + s.discarded());
        assertEquals(t.conntrack.count(), opened - expired - ended - deleted - discarded - s.earlyDrops());
    }

    @Test
    void shouldCountAConnectionWhoseTimeIsOverOnceWhoeverFindsIt() {
        try (Tester t = new Tester(Profile.LINUX)) {
            t.udp(CLIENT, 10);
            t.after(100);
            assertCounts(t, 1, 1, 0, 0, 0);
            t.udp(CLIENT, 10);
            t.pass(100).udp(CLIENT, 10);
            assertCounts(t, 3, 2, 0, 0, 0);
            t.after(100);
            assertCounts(t, 3, 3, 0, 0, 0);
        }
    }

    @Test
    void shouldCountWhatTheProtocolEndsAndWhatSomebodyDeletes() {
        try (Tester t = new Tester(Profile.LINUX)) {
            t.tcp(CLIENT, "S", 100, 0);
            t.tcp(SERVER, "RA", 0, 101);
            assertCounts(t, 1, 0, 1, 0, 0);
            final long verdict = t.udp(CLIENT, 1);
            assertTrue(t.conntrack.delete(Verdict.entry(verdict), t.nowNanos()));
            assertCounts(t, 2, 0, 1, 1, 0);
            t.conntrack.discard(t.udp(CLIENT, 1));
            assertCounts(t, 3, 0, 1, 1, 1);
            assertEquals(4, t.conntrack.statistics().packets(ConnState.NEW)
                + t.conntrack.statistics().packets(ConnState.ESTABLISHED));
        }
    }

    @Test
    void shouldCountEarlyDropsAndWhatFoundNoPlace() {
        final Crowd crowd = new Crowd();
        final Settings settings = Crowd.settings(Profile.LINUX, "max=50");
        try (Conntrack conntrack = Conntrack.builder().settings(settings).hashSeed(1, 2).build()) {
            for (int id = 0; id < 80; id++) {
                crowd.send(conntrack, id, 0, START);
            }
            final Statistics s = conntrack.statistics();
            final long refused = conntrack.statistics().packets(Reason.TABLE_FULL);
            assertEquals(50, conntrack.count());
            assertEquals(30, s.earlyDrops() + refused);
            assertEquals(80 - refused, s.opened());
        }
    }

    @Test
    void shouldKeepCountUnderRandomTraffic() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("StatisticsTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Crowd crowd = new Crowd();
        try (Conntrack conntrack = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=100")).hashSeed(1, 2)
            .build()) {
            final Statistics s = conntrack.statistics();
            long now = START;
            long deleted = 0;
            long discarded = 0;
            for (int i = 0; i < 20_000; i++) {
                now += random.nextLong(1_000_000_000L);
                final long verdict = crowd.send(conntrack, random.nextInt(200), random.nextInt(3), now);
                final int what = random.nextInt(20);
                if (what == 0) {
                    final int before = conntrack.count();
                    conntrack.discard(verdict);
                    discarded += before - conntrack.count();
                } else if (what == 1 && conntrack.delete(random.nextInt(100), now)) {
                    deleted++;
                } else if (what < 4) {
                    conntrack.poll(now, random.nextInt(50));
                }
                assertEquals(conntrack.count(), s.opened() - s.expired() - s.earlyDrops() - s.ended() - s.deleted()
                    - s.discarded(), "seed=" + seed);
            }
            assertEquals(deleted, s.deleted(), "seed=" + seed);
            assertEquals(discarded, s.discarded(), "seed=" + seed);
            assertTrue(discarded > 0, "seed=" + seed);
            assertTrue(s.wheelVisits() >= s.wheelMoves(), "seed=" + seed);
        }
    }

    @Test
    void shouldCopyAllFiguresForOtherThreads() throws Exception {
        try (Tester t = new Tester(Profile.LINUX)) {
            t.after(0);
            t.udp(CLIENT, 1);
            t.udp(CLIENT, 2);
            t.pass(20).udp(CLIENT, 1);
            t.after(35);
            final Statistics s = t.conntrack.statistics();
            final StatisticsCopy copy = new StatisticsCopy();
            assertEquals(0, copy.opened());
            s.copyTo(copy);
            final List<String> different = CompletableFuture.supplyAsync(() -> differences(s, copy)).get();
            assertEquals(List.of(), different);
            assertEquals("3 1 1", copy.packets(ConnState.NEW) + " " + copy.opened() + " " + copy.expired());
        }
    }

    /** Every figure without a parameter, by its name, and those by state and reason. */
    private static List<String> differences(final Statistics s, final StatisticsCopy copy) {
        final List<String> different = new ArrayList<>();
        try {
            for (final Method m : Statistics.class.getDeclaredMethods()) {
                if (Modifier.isPublic(m.getModifiers()) && m.getParameterCount() == 0
                    && ((Number)m.invoke(s)).longValue()
                    != ((Number)StatisticsCopy.class.getMethod(m.getName()).invoke(copy)).longValue()) {
                    different.add(m.getName());
                }
            }
        } catch (final ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        for (final ConnState state : ConnState.values()) {
            if (s.packets(state) != copy.packets(state)) {
                different.add(state.name());
            }
        }
        for (final Reason reason : Reason.values()) {
            if (s.packets(reason) != copy.packets(reason)) {
                different.add(reason.name());
            }
        }
        return different;
    }

    @Test
    void shouldTellHowTheWheelTurns() {
        try (Tester t = new Tester(Profile.LINUX)) {
            final Statistics s = t.conntrack.statistics();
            t.after(0);
            t.udp(CLIENT, 1);
            t.pass(20).udp(CLIENT, 1);
            assertTrue(s.wheelBehindNanos(t.nowNanos()) >= 19_900_000_000L);
            // due at 30 s, moved to 50 s by the second packet
            t.after(15);
            assertEquals(0, s.wheelBehindNanos(t.nowNanos()));
            assertEquals("1 1", s.wheelVisits() + " " + s.wheelMoves());
            t.after(20);
            assertEquals("2 1", s.wheelVisits() + " " + s.wheelMoves());
            assertEquals(1, s.expired());
        }
    }

    @Test
    void shouldTellHowManyFragmentsWait() {
        try (Tester t = new Tester(Profile.LINUX)) {
            final Statistics s = t.conntrack.statistics();
            assertEquals("0 0", s.waitingDatagrams() + " " + s.waitingBytes());
            t.fragment(CLIENT, FIRST);
            t.fragment(SERVER, FIRST);
            assertEquals("2 2048", s.waitingDatagrams() + " " + s.waitingBytes());
            t.fragment(CLIENT, SECOND);
            assertEquals("1 1024", s.waitingDatagrams() + " " + s.waitingBytes());
        }
    }

    @Test
    void shouldSeeTheSameIndexInATableAndInItsFile() throws IOException {
        final Crowd crowd = new Crowd();
        final Settings settings = Crowd.settings(Profile.LINUX, "max=3000");
        final Path file = directory.resolve("table.dat");
        try (SharedTable shared = Conntrack.builder().settings(settings).workers(2).open(file, START);
            MappedTable view = MappedTable.open(file)) {
            for (int id = 0; id < 3000; id++) {
                crowd.send(shared.worker(id % 2), id, 0, START);
            }
            final int members = shared.worker(0).count();
            assertEquals(members, view.size(0) + view.size(1));
            assertTrue(view.size(0) > 1000 && view.size(1) > 1000, view.size(0) + " " + view.size(1));
            final TableStatistics in = new TableStatistics(shared.worker(0).connectionTable());
            final TableStatistics out = new TableStatistics(view);
            assertEquals(members, out.members());
            assertEquals(in.members(), out.members());
            assertEquals(in.longestProbe(), out.longestProbe());
            assertEquals(in.overflowedBuckets(), out.overflowedBuckets());
            for (int keys = 0; keys <= 7; keys++) {
                assertEquals(in.buckets(keys), out.buckets(keys), "buckets with keys=" + keys);
            }
            for (int probes = 1; probes <= 64; probes++) {
                assertEquals(in.keys(probes), out.keys(probes), "probes=" + probes);
            }
        }
    }
}
