/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A UDP datagram of 8 + 24 bytes from port 5000 to 53, in fragments of the test's choice; answers are the kernel's.
 */
class FragmentsTest {
    private static final String NEW = "NEW";
    private static final String WAITS = "FRAGMENT";
    private static final boolean MORE = true;
    private static final boolean LAST = false;

    private final Conntrack conntrack = conntrack("max=100");
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private Conntrack current = conntrack;
    private long nowNanos = 1_000_000_000_000L;
    private int zone;
    private int ecn;
    private int captured = 2048;

    private static Conntrack conntrack(final String... values) {
        final Settings settings = new Settings(Profile.LINUX).set("checksum", "0").set("acct", "1");
        for (final String value : values) {
            settings.set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        return Conntrack.builder().settings(settings).hashSeed(1, 2).build();
    }

    @AfterEach
    void close() {
        conntrack.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldTrackTheDatagramWhenItsLastFragmentComesInWhateverOrder(final int l3) {
        for (final List<Integer> order : List.of(List.of(0, 1, 2, 3), List.of(3, 2, 1, 0), List.of(1, 3, 0, 2))) {
            for (int i = 0; i < 3; i++) {
                assertEquals(WAITS, fragment(l3, 7, order.get(i) * 8, order.get(i) == 3 ? LAST : MORE, 8));
            }
            assertEquals(NEW, fragment(l3, 7, order.get(3) * 8, order.get(3) == 3 ? LAST : MORE, 8));
        }
        final Connection c = new Connection(conntrack);
        c.moveTo(0);
        assertEquals(5000, c.sourcePort(0));
        assertEquals(3, c.packets(0), "a datagram counts as one packet");
        assertEquals(3 * ((l3 == 4 ? 20 : 40) + 32), c.bytes(0), "and with one IP header");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldPassOverARepetitionAndGiveUpOnAnOverlap(final int l3) {
        assertEquals(WAITS, fragment(l3, 7, 0, MORE, 16));
        assertEquals(WAITS + " fragment_repeated", fragment(l3, 7, 0, MORE, 16));
        assertEquals(WAITS + " fragment_repeated", fragment(l3, 7, 8, MORE, 8));
        assertEquals(NEW, fragment(l3, 7, 16, LAST, 16));

        assertEquals(WAITS, fragment(l3, 7, 0, MORE, 16));
        assertEquals(WAITS + " fragment_overlap", fragment(l3, 7, 8, LAST, 24));
        assertEquals(WAITS, fragment(l3, 7, 16, LAST, 16), "the first part is gone");
    }

    @Test
    void shouldTakeTwoFragmentsOutOfOrderForTwoRunsThatNoRepetitionMaySpan() {
        assertEquals(WAITS, fragment(4, 7, 8, MORE, 8));
        assertEquals(WAITS, fragment(4, 7, 0, MORE, 8));
        assertEquals(WAITS + " fragment_overlap", fragment(4, 7, 0, MORE, 16));
    }

    @Test
    void shouldForgiveAWrongLengthOverIpv6Only() {
        for (final int l3 : new int[] {4, 6}) {
            assertEquals(WAITS, fragment(l3, 7, 16, LAST, 16));
            assertEquals(WAITS + " fragment_length", fragment(l3, 7, 32, MORE, 8), "beyond the end");
            assertEquals(l3 == 6 ? NEW : WAITS, fragment(l3, 7, 0, MORE, 16));
        }
    }

    @Test
    void shouldRoundALengthDownOverIpv4AndNotReassembleItOverIpv6() {
        assertEquals(WAITS, fragment(4, 7, 0, MORE, 19));
        assertEquals(NEW, fragment(4, 7, 16, LAST, 16));
        assertEquals("INVALID udp_length", fragment(6, 7, 0, MORE, 19), "judged as it is");
    }

    @Test
    void shouldNotReassembleAFirstFragmentThatEndsInItsHeader() {
        assertEquals("INVALID transport_truncated", fragment(6, 7, 0, MORE, 0));
        assertEquals(WAITS + " fragment_length", fragment(4, 7, 0, MORE, 0));
        assertEquals("INVALID transport_truncated", fragment(6, 7, 0, MORE, -4), "half a fragment header");
        assertEquals(WAITS + " fragment_length", fragment(6, 7, 0, MORE, -5));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldDropADatagramWhoseFragmentsDisagreeOnCongestionNotification(final int l3) {
        ecn = 2;
        assertEquals(WAITS, fragment(l3, 7, 0, MORE, 16));
        ecn = 0;
        assertEquals(WAITS + " fragment_ecn", fragment(l3, 7, 16, LAST, 16));
        ecn = 2;
        assertEquals(WAITS, fragment(l3, 7, 0, MORE, 16));
        ecn = 3;
        assertEquals(NEW, fragment(l3, 7, 16, LAST, 16), "congestion experienced on the way is no disagreement");
    }

    @Test
    void shouldWait30SecondsOverIpv4And60OverIpv6FromTheFirstFragmentOn() {
        for (final int l3 : new int[] {4, 6}) {
            final int seconds = l3 == 4 ? 30 : 60;
            assertEquals(WAITS, fragment(l3, 7, 0, MORE, 8));
            after(seconds - 1);
            assertEquals(WAITS, fragment(l3, 7, 8, MORE, 8));
            after(0.5);
            assertEquals(NEW, fragment(l3, 7, 16, LAST, 16));
            assertEquals(WAITS, fragment(l3, 7, 0, MORE, 16));
            after(seconds);
            assertEquals(WAITS, fragment(l3, 7, 16, LAST, 16));
        }
    }

    @Test
    void shouldKeepIdentificationsZonesAndProtocolsApart() {
        assertEquals(WAITS, fragment(4, 7, 0, MORE, 16));
        assertEquals(WAITS, fragment(4, 8, 16, LAST, 16));
        zone = 1;
        assertEquals(WAITS, fragment(4, 7, 16, LAST, 16));
        assertEquals(NEW, fragment(4, 7, 0, MORE, 16));
        zone = 0;
        assertEquals(NEW, fragment(4, 7, 16, LAST, 16));
    }

    @Test
    void shouldStartAgainWhenMoreThan64OtherFragmentsOfTheSenderCameBetweenTwo() {
        assertEquals(WAITS, fragment(4, 7, 0, MORE, 16));
        for (int id = 1000; id < 1064; id++) {
            fragment(4, id, 0, MORE, 8);
        }
        assertEquals(WAITS, fragment(4, 7, 16, LAST, 16), "65 fragments after the first: it does not fit any more");
        assertEquals(NEW, fragment(4, 7, 0, MORE, 16));
    }

    @Test
    void shouldHoldNoMoreThanItsMemory() {
        try (Conntrack small = conntrack("frag_high_thresh=3000", "frag6_high_thresh=0")) {
            current = small;
            assertEquals(WAITS, fragment(4, 1, 0, MORE, 16));
            assertEquals(WAITS, fragment(4, 2, 0, MORE, 16));
            assertEquals(WAITS + " fragment_memory", fragment(4, 3, 0, MORE, 16));
            assertEquals(NEW, fragment(4, 1, 16, LAST, 16), "room again");
            assertEquals(WAITS, fragment(4, 3, 0, MORE, 16));
            assertEquals(WAITS + " fragment_memory", fragment(6, 1, 0, MORE, 16));
        }
    }

    @Test
    void shouldReassembleWhatTheCaptureCut() {
        captured = 20 + 8;
        assertEquals(WAITS, fragment(4, 7, 0, MORE, 16));
        assertEquals(NEW, fragment(4, 7, 16, LAST, 16));
    }

    @Test
    void shouldNameTheConnectionOfAFirstFragment() {
        fragment(4, 7, 0, MORE, 16);
        fragment(4, 7, 16, LAST, 16);
        assertEquals(0, Verdict.entry(send(4, 8, 0, MORE, 16)));
        assertEquals(-1, Verdict.entry(send(4, 9, 16, LAST, 16)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldMarkTheVerdictOfTheFragmentThatMakesItsDatagramWhole(final int l3) {
        assertFalse(Verdict.isReassembled(send(l3, 7, 16, LAST, 16)));
        final long whole = send(l3, 7, 0, MORE, 16);
        assertEquals(ConnState.NEW, Verdict.state(whole));
        assertTrue(Verdict.isReassembled(whole), "the first by its offset, the last to come");
        assertEquals(l3 == 6, Verdict.isReassembled(send(l3, 8, 0, LAST, 32)), "IPv6 has a header for fragments");
        conntrack.discard(whole);
        assertEquals(0, conntrack.count(), "marked as it is, it still names what it opened");
    }

    @Test
    void shouldAllocateNothing() {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 3; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                send(i % 2 * 2 + 4, i, 0, MORE, 16);
                send(i % 2 * 2 + 4, i, i % 5 == 0 ? 8 : 24, MORE, 8 + i % 2 * 8);
                send(i % 2 * 2 + 4, i, 16, LAST, i % 7 == 0 ? 8 : 16);
                nowNanos += 10_000_000;
            }
            if (round == 2) {
                assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) / 20_000);
            }
        }
        assertTrue(conntrack.statistics().packets(Reason.FRAGMENT_OVERLAP) > 0);
        assertTrue(conntrack.statistics().packets(ConnState.NEW) > 0);
    }

    private void after(final double seconds) {
        nowNanos += Math.round(seconds * 1e9);
    }

    private String fragment(final int l3, final int id, final int offset, final boolean more, final int length) {
        final long verdict = send(l3, id, offset, more, length);
        final ConnState state = Verdict.state(verdict);
        final Reason reason = Verdict.reason(verdict);
        return state + (reason == Reason.NONE ? "" : " " + reason.name().toLowerCase(Locale.ROOT));
    }

    private long send(final int l3, final int id, final int offset, final boolean more, final int length) {
        final int at = l3 == 4 ? ipv4(id, offset, more, length) : ipv6(id, offset, more, length);
        buffer.setMemory(at, Math.max(0, length), (byte)0);
        if (offset == 0 && length >= 8) {
            buffer.putShort(at, (short)5000, BIG_ENDIAN);
            buffer.putShort(at + 2, (short)53, BIG_ENDIAN);
            buffer.putShort(at + 4, (short)32, BIG_ENDIAN);
        }
        return current.process(buffer, 0, Math.min(captured, at + length), at + length, zone, nowNanos);
    }

    private int ipv4(final int id, final int offset, final boolean more, final int length) {
        buffer.putInt(0, 0x45000000 | ecn << 16 | 20 + length, BIG_ENDIAN);
        buffer.putInt(4, id << 16 | (more ? 0x2000 : 0) | offset >> 3, BIG_ENDIAN);
        buffer.putInt(8, 64 << 24 | 17 << 16, BIG_ENDIAN);
        buffer.putInt(12, 0x0A000001, BIG_ENDIAN);
        buffer.putInt(16, 0x0A000002, BIG_ENDIAN);
        Tester.putIpv4Checksum(buffer, 0);
        return 20;
    }

    private int ipv6(final int id, final int offset, final boolean more, final int length) {
        buffer.putInt(0, 6 << 28 | ecn << 20, BIG_ENDIAN);
        buffer.putInt(4, 8 + length << 16 | 44 << 8 | 64, BIG_ENDIAN);
        buffer.putLong(8, 0x20010DB8_00000000L, BIG_ENDIAN);
        buffer.putLong(16, 1, BIG_ENDIAN);
        buffer.putLong(24, 0x20010DB8_00000000L, BIG_ENDIAN);
        buffer.putLong(32, 2, BIG_ENDIAN);
        buffer.putInt(40, 17 << 24 | offset | (more ? 1 : 0), BIG_ENDIAN);
        buffer.putInt(44, id, BIG_ENDIAN);
        return 48;
    }
}
