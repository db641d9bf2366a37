/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.Tester.CLIENT;
import static io.jconntrack.Tester.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * SCTP, RFC 9260, as Linux 6.18 was seen to track it. The client chooses tag C, the server tag S; packets of the client
 * carry S and the other way round.
 */
class SctpTest {
    private static final int C = 0x11111111;
    private static final int S = 0x22222222;
    private static final int C2 = 0x33333333;
    private static final int S2 = 0x44444444;
    private static final int STRANGE = 9;

    private static final String DATA = "0003001400000001000000000000000068656c6c";
    private static final String HEARTBEAT = "0400000800010004";
    private static final String HEARTBEAT_ACK = "0500000800010004";
    private static final String ABORT = "06000004";
    private static final String ABORT_T = "06010004";
    private static final String SHUTDOWN = "0700000800000001";
    private static final String SHUTDOWN_ACK = "08000004";
    private static final String COOKIE_ECHO = "0a00000863303031";
    private static final String COOKIE_ACK = "0b000004";
    private static final String SHUTDOWN_COMPLETE = "0e000004";

    private final Tester t = new Tester(Profile.LINUX, "checksum=1");

    @AfterEach
    void close() {
        t.close();
    }

    @Test
    void shouldFollowAnAssociationFromInitToShutdown() {
        assertState(ConnState.NEW, t.sctp(CLIENT, 0, init(C)));
        assertEquals("CLOSED 10 UNREPLIED", t.entry());
        assertState(ConnState.ESTABLISHED, t.sctp(SERVER, C, initAck(S)));
        assertEquals("COOKIE_WAIT 3", t.entry());
        assertState(ConnState.ESTABLISHED, t.sctp(CLIENT, S, COOKIE_ECHO));
        assertEquals("COOKIE_ECHOED 3", t.entry());
        t.sctp(SERVER, C, COOKIE_ACK);
        assertEquals("ESTABLISHED 210 ASSURED", t.entry());
        t.after(1).sctp(CLIENT, S, DATA);
        assertEquals("ESTABLISHED 210 ASSURED", t.entry());
        t.sctp(CLIENT, S, SHUTDOWN);
        assertEquals("SHUTDOWN_SENT 3 ASSURED", t.entry());
        t.sctp(SERVER, C, SHUTDOWN_ACK);
        assertEquals("SHUTDOWN_ACK_SENT 3 ASSURED", t.entry());
        t.sctp(CLIENT, S, SHUTDOWN_COMPLETE);
        assertEquals("CLOSED 10 ASSURED", t.entry());
        t.after(10);
        assertEquals("none", t.entry());
    }

    @Test
    void shouldPrintAnAssociationAsProcDoes() {
        open();

        assertEquals(List.of("ipv4     2 sctp     132 210 ESTABLISHED src=192.168.1.5 dst=192.168.1.35 sport=7000 "
            + "dport=7001 src=192.168.1.35 dst=192.168.1.5 sport=7001 dport=7000 [ASSURED] mark=0 zone=0 use=2"),
            t.lines());
    }

