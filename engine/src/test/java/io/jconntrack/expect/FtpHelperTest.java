/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import static io.jconntrack.expect.ControlConnection.CLIENT;
import static io.jconntrack.expect.ControlConnection.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.Verdict;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * FTP's rules, one by one; {@link FtpLinesTest} has single lines, and the recorded trace "helpers" whole connections.
 */
class FtpHelperTest {
    private static final byte[] PORT = "PORT 10,1,0,1,4,1\r\n".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldExpectTheDataConnectionInBothProfiles(final Profile profile) {
        try (ControlConnection c = new ControlConnection(profile, false, "helper=1")) {
            c.open();
            assertEquals(Reason.NONE, c.say(CLIENT, PORT));
            assertEquals(List.of("10.1.0.1 1025"), c.expected());
            assertEquals(ConnState.RELATED, c.syn(c.server, 20, c.client, 1025));
        }
    }

    @Test
    void shouldExpectNothingWhenHelpersAreOff() {
        try (ControlConnection c = new ControlConnection(false)) {
            c.open();
            c.say(CLIENT, PORT);
            assertEquals(ConnState.NEW, c.syn(c.server, 20, c.client, 1025));
            final Connection connection = new Connection(c.conntrack);
            connection.moveTo(0);
            assertNull(connection.helper());
        }
    }

    @Test
    void shouldHelpOnAnotherPortWhenTheSettingSaysSo() {
        try (ControlConnection c = new ControlConnection(false, "helper_ftp=2121")) {
            c.open();
            c.say(CLIENT, PORT);
            assertEquals(List.of(), c.expected());
        }
    }

    @Test
    void shouldExpectAnotherAddressOnlyWhenLoose() {
        final String elsewhere = "PORT 10,3,0,1,4,1\r\n";
        try (ControlConnection c = new ControlConnection(false, "helper=1")) {
            c.open();
            assertEquals(Reason.NONE, c.say(CLIENT, elsewhere));
            assertEquals(List.of(), c.expected());
        }
        try (ControlConnection c = new ControlConnection(false, "helper=1", "ftp_loose=1")) {
            c.open();
            assertEquals(Reason.NONE, c.say(CLIENT, elsewhere));
            assertEquals(List.of("10.3.0.1 1025"), c.expected());
        }
    }

    @Test
    void shouldLookOnlyAtSegmentsThatBeginALine() {
        try (ControlConnection c = new ControlConnection(false, "helper=1")) {
            c.open();
            c.say(CLIENT, "NOOP");
            c.say(CLIENT, PORT);
            assertEquals(List.of(), c.expected());
            c.say(CLIENT, PORT);
            assertEquals(List.of("10.1.0.1 1025"), c.expected());
        }
    }

    @Test
    void shouldSayThatLinuxWouldDropALineThatIsCutOff() {
        try (ControlConnection c = new ControlConnection(false, "helper=1")) {
            c.open();
            final int seq = c.next(CLIENT);
            final long verdict = c.sayAt(CLIENT, seq, "PORT 10,1".getBytes(StandardCharsets.US_ASCII));
            assertEquals(ConnState.ESTABLISHED, Verdict.state(verdict));
            assertEquals(Reason.HELPER_PARTIAL, Verdict.reason(verdict));
            assertEquals(1, c.conntrack.statistics().packets(Reason.HELPER_PARTIAL));
            c.sayAt(CLIENT, seq, PORT);
            assertEquals(List.of("10.1.0.1 1025"), c.expected());
        }
    }

    @Test
    void shouldRefuseWhatAnotherConnectionExpects() {
        try (ControlConnection c = new ControlConnection(false, "helper=1")) {
            c.open();
            c.say(CLIENT, PORT);
            final long syn = c.segment(c.client, 50_000, c.server, 21, ControlConnection.SYN, 0, 0, "");
            assertEquals(ConnState.NEW, Verdict.state(syn));
            c.segment(c.server, 21, c.client, 50_000, ControlConnection.SYN | ControlConnection.ACK, 0, 1, "");
            c.segment(c.client, 50_000, c.server, 21, ControlConnection.ACK, 1, 1, "A\n");
            final long verdict = c.segment(c.client, 50_000, c.server, 21, ControlConnection.ACK, 3, 1, PORT);
            assertEquals(Reason.HELPER_REFUSED, Verdict.reason(verdict));
            assertEquals(ConnState.ESTABLISHED, Verdict.state(verdict));
        }
    }

    @Test
    void shouldKeepOneExpectationForEachConnection() {
        try (ControlConnection c = new ControlConnection(false, "helper=1")) {
            c.open();
            for (int i = 1; i < 20; i++) {
                c.say(SERVER, "227 (10,2,0,1,4," + i + ")\r\n");
            }
            assertEquals(List.of("10.2.0.1 " + (1024 + 19)), c.expected());
        }
    }

    @Test
    void shouldNotReadALineOfWhichTheCaptureHasLess() {
        try (ControlConnection c = new ControlConnection(false, "helper=1")) {
            c.open();
            final byte[] whole = ControlConnection.packet(6, c.client, c.server, ByteBuffer
                .allocate(20 + PORT.length).putShort((short)ControlConnection.CLIENT_PORT).putShort((short)21)
                .putInt(c.next(CLIENT)).putInt(c.next(SERVER)).put((byte)0x50).put((byte)0x10)
                .putShort((short)65_535).putInt(0).put(PORT).array());
            c.conntrack.process(new UnsafeBuffer(whole), 0, whole.length - 4, whole.length, 0,
                c.nowNanos);
            assertEquals(List.of(), c.expected());
        }
    }
}
