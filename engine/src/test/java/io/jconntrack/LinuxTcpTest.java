/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.Tester.CLIENT;
import static io.jconntrack.Tester.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rules of Linux's TCP tracker that random traffic found and no document tells; each was asked of the kernel.
 */
class LinuxTcpTest {
    private static final int HALF_THE_SPACE = 1 << 31;

    private static final List<Reason> IGNORED =
        Arrays.stream(Reason.values()).filter(reason -> reason != Reason.NONE && !reason.refuses()).toList();

    private final Tester tester = new Tester(Profile.LINUX);
    private long ignored;

    @AfterEach
    void close() {
        tester.close();
    }

    @Test
    void shouldTakeASynHalfTheSequenceSpaceAwayForALaterOne() {
        tester.tcp(CLIENT, "S", 1000, 0);
        tester.tcp(CLIENT, "S", 1000 + HALF_THE_SPACE, 0);

        final long answer = tester.tcp(SERVER, "SA", 5000, 1001 + HALF_THE_SPACE);

        assertEquals(ConnState.ESTABLISHED, Verdict.state(answer));
        assertEquals("SYN_RECV 60", tester.entry());
    }

    @Test
    void shouldLearnNothingOfTheOtherSideFromASynThatRestartsTheReplier() {
        tester.tcp(CLIENT, "S", 1000, 0);
        assertEquals(Reason.TCP_ACK_ABOVE_BOUND, Verdict.reason(tester.tcp(SERVER, "SA", 5000, 9999)));
        tester.tcp(SERVER, "S", 6000, 0);
        assertEquals("SYN_SENT2 120", tester.entry());
        tester.tcp(CLIENT, "SA", 1000, 6001);

        tester.after(1).tcp(CLIENT, "A", 3000, 6001);

        assertEquals("SYN_RECV 59", tester.entry(), "2000 bytes beyond what the server announced: ignored");
    }

    @Test
    void shouldCloseOnARstThatAcknowledgesTheIgnoredAckOfItsOwnSender() {
        tester.tcp(CLIENT, "S", 1000, 0);
        tester.tcp(SERVER, "A", 7000, 1501);

        final long reset = tester.tcp(SERVER, "RA", 900_000, 7000, 500);

        assertEquals(ConnState.ESTABLISHED, Verdict.state(reset));
        assertEquals("CLOSE 10", tester.entry());
    }

    @Test
    void shouldNotCloseOnARstThatAnswersItsOwnSendersSyn() {
        tester.tcp(CLIENT, "S", 1000, 0);
        tester.tcp(SERVER, "S", 434_465, 0);

        final long reset = tester.tcp(SERVER, "R", 434_466 + 1000, 0);

        assertEquals(ConnState.ESTABLISHED, Verdict.state(reset));
        assertEquals("SYN_SENT2 120", tester.entry());
    }

    @Test
    void shouldSayWhyASegmentWasIgnored() {
        tester.tcp(CLIENT, "S", 1000, 0);
        tester.tcp(SERVER, "SA", 5000, 1001);
        tester.tcp(CLIENT, "A", 1001, 5001);

        assertIgnored(Reason.TCP_OUT_OF_STEP, tester.tcp(CLIENT, "S", 90_000, 0));
        assertIgnored(Reason.TCP_ACK_BELOW_BOUND, tester.tcp(CLIENT, "A", 1001, 5001 - 66_001));
        assertIgnored(Reason.TCP_SEQ_BELOW_WINDOW, tester.tcp(SERVER, "A", 5001 - 5841, 1001));

        tester.tcp(CLIENT, "FA", 1001, 5001);
        tester.tcp(SERVER, "FA", 5001, 1002);
        assertIgnored(Reason.TCP_OUT_OF_STEP, tester.tcp(CLIENT, "S", 90_000, 0));
        assertIgnored(Reason.TCP_CHALLENGE_ACK, tester.tcp(SERVER, "A", 5002, 1002));
        assertIgnored(Reason.TCP_SEQ_OVERSHOT, tester.tcp(CLIENT, "A", 1002 + 5841, 5002, 100));
    }

    private void assertIgnored(final Reason reason, final long verdict) {
        assertEquals(reason, Verdict.reason(verdict));
        assertEquals(ConnState.ESTABLISHED, Verdict.state(verdict));
        assertEquals(++ignored, IGNORED.stream().mapToLong(tester.conntrack.statistics()::packets).sum());
    }
}