    @Test
    void shouldUseItsOwnTimeoutInEveryState() {
        try (Tester own = new Tester(Profile.CLASSIC, "sctp_timeout_closed=11", "sctp_timeout_cookie_wait=12",
            "sctp_timeout_cookie_echoed=13", "sctp_timeout_established=14", "sctp_timeout_shutdown_recd=15",
            "sctp_timeout_shutdown_ack_sent=16", "sctp_timeout_shutdown_sent=17", "sctp_timeout_heartbeat_sent=18")) {
            own.sctp(CLIENT, 0, init(C));
            assertEquals("CLOSED 11 UNREPLIED", own.entry());
            own.sctp(SERVER, C, initAck(S));
            assertEquals("COOKIE_WAIT 12", own.entry());
            own.sctp(CLIENT, S, COOKIE_ECHO);
            assertEquals("COOKIE_ECHOED 13", own.entry());
            own.sctp(SERVER, C, COOKIE_ACK);
            assertEquals("ESTABLISHED 14 ASSURED", own.entry());
            own.sctp(SERVER, C, SHUTDOWN);
            assertEquals("SHUTDOWN_RECD 15 ASSURED", own.entry());
            own.sctp(CLIENT, S, SHUTDOWN_ACK);
            assertEquals("SHUTDOWN_ACK_SENT 16 ASSURED", own.entry());
            own.after(16).sctp(CLIENT, S, HEARTBEAT);
            assertEquals("HEARTBEAT_SENT 18 UNREPLIED", own.entry());
            own.sctp(SERVER, C, HEARTBEAT_ACK);
            own.sctp(CLIENT, S, SHUTDOWN);
            assertEquals("SHUTDOWN_SENT 17 ASSURED", own.entry());
        }
    }

    @Test
    void shouldNotLiveLongerWhenOnlyInitIsRepeated() {
        t.sctp(CLIENT, 0, init(C));
        assertState(ConnState.NEW, t.after(6).sctp(CLIENT, 0, init(C)));
        assertEquals("CLOSED 4 UNREPLIED", t.entry());
        assertEquals(null, t.conntrack.lastTimeout());
    }

    @Test
    void shouldLearnNewTagsWhenAnEndpointRestarts() {
        open();
        assertState(ConnState.ESTABLISHED, t.sctp(CLIENT, 0, init(C2)));
        assertState(ConnState.ESTABLISHED, t.sctp(SERVER, C2, initAck(S2)));

        assertTags(S2, C2);
        assertEquals("ESTABLISHED 210 ASSURED", t.entry());
        assertReason(Reason.SCTP_TAG, t.sctp(CLIENT, S, DATA));
        assertState(ConnState.ESTABLISHED, t.sctp(CLIENT, S2, DATA));
    }

    @Test
    void shouldRefuseInitAckThatContradictsTheInitsOfACollision() {
        t.sctp(CLIENT, 0, init(C));
        t.sctp(SERVER, 0, init(S));
        assertTags(S, C);

        assertReason(Reason.SCTP_COLLISION, t.sctp(SERVER, C, initAck(S2)));
        assertState(ConnState.ESTABLISHED, t.sctp(SERVER, C, initAck(S)));
        assertEquals("COOKIE_WAIT 3", t.entry());
    }

    @Test
    void shouldRefuseInitAckOfASideThatWasNotAsked() {
        t.sctp(CLIENT, S, HEARTBEAT);
        t.sctp(SERVER, C, HEARTBEAT_ACK);

        assertReason(Reason.SCTP_COLLISION, t.sctp(SERVER, C, initAck(S2)));
        assertTags(S, C);
    }

    @Test
    void shouldNotTakeAnInitForNewsWhenItsTagIsKnown() {
        t.sctp(CLIENT, S, HEARTBEAT);
        t.sctp(SERVER, C, HEARTBEAT_ACK);
        t.sctp(CLIENT, 0, init(C));

        assertReason(Reason.SCTP_COLLISION, t.sctp(SERVER, C, initAck(S2)));
        t.sctp(CLIENT, 0, init(C2));
        assertState(ConnState.ESTABLISHED, t.sctp(SERVER, C2, initAck(S2)));
    }

    @Test
    void shouldPickUpASecondPathByItsHeartbeats() {
        assertState(ConnState.NEW, t.sctp(CLIENT, S, HEARTBEAT));
        assertEquals("HEARTBEAT_SENT 30 UNREPLIED", t.entry());
        assertTags(S, 0);
        assertState(ConnState.ESTABLISHED, t.sctp(SERVER, C, HEARTBEAT_ACK));
        assertEquals("ESTABLISHED 210 ASSURED", t.entry());
        assertTags(S, C);
    }

