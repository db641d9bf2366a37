/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.FloodTester.ACK;
import static io.jconntrack.FloodTester.SYN;
import static io.jconntrack.FloodTester.SYN_ACK;
import static io.jconntrack.FloodTester.endpoint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a flood can't do, and the rules that keep it off.
 */
class FloodTest {
    private static final long START = 5_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long SERVER = endpoint("198.51.100.1", 80);

    private final FloodTester packets = new FloodTester();

    private static Conntrack conntrack(final String... values) {
        return Conntrack.builder().settings(Crowd.settings(Profile.LINUX, values)).hashSeed(3, 4).build();
    }

    private long syn(final Conntrack conntrack, final String source, final int port) {
        return packets.tcp(conntrack, 0, endpoint(source, port), SERVER, SYN, 1, 0, START);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldLoseNoAssuredConnectionUnderASynFloodOfTenTimesTheTable(final Profile profile) {
        final int capacity = 20_000;
        final int assured = 16_000;
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("FloodTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        try (Conntrack conntrack = Conntrack.builder().settings(Crowd.settings(profile, "max=" + capacity))
            .hashSeed(seed, ~seed).build()) {
            for (int i = 0; i < assured; i++) {
                packets.establish(conntrack, 0, client(i), SERVER, START);
            }
            long now = START;
            int asked = 0;
            for (int i = 0; i < 10 * capacity; i++) {
                now += 1000;
                // any address at all, the assured connections' own hosts too
                packets.tcp(conntrack, 0, random.nextLong() & 0xFFFF_FFFF_FFFFL, SERVER, SYN, 1, 0, now);
                if (i % 4 == 0) {
                    assertFollows(conntrack, asked++ % assured, now);
                }
                if (i % 64 == 0) {
                    conntrack.poll(now, 256);
                }
            }
            for (int i = 0; i < assured; i++) {
                assertFollows(conntrack, i, now);
            }
            final Statistics s = conntrack.statistics();
            assertEquals(10L * capacity, s.packets(ConnState.NEW) - assured + s.packets(Reason.TABLE_FULL)
                + s.packets(Reason.IP_ADDRESS) + s.packets(ConnState.ESTABLISHED)
                - 2L * assured - asked - assured, "seed=" + seed);
            assertTrue(s.earlyDrops() + s.packets(Reason.TABLE_FULL) > 8L * capacity, "seed=" + seed);
        }
    }

    private static long client(final int i) {
        return endpoint("203.0.113.1", 0) + ((i & 63L) << 16) + 1024 + (i >>> 6);
    }

    private void assertFollows(final Conntrack conntrack, final int i, final long now) {
        final long verdict = packets.tcp(conntrack, 0, SERVER, client(i), ACK, 501, 101, now);
        assertEquals(ConnState.ESTABLISHED, Verdict.state(verdict));
        assertEquals(Reason.NONE, Verdict.reason(verdict));
        assertTrue(Verdict.isReply(verdict));
    }

    @Test
    void shouldRefuseASourceThatHasAsManyConnectionsAsItMay() {
        try (Conntrack conntrack = conntrack("max_per_source=3")) {
            for (int port = 1; port <= 3; port++) {
                assertEquals(ConnState.NEW, Verdict.state(syn(conntrack, "10.0.0.1", port)));
            }
            final long fourth = syn(conntrack, "10.0.0.1", 4);

            assertEquals(ConnState.INVALID, Verdict.state(fourth));
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(fourth));
            assertEquals(-1, Verdict.entry(fourth));
            assertEquals(3, conntrack.count());
            assertEquals(1, conntrack.statistics().packets(Reason.SOURCE_LIMIT));
            // another source, and the packets of what is there
            assertEquals(ConnState.NEW, Verdict.state(syn(conntrack, "10.0.0.2", 4)));
            assertEquals(ConnState.NEW, Verdict.state(syn(conntrack, "10.0.0.1", 3)));
            assertEquals(ConnState.ESTABLISHED, Verdict.state(
                packets.tcp(conntrack, 0, SERVER, endpoint("10.0.0.1", 3), SYN_ACK, 9, 2, START)));
        }
    }

