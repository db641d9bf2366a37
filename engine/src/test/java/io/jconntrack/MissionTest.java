/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.Tester.CLIENT;
import static io.jconntrack.Tester.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The story that the mission text tells, line by line.
 */
class MissionTest {
    private static final String BOTH_TUPLES_REPLIED =
        "src=192.168.1.5 dst=192.168.1.35 sport=1031 dport=23 src=192.168.1.35 dst=192.168.1.5 sport=23 dport=1031 ";

    private Tester t = new Tester(Profile.CLASSIC);

    @AfterEach
    void close() {
        t.close();
    }

    @Test
    void shouldTellTheStoryOfTheHandshake() {
        assertVerdict(ConnState.NEW, t.tcp(CLIENT, "S", 100, 0));
        assertEquals(List.of("tcp      6 117 SYN_SENT src=192.168.1.5 dst=192.168.1.35 sport=1031 dport=23 "
            + "[UNREPLIED] src=192.168.1.35 dst=192.168.1.5 sport=23 dport=1031 use=1"), t.after(3).lines());

        assertVerdict(ConnState.ESTABLISHED, t.tcp(SERVER, "SA", 500, 101));
        assertEquals(List.of("tcp      6 57 SYN_RECV " + BOTH_TUPLES_REPLIED + "use=1"), t.after(3).lines());

        assertVerdict(ConnState.ESTABLISHED, t.tcp(CLIENT, "A", 101, 501));
        assertEquals(List.of("tcp      6 431999 ESTABLISHED " + BOTH_TUPLES_REPLIED + "[ASSURED] use=1"),
            t.after(1).lines());
    }

    @Test
    void shouldDeleteTheEntryAtOnceWhenTheServerRefuses() {
        t.tcp(CLIENT, "S", 100, 0);
        final long verdict = t.tcp(SERVER, "RA", 0, 101);
        assertVerdict(ConnState.ESTABLISHED, verdict);
        assertEquals(-1, Verdict.entry(verdict));
        assertEquals("none", t.entry());
    }

    @Test
    void shouldCloseInTenSecondsAfterAReset() {
        establish();
        t.tcp(SERVER, "R", 501, 0);
        assertEquals("CLOSE 10 ASSURED", t.entry());
        assertEquals("CLOSE 0 ASSURED", t.after(9.9).entry());
        assertEquals("none", t.after(0.1).entry());
    }

    @Test
    void shouldCloseWhenTheClientEnds() {
        establish();
        t.tcp(CLIENT, "FA", 101, 501);
        assertEquals("FIN_WAIT 120 ASSURED", t.entry());
        t.tcp(SERVER, "A", 501, 102);
        assertEquals("FIN_WAIT 120 ASSURED", t.entry());
        t.tcp(SERVER, "FA", 501, 102);
        assertEquals("TIME_WAIT 120 ASSURED", t.entry());
        t.tcp(CLIENT, "A", 102, 502);
        assertEquals("TIME_WAIT 120 ASSURED", t.entry());
        assertEquals("none", t.after(120).entry());
    }

    @Test
    void shouldCloseWhenTheServerEnds() {
        establish();
        t.tcp(SERVER, "FA", 501, 101);
        assertEquals("CLOSE_WAIT 43200 ASSURED", t.entry());
        t.tcp(CLIENT, "A", 101, 502);
        assertEquals("CLOSE_WAIT 43200 ASSURED", t.entry());
        t.tcp(CLIENT, "FA", 101, 502);
        assertEquals("TIME_WAIT 120 ASSURED", t.entry());
    }

    @Test
    void shouldPickUpAConnectionInMidStreamWithoutAssuringIt() {
        assertVerdict(ConnState.NEW, t.tcp(CLIENT, "A", 101, 501));
        assertEquals("ESTABLISHED 432000 UNREPLIED", t.entry());
        assertVerdict(ConnState.ESTABLISHED, t.tcp(SERVER, "A", 501, 101));
        assertEquals("ESTABLISHED 432000", t.entry());
    }

    @Test
    void shouldRefuseAnythingButASynWhenNotLoose() {
        t.close();
        t = new Tester(Profile.CLASSIC, "ip_conntrack_tcp_loose=0");
        final long verdict = t.tcp(CLIENT, "A", 101, 501);
        assertVerdict(ConnState.INVALID, verdict);
        assertEquals(Reason.TCP_NO_PICKUP, Verdict.reason(verdict));
        assertVerdict(ConnState.INVALID, t.tcp(CLIENT, "FA", 101, 501));
        assertVerdict(ConnState.INVALID, t.tcp(CLIENT, "R", 101, 0));
        assertEquals("none", t.entry());
        assertVerdict(ConnState.NEW, t.tcp(CLIENT, "S", 100, 0));
    }

