/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.FloodTester.endpoint;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.settings.Profile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An embedder drops a NEW packet some packets later: whatever happened between, only the connection that this packet
 * opened goes.
 */
class DiscardTest {
    private static final long START = 1_000_000_000L;
    private static final long LATER = START + 1_000_000_000_000L;
    private static final long CLIENT = endpoint("192.0.2.1", 1000);
    private static final long OTHER = endpoint("192.0.2.2", 1000);
    private static final long SERVER = endpoint("198.51.100.1", 80);

    private final FloodTester packets = new FloodTester();
    private Conntrack conntrack;

    private void open(final Profile profile) {
        conntrack = Conntrack.builder().settings(Crowd.settings(profile, "max=100")).hashSeed(1, 2).build();
    }

    private long syn(final long from) {
        return packets.tcp(conntrack, 0, from, SERVER, FloodTester.SYN, 100, 0, START);
    }

    private void rst(final long from) {
        packets.tcp(conntrack, 0, from, SERVER, FloodTester.RST, 101, 0, START);
    }

    /** Nothing of the wheel was broken. */
    @AfterEach
    void expireAll() {
        conntrack.poll(LATER, Integer.MAX_VALUE);
        assertEquals(0, conntrack.count());
        conntrack.close();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldDoNothingWhenTheConnectionHasGone(final Profile profile) {
        open(profile);
        syn(OTHER);
        final long verdict = syn(CLIENT);
        rst(CLIENT);
        assertEquals(1, conntrack.count());
        conntrack.discard(verdict);
        assertEquals(1, conntrack.count());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldLeaveAloneWhatHasTheEntryNow(final Profile profile) {
        open(profile);
        final long verdict = syn(CLIENT);
        rst(CLIENT);
        final long other = syn(OTHER);
        assertEquals(Verdict.entry(verdict), Verdict.entry(other));
        conntrack.discard(verdict);
        assertEquals(1, conntrack.count());
        conntrack.discard(other);
        assertEquals(0, conntrack.count());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldDiscardOnce(final Profile profile) {
        open(profile);
        syn(OTHER);
        final long verdict = syn(CLIENT);
        conntrack.discard(verdict);
        conntrack.discard(verdict);
        assertEquals(1, conntrack.count());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldDoNothingWhenItsTimeIsOver(final Profile profile) {
        open(profile);
        final long verdict = syn(CLIENT);
        conntrack.poll(LATER - 1, Integer.MAX_VALUE);
        conntrack.discard(verdict);
        assertEquals(0, conntrack.count());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldKeepAConnectionWhoseFirstPacketIsSentAgain(final Profile profile) {
        open(profile);
        syn(CLIENT);
        final long again = syn(CLIENT);
        assertEquals(ConnState.NEW, Verdict.state(again));
        conntrack.discard(again);
        assertEquals(1, conntrack.count());
    }
}
