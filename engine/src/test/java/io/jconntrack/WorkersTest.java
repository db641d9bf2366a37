/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Several trackers on one table. The seed is printed on failure and set by {@code -Djconntrack.seed}.
 */
class WorkersTest {
    private static final long SEED = Long.getLong("jconntrack.seed", System.nanoTime());
    private static final int PACKETS = 300_000;
    private static final int WORKERS = 3;

    @Test
    void shouldSeeEachOthersConnections() {
        final Conntrack[] workers = Conntrack.builder().settings(settings()).workers(2).buildWorkers();
        try (Tester first = new Tester(workers[0]); Tester second = new Tester(workers[1])) {
            final long syn = first.tcp(Tester.CLIENT, "S", 1000, 0);

            assertEquals(ConnState.NEW, Verdict.state(syn));
            assertEquals(1, workers[1].count());
            assertEquals("SYN_SENT", second.only().state());
        }
    }

    @Test
    void shouldRefusePacketsThatWereSteeredToTheWrongWorker() {
        final Conntrack[] workers = Conntrack.builder().settings(settings()).workers(2).buildWorkers();
        try (Tester first = new Tester(workers[0]); Tester second = new Tester(workers[1])) {
            final long syn = first.tcp(Tester.CLIENT, "S", 1000, 0);
            final long answer = second.tcp(Tester.SERVER, "SA", 2000, 1001);

            assertEquals(Reason.OTHER_WORKER, Verdict.reason(answer));
            assertEquals(Verdict.entry(syn), Verdict.entry(answer));
            assertEquals("SYN_SENT", first.only().state());
            assertEquals(ConnState.ESTABLISHED, Verdict.state(first.tcp(Tester.SERVER, "SA", 2000, 1001)));
        }
    }

    @Test
    void shouldRelateIcmpErrorsToAnotherWorkersConnection() {
        final Conntrack[] workers = Conntrack.builder().settings(settings()).workers(2).buildWorkers();
        try (Tester first = new Tester(workers[0]); Tester second = new Tester(workers[1])) {
            first.udp(Tester.CLIENT, 8);
            // the second one's buffer holds the same packet, so that it can quote it
            assertEquals(Reason.OTHER_WORKER, Verdict.reason(second.udp(Tester.CLIENT, 8)));

            assertEquals(ConnState.RELATED, Verdict.state(second.icmpErrorAboutLast(Tester.SERVER, 3)));
        }
    }

    @Test
    void shouldLeaveAnotherWorkersEntriesAloneWhenTheTableIsFull() {
        final Conntrack[] workers = Conntrack.builder().settings(settings().set("max", "1")).workers(2).buildWorkers();
        try (Tester first = new Tester(workers[0]); Tester second = new Tester(workers[1])) {
            first.udp(Tester.CLIENT, 8);

            assertEquals(Reason.TABLE_FULL, Verdict.reason(second.icmp(Tester.CLIENT, 8, 7)));
            assertEquals(1, workers[0].count());
            // its own may go
            assertEquals(ConnState.NEW, Verdict.state(first.icmp(Tester.CLIENT, 8, 7)));
            assertEquals(1, workers[0].statistics().earlyDrops());
        }
    }

    @Test
    void shouldKeepAnEntryInTheWheelWhenItWasTakenOver() {
        final Conntrack[] workers = Conntrack.builder().settings(settings().set("max", "1")).buildWorkers();
        try (Tester t = new Tester(workers[0])) {
            t.udp(Tester.CLIENT, 8);
            t.after(10).tcp(Tester.CLIENT, "S", 1000, 0);
            assertEquals(1, workers[0].statistics().earlyDrops());
            // UDP's 30 seconds are over, the SYN's 120 are not
            assertEquals("SYN_SENT 90 UNREPLIED", t.after(30).entry());
            assertEquals(0, t.after(91).conntrack.count());
            assertEquals(ConnState.NEW, Verdict.state(t.udp(Tester.CLIENT, 8)));
        }
    }

    @Test
    void shouldNotDropAnAssuredConnectionWhenTheTableIsFull() {
        final Conntrack[] workers = Conntrack.builder().settings(settings().set("max", "1")).buildWorkers();
        try (Tester t = new Tester(workers[0])) {
            t.tcp(Tester.CLIENT, "S", 1000, 0);
            t.tcp(Tester.SERVER, "SA", 2000, 1001);
            t.tcp(Tester.CLIENT, "A", 1001, 2001);

            assertEquals(Reason.TABLE_FULL, Verdict.reason(t.udp(Tester.CLIENT, 8)));
            assertEquals(0, workers[0].statistics().earlyDrops());
            assertTrue(t.entry().endsWith("ASSURED"), t.entry());
        }
    }