    @Test
    void shouldLetASourceOpenAnotherConnectionWhenOneHasGone() {
        try (Conntrack conntrack = conntrack("max_per_source=1", "tcp_timeout_syn_sent=10")) {
            final long first = syn(conntrack, "10.0.0.1", 1);
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(syn(conntrack, "10.0.0.1", 2)));
            conntrack.delete(Verdict.entry(first), START);
            conntrack.discard(syn(conntrack, "10.0.0.1", 2));
            assertEquals(ConnState.NEW, Verdict.state(syn(conntrack, "10.0.0.1", 3)));
            conntrack.poll(START + 11 * SECOND, Integer.MAX_VALUE);
            assertEquals(ConnState.NEW, Verdict.state(
                packets.tcp(conntrack, 0, endpoint("10.0.0.1", 4), SERVER, SYN, 1, 0, START + 11 * SECOND)));
        }
    }

    @Test
    void shouldNotCountConnectionsThatASourceIsOnlyTheServerOf() {
        try (Conntrack conntrack = conntrack("max_per_source=1")) {
            for (int i = 1; i < 9; i++) {
                assertEquals(ConnState.NEW, Verdict.state(syn(conntrack, "10.0.0." + i, 1)));
                assertEquals(ConnState.NEW, Verdict.state(syn(conntrack, "250.0.0." + i, 1)), "it is above the server");
            }
            final long back =
                packets.tcp(conntrack, 0, SERVER, endpoint("10.0.0.1", 7), SYN, 1, 0, START);
            assertEquals(ConnState.NEW, Verdict.state(back));
        }
    }

    @ParameterizedTest
    @CsvSource({"24, 10.0.0.9, 10.0.1.1", "16, 10.0.9.9, 10.1.0.1", "8, 10.9.9.9, 11.0.0.1"})
    void shouldTakeAddressesOfAPrefixForOneSource(final int prefix, final String same, final String other) {
        try (Conntrack conntrack = conntrack("max_per_source=1", "source_prefix_ipv4=" + prefix)) {
            syn(conntrack, "10.0.0.1", 1);
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(syn(conntrack, same, 1)));
            assertEquals(Reason.NONE, Verdict.reason(syn(conntrack, other, 1)));
        }
    }

    @Test
    void shouldTakeEveryAddressForOneSourceWhenThePrefixIsEmpty() {
        try (Conntrack conntrack = conntrack("max_per_source=1", "source_prefix_ipv4=0", "source_prefix_ipv6=0")) {
            syn(conntrack, "10.0.0.1", 1);
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(syn(conntrack, "203.0.113.7", 1)));
            assertEquals(Reason.NONE, Verdict.reason(packets.syn6(conntrack, 5, 1, 1, START)), "another family");
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(packets.syn6(conntrack, 6, 1, 1, START)));
        }
    }

    @Test
    void shouldTakeA64ForOneSourceOfIpv6() {
        final long net = 0x2001_0DB8_0000_0001L;
        try (Conntrack conntrack = conntrack("max_per_source=1");
            Conntrack exact = conntrack("max_per_source=1", "source_prefix_ipv6=128")) {
            packets.syn6(conntrack, net, 1, 1, START);
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(packets.syn6(conntrack, net, 2, 1, START)));
            assertEquals(Reason.NONE, Verdict.reason(packets.syn6(conntrack, net + 1, 2, 1, START)));
            packets.syn6(exact, net, 1, 1, START);
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(packets.syn6(exact, net, 1, 2, START)));
            assertEquals(Reason.NONE, Verdict.reason(packets.syn6(exact, net, 2, 1, START)));
        }
    }

    @Test
    void shouldRefuseAZoneThatHasAsManyConnectionsAsItMay() {
        try (Conntrack conntrack = conntrack("max_per_zone=2", "max_per_source=3")) {
            for (int port = 1; port <= 2; port++) {
                syn(conntrack, "10.0.0.1", port);
            }
            assertEquals(Reason.ZONE_LIMIT, Verdict.reason(syn(conntrack, "10.0.0.1", 3)));
            final long inOther = packets.tcp(conntrack, 65535, endpoint("10.0.0.1", 3), SERVER, SYN, 1, 0, START);
            assertEquals(ConnState.NEW, Verdict.state(inOther));
            // a source is counted in all zones together, and its limit comes first
            assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(syn(conntrack, "10.0.0.1", 4)));
            assertEquals(1, conntrack.statistics().packets(Reason.ZONE_LIMIT));
        }
    }

    @Test
    void shouldDropNobodysConnectionForASourceAtItsLimit() {
        try (Conntrack conntrack = conntrack("max=4", "max_per_source=2")) {
            syn(conntrack, "10.0.0.1", 1);
            syn(conntrack, "10.0.0.1", 2);
            syn(conntrack, "10.0.0.2", 1);
            syn(conntrack, "10.0.0.2", 2);
            for (int port = 3; port < 100; port++) {
                assertEquals(Reason.SOURCE_LIMIT, Verdict.reason(syn(conntrack, "10.0.0.1", port)));
            }
            assertEquals(0, conntrack.statistics().earlyDrops());
            assertEquals(ConnState.NEW, Verdict.state(syn(conntrack, "10.0.0.3", 1)));
            assertEquals(1, conntrack.statistics().earlyDrops());
            assertEquals(4, conntrack.count());
        }
    }

    @Test
    void shouldTakeNoMemoryForCountsWhenThereAreNoLimits() {
        try (Conntrack without = conntrack(); Conntrack with = conntrack("max_per_source=3", "max_per_zone=3")) {
            assertNull(without.connectionTable().limits());
            assertTrue(with.connectionTable().limits().bytes() < 262_144 * 24L + (1 << 20));
        }
    }

    @ParameterizedTest
    @CsvSource({"9, 120", "10, 120", "11, 108", "15, 60", "19, 12", "20, 0", "25, 0"})
    void shouldScaleTimeOutsAsPfDoes(final int connections, final int seconds) {
        try (Conntrack conntrack = conntrack("adaptive_start=10", "adaptive_end=20")) {
            Connection last = null;
            for (int port = 1; port <= connections; port++) {
                final long verdict = syn(conntrack, "10.0.0.1", port);
                assertEquals(ConnState.NEW, Verdict.state(verdict));
                last = new Connection(conntrack);
                last.moveTo(Verdict.entry(verdict));
            }
            assertEquals(seconds, last.secondsLeft(START));
        }
    }

    @Test
    void shouldScaleTheTimeOutsOfEstablishedConnectionsToo() {
        try (Conntrack conntrack = conntrack("adaptive_start=1", "adaptive_end=5")) {
            final long client = endpoint("10.0.0.1", 1);
            packets.establish(conntrack, 0, client, SERVER, START);
            final Connection c = new Connection(conntrack);
            syn(conntrack, "10.0.0.2", 1);
            syn(conntrack, "10.0.0.2", 2);
            c.moveTo(Verdict.entry(packets.tcp(conntrack, 0, SERVER, client, ACK, 501, 101, START)));
            assertEquals(432_000 / 2, c.secondsLeft(START));
        }
    }

    @Test
    void shouldGiveConnectionsWithoutAReplyAShortTimeWhenThereAreMany() {
        try (Conntrack conntrack = conntrack("adaptive_start=2", "half_open_timeout=5")) {
            final Connection c = new Connection(conntrack);
            c.moveTo(Verdict.entry(syn(conntrack, "10.0.0.1", 1)));
            assertEquals(120, c.secondsLeft(START));
            syn(conntrack, "10.0.0.1", 2);
            c.moveTo(Verdict.entry(syn(conntrack, "10.0.0.1", 3)));
            assertEquals(5, c.secondsLeft(START));
            // a SYN that is sent again moves no deadline, as in Linux; an answer does
            c.moveTo(Verdict.entry(syn(conntrack, "10.0.0.1", 3)));
            assertEquals(5, c.secondsLeft(START));
            c.moveTo(Verdict.entry(packets.tcp(conntrack, 0, SERVER, endpoint("10.0.0.1", 3), SYN_ACK, 9, 2, START)));
            assertEquals(60, c.secondsLeft(START));
        }
    }

    @Test
    void shouldKeepADatagramFlowShortUntilItIsAnsweredWhenThereAreMany() {
        final Conntrack conntrack = conntrack("adaptive_start=1", "half_open_timeout=5");
        try (Tester t = new Tester(conntrack)) {
            packets.tcp(conntrack, 0, endpoint("10.0.0.1", 1), SERVER, SYN, 1, 0, t.nowNanos());
            for (int i = 0; i < 3; i++) {
                final Connection c = new Connection(conntrack);
                c.moveTo(Verdict.entry(t.udp(Tester.CLIENT, 10)));
                assertEquals(5, c.secondsLeft(t.pass(0).nowNanos()));
            }
            final Connection c = new Connection(conntrack);
            c.moveTo(Verdict.entry(t.udp(Tester.SERVER, 10)));
            assertEquals(30, c.secondsLeft(t.nowNanos()));
        }
    }

    @ParameterizedTest
    @CsvSource({"adaptive_start=10, adaptive_end=10, adaptive_end must be 0 or above adaptive_start: "
        + "adaptive_start=10 adaptive_end=10",
        "half_open_timeout=5, adaptive_end=0, half_open_timeout needs adaptive_start: half_open_timeout=5 "
        + "adaptive_start=0"})
    void shouldRefuseSettingsThatContradictEachOther(final String one, final String other, final String message) {
        final Settings settings = Crowd.settings(Profile.LINUX, one, other);
        assertEquals(message, assertThrows(SettingException.class, () -> Conntrack.builder().settings(settings)
            .build()).getMessage());
    }
}
