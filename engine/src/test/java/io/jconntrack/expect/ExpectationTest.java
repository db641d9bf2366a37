/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import static io.jconntrack.expect.ControlConnection.CLIENT;
import static io.jconntrack.expect.ControlConnection.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.Expectations;
import io.jconntrack.Verdict;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Expectation;
import io.jconntrack.entry.Status;
import io.jconntrack.helper.ConnectionHelper;
import io.jconntrack.helper.HelpedPacket;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.ExpectationRows;
import io.jconntrack.text.ExpectationFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How expectations live and die, whoever makes them.
 */
class ExpectationTest {
    private static final String PEER = "10.3.0.1";
    private static final long PEER_ADDRESS = 0x0A03_0001L;
    private static final long CLIENT_ADDRESS = 0x0A01_0001L;

    private final ControlConnection c = new ControlConnection(false, "expect_max=4");
    private final Expectation wanted = new Expectation();
    private final int master = open();

    @Test
    void shouldKeepAsMuchForAHelperAsItIsPromised() {
        assertEquals(HelpedPacket.STATE_LENGTH, ExpectationRows.STATE_LENGTH);
    }

    private int open() {
        c.open();
        return Verdict.entry(c.segment(c.client, ControlConnection.CLIENT_PORT, c.server, 21, ControlConnection.ACK,
            1008, 5008, ""));
    }

    @AfterEach
    void close() {
        c.close();
    }

    private Expectation toPort(final int port) {
        return wanted.reset(4, Packet.TCP, 0).to(0, CLIENT_ADDRESS, port);
    }

    private Expectations.Result expect(final Expectation expectation) {
        return c.conntrack.expectations().expect(expectation, master, c.nowNanos);
    }

    private ConnState syn(final int fromPort, final int port) {
        return c.syn(PEER, fromPort, c.client, port);
    }

    @Test
    void shouldRefuseExpectationsWhenNoneAreAllowed() {
        try (Conntrack plain = Conntrack.builder().settings(ControlConnection.settings(Profile.LINUX))
            .hashSeed(1, 2).build()) {
            assertEquals("no connection can be expected: expect_max=0 and no helper",
                assertThrows(IllegalStateException.class, plain::expectations).getMessage());
        }
    }

    @Test
    void shouldBeRelatedUntilAReplyWhenAConnectionWasExpected() {
        assertEquals(Expectations.Result.ADDED, expect(toPort(80)));
        final long first = c.segment(PEER, 5, c.client, 80, ControlConnection.SYN, 7000, 0, "");
        assertEquals(ConnState.RELATED, Verdict.state(first));
        assertFalse(Verdict.isReply(first));
        assertEquals(ConnState.RELATED, syn(5, 80));
        assertEquals(ConnState.ESTABLISHED, Verdict.state(c.segment(c.client, 80, PEER, 5,
            ControlConnection.SYN | ControlConnection.ACK, 1, 7001, "")));
        assertEquals(ConnState.ESTABLISHED,
            Verdict.state(c.segment(PEER, 5, c.client, 80, ControlConnection.ACK, 7001, 2, "")));
        assertEquals(master, c.conntrack.expectations().master(Verdict.entry(first), c.nowNanos));
        final Connection connection = new Connection(c.conntrack);
        assertTrue(connection.moveTo(Verdict.entry(first)));
        assertTrue((connection.status() & Status.EXPECTED) != 0);
        assertEquals(ConnState.NEW, syn(6, 80));
        assertEquals(0, c.conntrack.expectations().count());
        assertEquals(1, c.conntrack.expectations().taken());
    }

    @Test
    void shouldMatchSourceWhenItIsNotAny() {
        expect(toPort(80).from(0, PEER_ADDRESS, 20));
        assertEquals(ConnState.NEW, c.syn(c.server, 20, c.client, 80));
        assertEquals(ConnState.NEW, syn(21, 80));
        assertEquals(ConnState.RELATED, syn(20, 80));
        expect(toPort(81).fromPort(20));
        assertEquals(ConnState.NEW, syn(21, 81));
        assertEquals(ConnState.RELATED, c.syn(c.server, 20, c.client, 81));
    }

    @Test
    void shouldBeGoneWhenItsTimeIsOver() {
        expect(toPort(80).timeout(10 * SECOND));
        expect(toPort(81).timeout(10 * SECOND));
        final long start = c.nowNanos;
        c.nowNanos = start + 10 * SECOND - 1 - SECOND / 1000;
        assertEquals(ConnState.RELATED, syn(1, 80));
        c.nowNanos = start + 10 * SECOND - SECOND / 1000;
        assertEquals(ConnState.NEW, syn(1, 81));
        assertEquals(1, c.conntrack.expectations().count());
        c.conntrack.poll(c.nowNanos, 100);
        assertEquals(0, c.conntrack.expectations().count());
    }

