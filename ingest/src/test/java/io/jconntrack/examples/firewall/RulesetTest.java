/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples.firewall;

import static io.jconntrack.examples.Frames.ACK;
import static io.jconntrack.examples.Frames.INSIDE;
import static io.jconntrack.examples.Frames.OUTSIDE;
import static io.jconntrack.examples.Frames.RST;
import static io.jconntrack.examples.Frames.SYN;
import static io.jconntrack.examples.Frames.portUnreachable;
import static io.jconntrack.examples.Frames.tcp;
import static io.jconntrack.examples.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.Conntrack;
import io.jconntrack.examples.Frames;
import io.jconntrack.settings.Profile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RulesetTest {
    private final Conntrack conntrack = Conntrack.builder().profile(Profile.LINUX).capacity(1000).build();
    private final Ruleset rules = new Ruleset(conntrack);
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
    private long nowNanos = 1_000_000_000L;

    @AfterEach
    void close() {
        conntrack.close();
    }

    private Decision leaving(final byte[] frame) {
        return decide(frame, true);
    }

    private Decision arriving(final byte[] frame) {
        return decide(frame, false);
    }

    private Decision decide(final byte[] frame, final boolean leaves) {
        buffer.putBytes(0, frame);
        return rules.decide(buffer, frame.length, leaves, nowNanos++);
    }

    @Test
    void shouldLetConnectionsLeaveAndTheirAnswersComeBack() {
        assertEquals(Decision.PASSED, leaving(tcp(INSIDE, 4000, 80, SYN, 100, 0)));
        assertEquals(Decision.PASSED, arriving(tcp(OUTSIDE, 80, 4000, SYN | ACK, 500, 101)));
        assertEquals(Decision.PASSED, leaving(tcp(INSIDE, 4000, 80, ACK, 101, 501)));
        assertEquals(Decision.PASSED, arriving(tcp(OUTSIDE, 80, 4000, ACK, 501, 101)));
        assertEquals(Decision.PASSED, leaving(udp(INSIDE, 5000, 53, 10)));
        assertEquals(Decision.PASSED, arriving(udp(OUTSIDE, 53, 5000, 100)));
        assertEquals(2, conntrack.count());
    }

    @Test
    void shouldLeaveNoEntryOfAScanFromOutside() {
        for (int port = 1; port <= 5000; port++) {
            assertEquals(Decision.NEW_FROM_OUTSIDE, arriving(tcp(OUTSIDE, 40000, port, SYN, port, 0)));
            assertEquals(Decision.NEW_FROM_OUTSIDE, arriving(udp(OUTSIDE, 40000, port, 0)));
        }
        assertEquals(0, conntrack.count());
        assertEquals(10_000, conntrack.statistics().discarded());
        assertEquals(Decision.PASSED, leaving(tcp(INSIDE, 4000, 80, SYN, 100, 0)), "there is room");
    }

    @Test
    void shouldRefuseNewWithoutSyn() {
        assertEquals(Decision.NEW_WITHOUT_SYN, leaving(tcp(INSIDE, 4000, 80, ACK, 100, 7)));
        assertEquals(Decision.NEW_WITHOUT_SYN, leaving(tcp(INSIDE, 4000, 80, ACK, 100, 7)), "again");
        assertEquals(Decision.NEW_FROM_OUTSIDE, arriving(tcp(OUTSIDE, 80, 4000, ACK, 7, 100)), "nor its answer");
        assertEquals(Decision.INVALID, leaving(tcp(INSIDE, 4000, 80, SYN | ACK, 100, 7)));
        assertEquals(Decision.INVALID, leaving(tcp(INSIDE, 4000, 80, RST, 100, 0)));
        assertEquals(0, conntrack.count());
    }

    @Test
    void shouldLetErrorsAboutConnectionsComeBack() {
        final byte[] query = udp(INSIDE, 5000, 53, 10);
        assertEquals(Decision.INVALID, arriving(portUnreachable(OUTSIDE, query)), "about nothing");
        assertEquals(Decision.PASSED, leaving(query));
        assertEquals(Decision.PASSED, arriving(portUnreachable(OUTSIDE, query)));
    }

    @Test
    void shouldForwardArpAndNothingElseThatIsNotIp() {
        final byte[] frame = new byte[60];
        frame[12] = 8;
        frame[13] = 6;
        assertEquals(Decision.PASSED, leaving(frame));
        assertEquals(Decision.PASSED, arriving(frame));
        frame[12] = (byte)0x88;
        frame[13] = (byte)0xCC;
        assertEquals(Decision.NOT_IP, leaving(frame));
        assertEquals(Decision.NOT_IP, arriving(new byte[13]));
    }

    @Test
    void shouldForwardNoFragment() {
        assertEquals(Decision.FRAGMENT, leaving(Frames.fragment(INSIDE, 0x2000)));
        assertEquals(Decision.FRAGMENT, leaving(Frames.fragment(INSIDE, 0x2001)));
        assertEquals(Decision.FRAGMENT, leaving(Frames.fragment(INSIDE, 0x0002)), "nor the one that makes it whole");
        assertEquals(0, conntrack.count());
    }

    @Test
    void shouldCompleteChecksumsAsACardWould() {
        for (final byte[] right : new byte[][] {tcp(INSIDE, 4000, 80, SYN, 100, 0), udp(INSIDE, 5000, 53, 10),
            udp(INSIDE, 5001, 53, 11)}) {
            final int at = right[23] == 6 ? 34 + 16 : 34 + 6;
            final UnsafeBuffer frame = new UnsafeBuffer(right.clone());
            frame.putShort(at, pseudoHeader(right), ByteOrder.BIG_ENDIAN);
            Checksums.complete(frame, right.length);
            assertEquals(ByteBuffer.wrap(right), ByteBuffer.wrap(frame.byteArray()));
        }
        final byte[] cut = tcp(INSIDE, 4000, 80, SYN, 100, 0);
        for (int length = 0; length < cut.length; length++) {
            Checksums.complete(new UnsafeBuffer(cut.clone(), 0, length), length);
        }
    }

    /** What the kernel leaves in the checksum's place for a card: the sum of addresses, protocol and length. */
    private static short pseudoHeader(final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        int sum = frame[23] + frame.length - 34;
        for (int at = 26; at < 34; at += 2) {
            sum += bytes.getShort(at) & 0xFFFF;
        }
        return (short)((sum & 0xFFFF) + (sum >>> 16));
    }
}