    @Test
    void shouldLeaveNoEntryBehindAStrayReset() {
        assertVerdict(ConnState.NEW, t.tcp(CLIENT, "R", 101, 0));
        assertEquals("none", t.entry());
    }

    @Test
    void shouldRefuseASegmentWithoutFlags() {
        assertEquals(Reason.TCP_FLAGS, Verdict.reason(t.tcp(CLIENT, "", 1, 0)));
        establish();
        assertEquals(Reason.TCP_FLAGS, Verdict.reason(t.tcp(CLIENT, "", 101, 0)));
    }

    @Test
    void shouldNotAssureWhenTheAckIsNotForTheSynAck() {
        t.tcp(CLIENT, "S", 100, 0);
        t.tcp(SERVER, "SA", 500, 101);
        t.tcp(CLIENT, "A", 101, 777);
        assertEquals("ESTABLISHED 432000", t.entry());
    }

    @Test
    void shouldForgetADiscardedNewPacket() {
        t.conntrack.discard(t.tcp(CLIENT, "S", 100, 0));
        assertEquals("none", t.entry());
        assertEquals(0, t.conntrack.count());
    }

    @Test
    void shouldTrackDatagramsAndQueries() {
        assertVerdict(ConnState.NEW, t.udp(CLIENT, 10));
        assertEquals("null 30 UNREPLIED", t.entry());
        assertVerdict(ConnState.ESTABLISHED, t.udp(SERVER, 10));
        t.after(3).udp(CLIENT, 10);
        assertEquals("null 180 ASSURED", t.entry());
        assertEquals("none", t.after(180).entry());

        assertVerdict(ConnState.INVALID, t.icmp(SERVER, 0, 7));
        assertVerdict(ConnState.NEW, t.icmp(CLIENT, 8, 7));
        assertVerdict(ConnState.NEW, t.icmp(SERVER, 8, 7));
        assertVerdict(ConnState.ESTABLISHED, t.icmp(SERVER, 0, 7));
        assertEquals(2, t.conntrack.count());
    }

    @Test
    void shouldRelateAnErrorToTheConnectionThatItQuotes() {
        t.udp(CLIENT, 10);
        final long verdict = t.icmpErrorAboutLast(SERVER, 3);
        assertVerdict(ConnState.RELATED, verdict);
        assertTrue(Verdict.isReply(verdict));
        assertTrue(Verdict.isQuoted(verdict));
        t.after(31).udp(SERVER, 10);
        t.after(31);
        assertFalse(Verdict.isQuoted(t.icmpErrorAboutLast(SERVER, 3)));
    }

    @Test
    void shouldNotAssureAConnectionWhoseSynAckWasNotSeen() {
        t.tcp(CLIENT, "S", 1000, 0);
        t.tcp(SERVER, "S", 5000, 0);
        t.tcp(CLIENT, "A", 1001, 0);
        assertEquals("ESTABLISHED 432000", t.entry());
    }

    @Test
    void shouldAssureOnTheHandshakesNumberWhateverTheWindowsSay() {
        try (Tester windows = new Tester(Profile.CLASSIC, "tcp_window_tracking=1")) {
            windows.tcp(CLIENT, "S", 1000, 0);
            windows.tcp(SERVER, "SA", 5000, 1001);
            windows.tcp(SERVER, "PA", 5001, 1001, 10);
            windows.tcp(CLIENT, "A", 1001, 5001);
            assertEquals("ESTABLISHED 432000 ASSURED", windows.entry());
        }
    }

    @Test
    void shouldNeverRefuseTheFirstPacketByItsWindow() {
        try (Tester windows = new Tester(Profile.CLASSIC, "tcp_window_tracking=1")) {
            assertVerdict(ConnState.NEW, windows.tcp(CLIENT, "SA", 1000, 777));
            assertEquals("SYN_SENT 120 UNREPLIED", windows.entry());
        }
    }

    @Test
    void shouldNotTrackAFragmentAsIfItWereADatagram() {
        assertVerdict(ConnState.FRAGMENT, t.fragment(CLIENT, 0x2000));
        assertVerdict(ConnState.FRAGMENT, t.fragment(CLIENT, 0x2004));
        assertEquals(0, t.conntrack.count());
    }

    private void establish() {
        t.tcp(CLIENT, "S", 100, 0);
        t.tcp(SERVER, "SA", 500, 101);
        t.tcp(CLIENT, "A", 101, 501);
        assertEquals("ESTABLISHED 432000 ASSURED", t.entry());
    }

    private static void assertVerdict(final ConnState expected, final long verdict) {
        assertEquals(expected, Verdict.state(verdict));
    }
}