    @Test
    void shouldAllowButNotCountAHeartbeatWithAStrangeTag() {
        open();
        assertState(ConnState.ESTABLISHED, t.after(5).sctp(CLIENT, STRANGE, HEARTBEAT));
        assertEquals("ESTABLISHED 205 ASSURED", t.entry());
        assertTags(S, C);
    }

    @Test
    void shouldLearnTheTagThatAcknowledgesAStrangeHeartbeat() {
        open();
        assertReason(Reason.SCTP_HEARTBEAT, t.sctp(SERVER, STRANGE, HEARTBEAT_ACK));
        t.sctp(CLIENT, STRANGE, HEARTBEAT);
        assertReason(Reason.SCTP_HEARTBEAT, t.sctp(CLIENT, STRANGE, HEARTBEAT_ACK));
        assertState(ConnState.ESTABLISHED, t.sctp(SERVER, C2, HEARTBEAT_ACK));
        assertTags(0, C2);
    }

    @Test
    void shouldForgetAStrangeHeartbeatAfterAGoodOne() {
        open();
        t.sctp(CLIENT, STRANGE, HEARTBEAT);
        t.sctp(CLIENT, S, HEARTBEAT);

        assertReason(Reason.SCTP_HEARTBEAT, t.sctp(SERVER, STRANGE, HEARTBEAT_ACK));
    }

    @Test
    void shouldRefuseAStrangeHeartbeatThatCarriesData() {
        open();

        assertReason(Reason.SCTP_HEARTBEAT, t.sctp(CLIENT, STRANGE, HEARTBEAT, DATA));
    }

    @Test
    void shouldRefuseWrongTags() {
        open();
        assertReason(Reason.SCTP_TAG, t.sctp(CLIENT, STRANGE, DATA));
        assertReason(Reason.SCTP_TAG, t.sctp(CLIENT, STRANGE, ABORT));
        assertReason(Reason.SCTP_TAG, t.sctp(CLIENT, STRANGE, SHUTDOWN));
        assertReason(Reason.SCTP_TAG, t.sctp(CLIENT, STRANGE, COOKIE_ECHO));
        assertReason(Reason.SCTP_INIT_TAG, t.sctp(CLIENT, S, init(C)));
        assertEquals("ESTABLISHED 210 ASSURED", t.entry());
    }

    @Test
    void shouldNotCheckTheTagOfShutdownAck() {
        open();
        t.sctp(CLIENT, S, SHUTDOWN);

        assertState(ConnState.ESTABLISHED, t.sctp(SERVER, STRANGE, SHUTDOWN_ACK));
        assertEquals("SHUTDOWN_ACK_SENT 3 ASSURED", t.entry());
    }

    @Test
    void shouldWantThePeersTagWhenAbortReflectsIt() {
        open();
        assertReason(Reason.SCTP_TAG, t.sctp(CLIENT, S, ABORT_T));
        assertState(ConnState.ESTABLISHED, t.sctp(CLIENT, C, ABORT_T));
        assertEquals("CLOSED 10 ASSURED", t.entry());
    }

    @Test
    void shouldOpenAnEntryOnlyWithChunksThatBeginOrEndSomething() {
        assertReason(Reason.SCTP_NOT_AN_OPENING, t.sctp(CLIENT, S, DATA));
        assertReason(Reason.SCTP_NOT_AN_OPENING, t.sctp(CLIENT, S, ABORT));
        assertReason(Reason.SCTP_NOT_AN_OPENING, t.sctp(CLIENT, S, COOKIE_ACK));
        assertReason(Reason.SCTP_NOT_AN_OPENING, t.sctp(CLIENT, S, SHUTDOWN_COMPLETE));
        assertReason(Reason.SCTP_TAG, t.sctp(CLIENT, S, COOKIE_ECHO));
        assertReason(Reason.SCTP_INIT_TAG, t.sctp(CLIENT, S, init(C)));
        assertEquals("none", t.entry());
        assertState(ConnState.NEW, t.sctp(CLIENT, S, SHUTDOWN_ACK));
        assertEquals("SHUTDOWN_ACK_SENT 3 UNREPLIED", t.entry());
        assertTags(0, S);
    }