    @Test
    void shouldKeepMarksAndLabelsAndStartsWhereTheyAreSwitchedOn() {
        final Conntrack[] workers = Conntrack.builder().settings(settings().set("timestamp", "1"))
            .columns(Column.MARK, Column.LABELS).buildWorkers();
        try (Tester t = new Tester(workers[0])) {
            final int number = Verdict.entry(t.udp(Tester.CLIENT, 8));
            workers[0].connectionTable().columns().mark(number, 0xCAFE);
            workers[0].connectionTable().columns().label(number, 3);
            workers[0].connectionTable().columns().label(number, 127);

            assertEquals(0xCAFE, t.only().mark());
            assertTrue(t.only().hasLabel(3) && t.only().hasLabel(127));
            assertFalse(t.only().hasLabel(4) || t.only().hasLabel(63));
            assertTrue(t.only().startNanos() > 0);
            // the next connection in the same entry starts without them
            assertEquals(number, Verdict.entry(t.after(31).udp(Tester.CLIENT, 8)));
            assertEquals(0, t.only().mark());
            assertFalse(t.only().hasLabel(3) || t.only().hasLabel(127));
        }
    }

    @Test
    void shouldCostNothingWhereMarksAndLabelsAreOff() {
        try (Conntrack plain = Conntrack.builder().settings(settings()).build(); Tester t = new Tester(plain)) {
            final int number = Verdict.entry(t.udp(Tester.CLIENT, 8));
            plain.connectionTable().columns().mark(number, 1);
            plain.connectionTable().columns().label(number, 1);

            assertEquals(0, t.only().mark());
            assertFalse(t.only().hasLabel(1));
            assertEquals(0, t.only().startNanos());
        }
    }

    @Test
    void shouldGiveEachThreadTheVerdictsThatItWouldHaveAlone() {
        final Conntrack[] workers = Conntrack.builder().settings(settings().set("max", "4000")).workers(WORKERS)
            .buildWorkers();
        final CompletableFuture<?>[] results = new CompletableFuture<?>[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            final int worker = i;
            // a thread each: the common pool may have a single one
            results[i] = CompletableFuture.runAsync(() -> compareWithOneAlone(workers[worker], worker),
                task -> Thread.ofPlatform().start(task));
        }
        CompletableFuture.allOf(results).join();
        for (int i = WORKERS - 1; i >= 0; i--) {
            workers[i].close();
        }
    }

    /** Each worker has a zone, so that all of them fight for the same tuples' neighbourhood, but for no connection. */
    private static void compareWithOneAlone(final Conntrack worker, final int zone) {
        final Random random = new Random(SEED + zone);
        final RandomPackets packets = new RandomPackets(random);
        final UnsafeBuffer buffer =
            new UnsafeBuffer(ByteBuffer.allocateDirect(PacketBatch.CAPACITY * RandomPackets.STRIDE));
        final PacketBatch batch = new PacketBatch();
        long nowNanos = 1_000_000_000_000_000_000L;
        try (Conntrack alone = Conntrack.builder().settings(settings()).hashSeed(3, 4).build()) {
            for (int done = 0; done < PACKETS; done += batch.size()) {
                batch.reset(buffer);
                final long[] expected = new long[1 + random.nextInt(PacketBatch.CAPACITY)];
                for (int i = 0; i < expected.length; i++) {
                    final int at = i * RandomPackets.STRIDE;
                    final int length = packets.write(buffer, at);
                    batch.add(at, length, length, zone, nowNanos);
                    expected[i] = alone.process(buffer, at, length, length, zone, nowNanos);
                    nowNanos += random.nextInt(50) == 0 ? random.nextInt(60) * 1_000_000_000L : 1000;
                }
                worker.process(batch);
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(words(expected[i]), words(batch.verdict(i)), "seed=" + SEED + " worker=" + zone
                        + " packet=" + (done + i));
                }
                worker.poll(nowNanos, 100);
                alone.poll(nowNanos, 100);
            }
        }
    }

    private static String words(final long verdict) {
        return Verdict.state(verdict) + " " + Verdict.isReply(verdict) + " " + Verdict.reason(verdict)
            + (Verdict.entry(verdict) < 0 ? " none" : " entry");
    }

    private static Settings settings() {
        return new Settings(Profile.LINUX).set("checksum", "0");
    }
}