    @Test
    void shouldBeGoneWhenItsMasterIsDeleted() {
        expect(toPort(80));
        assertTrue(c.conntrack.delete(master, c.nowNanos));
        assertEquals(ConnState.NEW, syn(1, 80));
        assertEquals(List.of(), c.expected());
    }

    @Test
    void shouldBeGoneWhenItsMastersTimeIsOver() {
        expect(toPort(80));
        c.conntrack.timeout(master, 5 * SECOND, c.nowNanos);
        c.nowNanos += 5 * SECOND;
        assertEquals(ConnState.NEW, syn(1, 80));
    }

    @Test
    void shouldNotFollowTheNextConnectionInItsMastersEntry() {
        expect(toPort(80));
        c.conntrack.delete(master, c.nowNanos);
        final long next = c.segment(PEER, 9, c.server, 9, ControlConnection.SYN, 1, 0, "");
        assertEquals(master, Verdict.entry(next), "the entry is used again");
        assertEquals(ConnState.NEW, syn(1, 80));
        assertEquals(-1, c.conntrack.expectations().master(Verdict.entry(next), c.nowNanos));
    }

    @Test
    void shouldStayWhenPermanent() {
        expect(toPort(80).permanent(true));
        assertEquals(ConnState.RELATED, syn(1, 80));
        assertEquals(ConnState.RELATED, syn(2, 80));
        assertEquals(1, c.conntrack.expectations().count());
    }

    @Test
    void shouldFindNothingWhenInactive() {
        expect(toPort(80).inactive(true));
        assertEquals(ConnState.NEW, syn(1, 80));
        assertEquals(1, c.conntrack.expectations().count());
    }

    @Test
    void shouldBeCancelled() {
        expect(toPort(80));
        c.conntrack.expectations().forEach(c.nowNanos, e -> assertTrue(c.conntrack.expectations().cancel(e)));
        assertEquals(ConnState.NEW, syn(1, 80));
        assertEquals(0, c.conntrack.expectations().count());
    }

    @Test
    void shouldRefuseWhenThereAreAsManyAsThereMayBe() {
        for (int port = 1; port <= 4; port++) {
            assertEquals(Expectations.Result.ADDED, expect(toPort(port)));
        }
        assertEquals(Expectations.Result.FULL, expect(toPort(5)));
        assertEquals(1, c.conntrack.expectations().refused());
        assertEquals(ConnState.RELATED, syn(1, 2));
        assertEquals(Expectations.Result.ADDED, expect(toPort(5)));
    }

    @Test
    void shouldReplaceTheSameOneOfTheSameMaster() {
        expect(toPort(80).timeout(5 * SECOND));
        assertEquals(Expectations.Result.ADDED, expect(toPort(80).timeout(50 * SECOND)));
        assertEquals(1, c.conntrack.expectations().count());
        c.nowNanos += 20 * SECOND;
        assertEquals(ConnState.RELATED, syn(1, 80));
    }

    @Test
    void shouldRefuseWhatAnotherMasterExpects() {
        final int other = Verdict.entry(c.segment(PEER, 9, c.server, 9, ControlConnection.SYN, 1, 0, ""));
        expect(toPort(80));
        assertEquals(Expectations.Result.CLASH,
            c.conntrack.expectations().expect(toPort(80), other, c.nowNanos));
        assertEquals(Expectations.Result.CLASH,
            c.conntrack.expectations().expect(toPort(80).from(0, PEER_ADDRESS, 7), other, c.nowNanos));
        assertEquals(Expectations.Result.ADDED,
            c.conntrack.expectations().expect(toPort(81), other, c.nowNanos));
        assertEquals(Expectations.Result.NO_MASTER,
            c.conntrack.expectations().expect(toPort(82), 99, c.nowNanos));
    }

    @Test
    void shouldLeaveNothingWhenTheExpectedPacketIsDiscarded() {
        expect(toPort(80));
        final int before = c.conntrack.count();
        c.conntrack.discard(c.segment(PEER, 5, c.client, 80, ControlConnection.SYN, 7000, 0, ""));
        assertEquals(before, c.conntrack.count());
        assertEquals(ConnState.NEW, syn(5, 80));
    }

    @Test
    void shouldTakeOverItsMastersMark() {
        try (Conntrack marked = Conntrack.builder().settings(ControlConnection.settings(Profile.LINUX, "helper=1"))
            .columns(Column.MARK).build();
            ControlConnection control = new ControlConnection(marked, false)) {
            control.open();
            marked.mark(0, 7, control.nowNanos);
            control.say(CLIENT, "PORT 10,1,0,1,4,1\r\n");
            final long data =
                control.segment(control.server, 20, control.client, 1025, ControlConnection.SYN, 1, 0, "");
            assertEquals(7, ((ConnectionTable)marked.table()).columns().mark(Verdict.entry(data)));
        }
    }

