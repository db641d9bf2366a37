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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * UDP, UDP-Lite, GRE, ICMP and protocols without a tracker, as Linux 6.18 was seen to track them.
 */
class OtherProtocolsTest {
    private static final int UDPLITE = 136;
    private static final int GRE = 47;
    private static final int UDP_1031_TO_53 = 0x04070035;
    /** Source and destination port of either side, coverage, checksum, four bytes of payload. */
    private static final String FROM_CLIENT = "04070035";
    private static final String FROM_SERVER = "00350407";
    private static final String PAYLOAD = "61626364";
    private static final String SCTP_INIT = "01000014" + "11111111" + "0000ffff000a000a00000001";

    private final Tester t = new Tester(Profile.LINUX);

    @AfterEach
    void close() {
        t.close();
    }

    @Test
    void shouldMakeUdpAStreamOnlyTwoSecondsAfterItsFirstPacket() {
        t.udp(CLIENT, 4);
        t.after(1.9).udp(SERVER, 4);
        assertEquals("null 30", t.entry());
        t.udp(CLIENT, 4);
        assertEquals("null 30", t.entry());
        t.after(0.2).udp(CLIENT, 4);
        assertEquals("null 120 ASSURED", t.entry());
    }

    @Test
    void shouldMakeUdpLiteAStreamOnTheFirstPacketAfterAReply() {
        assertState(ConnState.NEW, t.packet(CLIENT, UDPLITE, FROM_CLIENT + "00001111" + PAYLOAD));
        assertEquals("null 30 UNREPLIED", t.entry());
        assertState(ConnState.ESTABLISHED, t.packet(SERVER, UDPLITE, FROM_SERVER + "00001111" + PAYLOAD));
        assertEquals("null 30", t.entry());
        t.packet(CLIENT, UDPLITE, FROM_CLIENT + "00001111" + PAYLOAD);
        assertEquals("null 120 ASSURED", t.entry());
    }

    @Test
    void shouldRefuseUdpLiteCoverageThatIsNoCoverage() {
        assertReason(Reason.UDPLITE_COVERAGE, t.packet(CLIENT, UDPLITE, FROM_CLIENT + "00071111" + PAYLOAD));
        assertReason(Reason.UDPLITE_COVERAGE, t.packet(CLIENT, UDPLITE, FROM_CLIENT + "000d1111" + PAYLOAD));
        assertReason(Reason.UDPLITE_NO_CHECKSUM, t.packet(CLIENT, UDPLITE, FROM_CLIENT + "00080000" + PAYLOAD));
        assertState(ConnState.NEW, t.packet(CLIENT, UDPLITE, FROM_CLIENT + "00081111" + PAYLOAD));
        assertState(ConnState.NEW, t.packet(CLIENT, UDPLITE, FROM_CLIENT + "000c1111" + PAYLOAD));
    }

    @Test
    void shouldSumUdpLiteUpWithTheNumberOfUdpAsLinuxDoes() {
        final int sumByRfc3828 = udpLiteSum(UDPLITE);
        final int sumByLinux = udpLiteSum(17);
        try (Tester linux = new Tester(Profile.LINUX, "checksum=1")) {
            assertReason(Reason.TRANSPORT_CHECKSUM, linux.packet(CLIENT, UDPLITE, udpLite(sumByRfc3828)));
            assertState(ConnState.NEW, linux.packet(CLIENT, UDPLITE, udpLite(sumByLinux)));
        }
        try (Tester classic = new Tester(Profile.CLASSIC, "checksum=1")) {
            assertReason(Reason.TRANSPORT_CHECKSUM, classic.packet(CLIENT, UDPLITE, udpLite(sumByLinux)));
            assertState(ConnState.NEW, classic.packet(CLIENT, UDPLITE, udpLite(sumByRfc3828)));
        }
    }

    @Test
    void shouldTrackGreVersion0ByItsAddresses() {
        assertState(ConnState.NEW, t.packet(CLIENT, GRE, "00000800" + PAYLOAD));
        assertEquals("null 30 UNREPLIED", t.entry());
        assertState(ConnState.ESTABLISHED, t.packet(SERVER, GRE, "20000800" + PAYLOAD));
        t.packet(CLIENT, GRE, "00000800" + PAYLOAD);
        assertEquals("null 180 ASSURED", t.entry());
        assertEquals(1, t.conntrack.count());
    }

    @Test
    void shouldTrackPptpsGreByItsCallId() {
        assertState(ConnState.NEW, t.packet(CLIENT, GRE, "3001880b00040007"));
        assertState(ConnState.NEW, t.packet(CLIENT, GRE, "3001880b00040008"));
        assertEquals(2, t.conntrack.count());
        assertReason(Reason.GRE_PROTOCOL, t.packet(CLIENT, GRE, "3001080000040007"));
    }

