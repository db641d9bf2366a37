/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.Expectations;
import io.jconntrack.Loaded;
import io.jconntrack.Verdict;
import io.jconntrack.entry.Expectation;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Profile;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Expectations of several workers, and helpers of connections that come from elsewhere.
 */
class SharedExpectationsTest {
    private static final int WORKERS = 3;
    private static final int ROUNDS = 300;
    private static final int PORTS = 50;
    private static final long TARGET = 0x0A01_0001L;

    private final AtomicInteger related = new AtomicInteger();
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Each worker expects ports of its own, and connects to those that everybody expected the round before. */
    private void work(final Conntrack[] workers, final int worker, final CyclicBarrier barrier) {
        try {
            final ControlConnection c = new ControlConnection(workers[worker], false);
            final Expectation wanted = new Expectation();
            final int master = Verdict.entry(
                c.segment("10.9.0." + worker, 1, "10.9.1.1", 1, ControlConnection.SYN, 1, 0, ""));
            for (int round = 0; round < ROUNDS; round++) {
                for (int port = 0; port < 6; port++) {
                    wanted.reset(4, Packet.TCP, 0).to(0, TARGET, 1 + worker * PORTS + port);
                    if (workers[worker].expectations().expect(wanted, master, c.nowNanos)
                        == Expectations.Result.ADDED) {
                        added.incrementAndGet();
                    }
                }
                barrier.await();
                for (int i = 0; i < WORKERS * 6; i++) {
                    final int port = 1 + i / 6 * PORTS + i % 6;
                    final long verdict = c.segment("10.8." + worker + "." + i, 1 + round, "10.1.0.1", port,
                        ControlConnection.SYN, 1, 0, "");
                    if (Verdict.state(verdict) == ConnState.RELATED) {
                        related.incrementAndGet();
                    }
                    workers[worker].delete(Verdict.entry(verdict), c.nowNanos);
                }
                barrier.await();
            }
        } catch (final Exception | Error e) {
            failure.set(e);
            barrier.reset();
        }
    }

    @Test
    void shouldUseUpEachExpectationOnceWhenWorkersRace() throws InterruptedException {
        final Conntrack[] workers =
            Conntrack.builder().settings(ControlConnection.settings(Profile.LINUX, "expect_max=100"))
                .workers(WORKERS).hashSeed(1, 2).buildWorkers();
        final CyclicBarrier barrier = new CyclicBarrier(WORKERS);
        final Thread[] threads = new Thread[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            final int worker = i;
            threads[i] = Thread.ofPlatform().start(() -> work(workers, worker, barrier));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertNull(failure.get());
        assertEquals(WORKERS * ROUNDS * 6, added.get());
        assertEquals(added.get(), related.get());
        assertEquals(0, workers[0].expectations().count());
        workers[0].close();
    }

    @Test
    void shouldHelpAConnectionThatWasLoaded() {
        try (ControlConnection from = new ControlConnection(false, "helper=1");
            Conntrack to = Conntrack.builder().settings(ControlConnection.settings(Profile.LINUX, "helper=1"))
                .hashSeed(3, 4).build();
            Conntrack plain = Conntrack.builder().settings(ControlConnection.settings(Profile.LINUX))
                .hashSeed(3, 4).build()) {
            from.open();
            final Connection connection = new Connection(from.conntrack);
            connection.moveTo(0);
            assertEquals(Loaded.LOADED, to.load(connection, 0, from.nowNanos));
            assertEquals(Loaded.LOADED, plain.load(connection, 0, from.nowNanos));
            for (final Conntrack loaded : new Conntrack[] {to, plain}) {
                final ControlConnection c = new ControlConnection(loaded, false);
                c.nowNanos = from.nowNanos;
                final byte[] first = "NOOP\r\n".getBytes(StandardCharsets.US_ASCII);
                assertEquals(ConnState.ESTABLISHED,
                    Verdict.state(c.sayAt(ControlConnection.CLIENT, from.next(ControlConnection.CLIENT), first)));
                c.sayAt(ControlConnection.CLIENT, from.next(ControlConnection.CLIENT) + first.length,
                    "PORT 10,1,0,1,4,1\r\n".getBytes(StandardCharsets.US_ASCII));
                assertEquals(loaded == to ? ConnState.RELATED : ConnState.NEW,
                    c.syn(c.server, 20, c.client, 1025));
            }
        }
    }
}