    @Test
    void shouldReadEveryChunkOfAPacket() {
        open();
        t.sctp(CLIENT, S, DATA, SHUTDOWN);
        assertEquals("SHUTDOWN_SENT 3 ASSURED", t.entry());
    }

    @Test
    void shouldKeepWhatTheFirstChunkMovedWhenTheSecondIsRefused() {
        open();
        assertReason(Reason.SCTP_TAG, t.sctp(CLIENT, S, SHUTDOWN, ABORT_T));
        assertEquals("SHUTDOWN_SENT 210 ASSURED", t.entry());
    }

    @Test
    void shouldRefuseChunksThatMayNotBeBundled() {
        assertReason(Reason.SCTP_BUNDLE, t.sctp(CLIENT, 0, init(C), DATA));
        open();
        assertReason(Reason.SCTP_BUNDLE, t.sctp(SERVER, C, DATA, COOKIE_ACK));
        assertReason(Reason.SCTP_BUNDLE, t.sctp(SERVER, C, DATA, SHUTDOWN_COMPLETE));
    }

    @Test
    void shouldRefuseMalformedChunks() {
        open();
        assertReason(Reason.SCTP_NO_CHUNK, t.sctp(CLIENT, S));
        assertReason(Reason.SCTP_CHUNK_LENGTH, t.sctp(CLIENT, S, "00030000"));
        assertReason(Reason.SCTP_INIT_TRUNCATED, t.sctp(CLIENT, 0, "0100001400000001"));
        assertReason(Reason.TRANSPORT_TRUNCATED, t.packet(CLIENT, 132, "1b581b5922222222000000"));
        // a length below that of a chunk's header, or beyond the packet, is nobody's business here
        assertState(ConnState.ESTABLISHED, t.sctp(CLIENT, S, "00030001"));
        assertState(ConnState.ESTABLISHED, t.sctp(CLIENT, S, "0003ffff"));
    }

    @Test
    void shouldRefuseAWrongChecksumOnlyWhenAsked() {
        final String wrong = "1b581b590000000000000000" + init(C);

        assertReason(Reason.TRANSPORT_CHECKSUM, t.packet(CLIENT, 132, wrong));
        try (Tester trusting = new Tester(Profile.LINUX, "checksum=0")) {
            assertState(ConnState.NEW, trusting.packet(CLIENT, 132, wrong));
        }
    }

    private void open() {
        t.sctp(CLIENT, 0, init(C));
        t.sctp(SERVER, C, initAck(S));
        t.sctp(CLIENT, S, COOKIE_ECHO);
        t.sctp(SERVER, C, COOKIE_ACK);
    }

    private static String init(final int tag) {
        return "01000014" + initHeader(tag);
    }

    private static String initAck(final int tag) {
        return "02000014" + initHeader(tag);
    }

    private static String initHeader(final int tag) {
        return String.format("%08x", tag) + "0000ffff000a000a00000001";
    }

    private void assertTags(final long original, final long reply) {
        assertEquals(original, t.only().vtag(0));
        assertEquals(reply, t.only().vtag(1));
    }

    private static void assertState(final ConnState state, final long verdict) {
        assertEquals(state, Verdict.state(verdict), Verdict.reason(verdict).name());
    }

    private void assertReason(final Reason reason, final long verdict) {
        assertEquals(ConnState.INVALID, Verdict.state(verdict));
        assertEquals(reason, Verdict.reason(verdict));
        assertFalse(Verdict.hasDirection(verdict));
        final Setting applied = t.conntrack.lastTimeout();
        assertEquals(null, applied);
    }
}