    @Test
    void shouldTrackAProtocolWithoutTrackerByItsAddresses() {
        assertState(ConnState.NEW, t.packet(CLIENT, 89, ""));
        assertEquals("null 600 UNREPLIED", t.entry());
        assertState(ConnState.ESTABLISHED, t.packet(SERVER, 89, "00"));
        assertEquals("null 600", t.entry());
    }

    @Test
    void shouldTrackDccpLikeAnyProtocolWithoutTracker() {
        assertState(ConnState.NEW, t.packet(CLIENT, 33, FROM_CLIENT + PAYLOAD));
        assertState(ConnState.NEW, t.packet(CLIENT, 33, FROM_SERVER + PAYLOAD));
        assertEquals(1, t.conntrack.count());
    }

    @Test
    void shouldRefuseIcmpV6InsideIpV4() {
        assertReason(Reason.ICMP_FAMILY, t.packet(CLIENT, 58, "8000000000010001"));
        assertEquals(0, t.conntrack.count());
    }

    @Test
    void shouldRelateAnErrorFromAnywhereToTheConnectionItQuotes() {
        t.udp(CLIENT, 4);
        final long verdict = t.icmpErrorAboutLast(SERVER, 3);

        assertState(ConnState.RELATED, verdict);
        assertTrue(Verdict.isReply(verdict));
        assertEquals("null 30 UNREPLIED", t.entry());
    }

    @Test
    void shouldRelateAnErrorThatQuotesOnlyThePorts() {
        t.udp(CLIENT, 4);

        assertState(ConnState.RELATED, t.packet(SERVER, 1, "0301000000000000" + quote(17) + hex(UDP_1031_TO_53)));
        assertReason(Reason.ICMP_QUOTE, t.packet(SERVER, 1, "0301000000000000" + quote(17) + "040700"));
    }

    @Test
    void shouldRefuseAnErrorThatIsNotAddressedToTheQuotedSender() {
        t.udp(CLIENT, 4);
        final long verdict = t.packet(CLIENT, 1, "0301000000000000" + quote(17) + hex(UDP_1031_TO_53));

        assertReason(Reason.ICMP_DESTINATION, verdict);
        assertTrue(Verdict.isQuoted(verdict));
    }

    @Test
    void shouldRefuseAnErrorAboutAnUnknownConnection() {
        assertReason(Reason.ICMP_UNKNOWN,
            t.packet(SERVER, 1, "0301000000000000" + quote(17) + hex(UDP_1031_TO_53)));
    }

    @Test
    void shouldRefuseAnErrorAboutAnError() {
        t.udp(CLIENT, 4);

        assertReason(Reason.ICMP_QUOTE, t.packet(SERVER, 1, "0301000000000000" + quote(1) + "0301000000000000"));
    }

    @Test
    void shouldRelateAnErrorAboutAPing() {
        t.icmp(CLIENT, 8, 77);
        assertState(ConnState.RELATED, t.packet(SERVER, 1, "0b00000000000000" + quote(1) + "08000000004d0000"));
        assertReason(Reason.ICMP_UNKNOWN, t.packet(SERVER, 1, "0b00000000000000" + quote(1) + "08000000004e0000"));
    }

    @Test
    void shouldNameTheEntryOfAnErrorWithAWrongChecksum() {
        try (Tester strict = new Tester(Profile.LINUX, "checksum=1")) {
            assertState(ConnState.NEW, strict.packet(CLIENT, 132, "1b581b5900000000" + "94bcc7c6" + SCTP_INIT));
            final long verdict = strict.packet(SERVER, 1, "0301111100000000" + quote(132) + "1b581b5900000000");

            assertReason(Reason.TRANSPORT_CHECKSUM, verdict);
            assertEquals(0, Verdict.entry(verdict));
        }
    }

    /** The IPv4 header of a packet of the client: an error's receiver doesn't look at length and checksum. */
    private static String quote(final int protocol) {
        return "450000200000000040" + String.format("%02x", protocol) + "0000" + "c0a80105" + "c0a80123";
    }

    private static String hex(final int word) {
        return String.format("%08x", word);
    }

    private static String udpLite(final int sum) {
        return FROM_CLIENT + "0008" + String.format("%04x", sum) + PAYLOAD;
    }

    /** The checksum over addresses, length 12 and the header: coverage 8. */
    private static int udpLiteSum(final int pseudoProtocol) {
        int sum = 0xC0A8 + 0x0105 + 0xC0A8 + 0x0123 + pseudoProtocol + 12 + 1031 + 53 + 8;
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return ~((sum & 0xFFFF) + (sum >>> 16)) & 0xFFFF;
    }

    private static void assertState(final ConnState state, final long verdict) {
        assertEquals(state, Verdict.state(verdict), Verdict.reason(verdict).name());
    }

    private static void assertReason(final Reason reason, final long verdict) {
        assertEquals(ConnState.INVALID, Verdict.state(verdict));
        assertEquals(reason, Verdict.reason(verdict));
        assertFalse(Verdict.hasDirection(verdict));
    }
}