    @Test
    void shouldBeFoundByAnotherWorker() {
        final Conntrack[] workers =
            Conntrack.builder().settings(ControlConnection.settings(Profile.LINUX, "helper=1")).workers(2)
                .hashSeed(1, 2).buildWorkers();
        try (ControlConnection control = new ControlConnection(workers[0], false)) {
            control.open();
            control.say(CLIENT, "PORT 10,1,0,1,4,1\r\n");
            final ControlConnection data = new ControlConnection(workers[1], false);
            data.nowNanos = control.nowNanos;
            assertEquals(ConnState.RELATED, data.syn(data.server, 20, data.client, 1025));
            assertEquals(0, workers[0].expectations().count());
            assertEquals(1, workers[1].expectations().taken());
        }
    }

    @Test
    void shouldPrintAsConntrackDoes() {
        try (ControlConnection control = new ControlConnection(false, "helper=1")) {
            control.open();
            control.say(CLIENT, "PORT 10,1,0,1,4,1\r\n");
            final StringBuilder out = new StringBuilder();
            final ExpectationFormat format = new ExpectationFormat(control.conntrack);
            control.conntrack.expectations().forEach(control.nowNanos + 1,
                e -> format.append(out, e, control.nowNanos + 1));
            assertEquals("299 proto=6 src=10.2.0.1 dst=10.1.0.1 sport=0 dport=1025 mask-src=255.255.255.255 "
                + "mask-dst=255.255.255.255 sport=0 dport=65535 master-src=10.1.0.1 master-dst=10.2.0.1 sport=40000 "
                + "dport=21 class=0 helper=ftp", out.toString());
        }
    }

    @Test
    void shouldPrintNoMasterWhenThatHasGoneMeanwhile() {
        try (ControlConnection control = new ControlConnection(false, "helper=1")) {
            control.open();
            control.say(CLIENT, "PORT 10,1,0,1,4,1\r\n");
            final StringBuilder out = new StringBuilder();
            final ExpectationFormat format = new ExpectationFormat(control.conntrack);
            control.conntrack.expectations().forEach(control.nowNanos + 1, e -> {
                assertTrue(control.conntrack.delete(e.master(), control.nowNanos + 1));
                format.append(out, e, control.nowNanos + 1);
            });
            assertTrue(out.toString().endsWith(" sport=0 dport=65535 class=0"), out.toString());
        }
    }

    @Test
    void shouldRefuseWhatCanNotBeExpected() {
        final OwnHelper none = new OwnHelper() {
            @Override
            public int maxExpected() {
                return 0;
            }
        };
        final Expectations expectations = c.conntrack.expectations();
        assertThrows(IllegalArgumentException.class, () -> expectations.register(none));
        final int number = expectations.register(new OwnHelper());
        assertThrows(IllegalArgumentException.class, () -> expectations.assign(number, Packet.TCP, 65_536));
        assertThrows(IllegalArgumentException.class, () -> expectations.assign(number, Packet.TCP, 0));
        assertThrows(IllegalArgumentException.class, () -> wanted.helper(16));
        assertThrows(IllegalArgumentException.class, () -> wanted.fromPort(65_536));
        assertThrows(IllegalArgumentException.class, () -> wanted.to(0, CLIENT_ADDRESS, -5));
        assertThrows(IllegalArgumentException.class, () -> wanted.timeout(0));
    }

    /** Expects what each packet's first byte says, and counts what it sees. */
    private static class OwnHelper implements ConnectionHelper {
        private int seen;

        @Override
        public String name() {
            return "own";
        }

        @Override
        public int maxExpected() {
            return 2;
        }

        @Override
        public Reason help(final HelpedPacket packet) {
            packet.state(0, packet.state(0) + 1);
            seen = packet.state(0);
            return packet.length() == 0 || packet.expect(packet.expectation(Packet.UDP)
                .to(packet.addressHigh(false), packet.addressLow(false), packet.byteAt(0)))
                ? Reason.NONE : Reason.HELPER_REFUSED;
        }
    }

    @Test
    void shouldCallAnEmbeddersHelperForItsConnectionsAlone() {
        final OwnHelper helper = new OwnHelper();
        final Expectations expectations = c.conntrack.expectations();
        final int number = expectations.register(helper);
        expectations.assign(number, Packet.UDP, 5000);
        c.datagram(c.client, 1, c.server, 5001, 90);
        assertEquals(0, helper.seen);
        for (int port = 90; port < 93; port++) {
            c.datagram(c.client, 1, c.server, 5000, port);
        }
        assertEquals(3, helper.seen);
        assertEquals(2, expectations.count());
        assertEquals(ConnState.NEW, Verdict.state(c.datagram(PEER, 1, c.server, 90, 0)));
        assertEquals(ConnState.RELATED, Verdict.state(c.datagram(PEER, 1, c.server, 91, 0)));
        assertEquals(ConnState.RELATED, Verdict.state(c.datagram(PEER, 1, c.server, 92, 0)));
    }
}
