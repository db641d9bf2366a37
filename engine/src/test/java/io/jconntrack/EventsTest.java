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

import io.jconntrack.entry.Column;
import io.jconntrack.event.EventCause;
import io.jconntrack.event.EventType;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a listener is told. Each event is its type, the bits of its cause, and the state.
 */
class EventsTest {
    private final List<String> events = new ArrayList<>();

    private Tester listen(final Tester t) {
        final Connection connection = new Connection(t.conntrack);
        t.conntrack.listener((type, cause, number, nowNanos) -> {
            assertTrue(connection.moveTo(number), "the entry is there in all events, also in the last");
            final StringBuilder names = new StringBuilder();
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                names.append((cause >>> bit & 1) == 0 ? "" : " " + EventCause.name(bit));
            }
            events.add(type + names.toString() + (connection.state() == null ? "" : " -> " + connection.state()));
        });
        return t;
    }

    private void assertTold(final Tester t, final String... expected) {
        t.after(0);
        assertEquals(List.of(expected), events);
        events.clear();
    }

    @Test
    void shouldTellALifeOfTcp() {
        try (Tester t = listen(new Tester(Profile.LINUX))) {
            t.tcp(CLIENT, "S", 100, 0);
            t.tcp(CLIENT, "S", 100, 0);
            assertTold(t, "NEW -> SYN_SENT");
            t.tcp(SERVER, "SA", 500, 101);
            assertTold(t, "UPDATE REPLY STATE -> SYN_RECV");
            t.tcp(CLIENT, "A", 101, 501);
            t.tcp(CLIENT, "PA", 101, 501, 10);
            t.tcp(SERVER, "A", 501, 111);
            assertTold(t, "UPDATE ASSURED STATE -> ESTABLISHED");
            t.tcp(CLIENT, "FA", 111, 501);
            t.tcp(SERVER, "FA", 501, 112);
            t.tcp(CLIENT, "A", 112, 502);
            assertTold(t, "UPDATE STATE -> FIN_WAIT", "UPDATE STATE -> LAST_ACK", "UPDATE STATE -> TIME_WAIT");
            t.after(119);
            assertTold(t);
            t.after(1);
            assertTold(t, "DESTROY EXPIRED -> TIME_WAIT");
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldTellARefusedPort(final Profile profile) {
        try (Tester t = listen(new Tester(profile))) {
            t.tcp(CLIENT, "S", 100, 0);
            t.tcp(SERVER, "RA", 0, 101);
            assertTold(t, "NEW -> SYN_SENT", "DESTROY PROTOCOL -> CLOSE");
        }
    }

    @Test
    void shouldTellThatPortsAreUsedAgain() {
        try (Tester t = listen(new Tester(Profile.LINUX))) {
            t.tcp(CLIENT, "S", 100, 0);
            t.tcp(SERVER, "SA", 500, 101);
            t.tcp(CLIENT, "RA", 101, 501);
            t.after(0);
            events.clear();
            final long first = t.only().id();
            t.tcp(CLIENT, "S", 900, 0);
            assertTold(t, "DESTROY PROTOCOL -> CLOSE", "NEW -> SYN_SENT");
            assertFalse(t.only().id() == first, "the new connection has a number of its own: " + first);
        }
    }

    @Test
    void shouldTellAnExchangeAndThenAStreamOfUdp() {
        try (Tester t = listen(new Tester(Profile.LINUX))) {
            t.udp(CLIENT, 10);
            t.udp(CLIENT, 10);
            t.udp(SERVER, 10);
            t.udp(SERVER, 10);
            assertTold(t, "NEW", "UPDATE REPLY");
            t.after(3).udp(CLIENT, 10);
            assertTold(t, "UPDATE ASSURED");
        }
    }

    @Test
    void shouldTellOfAPingButNotOfAnError() {
        try (Tester t = listen(new Tester(Profile.LINUX))) {
            t.icmp(CLIENT, 8, 7);
            t.icmp(SERVER, 0, 7);
            assertTold(t, "NEW", "UPDATE REPLY");
            t.udp(CLIENT, 10);
            t.icmpErrorAboutLast(SERVER, 3);
            assertTold(t, "NEW");
        }
    }

    @Test
    void shouldTellThatAPacketFoundItsConnectionExpired() {
        try (Tester t = listen(new Tester(Profile.LINUX))) {
            t.udp(CLIENT, 10);
            // the wheel is not given the chance
            t.pass(30).udp(CLIENT, 10);
            assertTold(t, "NEW", "DESTROY EXPIRED", "NEW");
        }
    }

    @Test
    void shouldTellNothingOfAConnectionThatIsDiscarded() {
        try (Tester t = listen(new Tester(Profile.LINUX))) {
            t.conntrack.discard(t.udp(CLIENT, 10));
            assertTold(t);
            assertEquals(0, t.conntrack.count());
            final long verdict = t.udp(CLIENT, 10);
            assertTold(t, "NEW");
            t.conntrack.discard(verdict);
            assertTold(t, "DESTROY DISCARDED");
        }
    }

    @Test
    void shouldTellNothingOfAnInvalidPacketOrAStrayRst() {
        try (Tester t = listen(new Tester(Profile.CLASSIC))) {
            t.tcp(CLIENT, "R", 1, 0);
            t.tcp(CLIENT, "", 1, 0);
            assertTold(t);
        }
    }

    @Test
    void shouldTellThatAConnectionMadeRoom() {
        try (Tester t = listen(new Tester(Profile.LINUX, "max=1"))) {
            t.udp(CLIENT, 10);
            t.icmp(CLIENT, 8, 7);
            assertTold(t, "NEW", "DESTROY EARLY_DROP", "NEW");
            assertEquals(1, t.conntrack.count());
        }
    }

    @Test
    void shouldTellOfMarksAndDeletions() {
        final Conntrack conntrack = Conntrack.builder().settings(new Settings(Profile.LINUX).set("checksum", "0"))
            .columns(Column.MARK).build();
        try (Tester t = listen(new Tester(conntrack))) {
            final int number = Verdict.entry(t.udp(CLIENT, 10));
            assertTrue(conntrack.mark(number, 5, t.nowNanos()));
            assertTrue(conntrack.mark(number, 5, t.nowNanos()));
            assertEquals(5, t.only().mark());
            assertTold(t, "NEW", "UPDATE MARK");
            assertTrue(conntrack.delete(number, t.nowNanos()));
            assertFalse(conntrack.delete(number, t.nowNanos()));
            assertFalse(conntrack.delete(-1, t.nowNanos()));
            assertFalse(conntrack.mark(Integer.MAX_VALUE, 5, t.nowNanos()));
            assertTold(t, "DESTROY DELETED");
            assertEquals(0, conntrack.count());
        }
    }

    @Test
    void shouldTellNothingAnyMoreWhenNobodyListens() {
        try (Tester t = listen(new Tester(Profile.LINUX))) {
            t.udp(CLIENT, 10);
            assertTold(t, "NEW");
            t.conntrack.listener(null);
            t.udp(SERVER, 10);
            t.after(1000);
            assertTold(t);
            assertEquals(EventType.NEW, EventType.of(1));
        }
    }
}
