/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ConnState;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A peer is worth measuring only if it does the same work: all trackers give the same verdicts.
 */
final class PeersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int[] FLAGS = {Traffic.SYN, Traffic.SYN | Traffic.ACK, Traffic.ACK, Traffic.ACK,
        Traffic.PSH | Traffic.ACK, Traffic.FIN | Traffic.ACK, Traffic.RST, Traffic.RST | Traffic.ACK, 0,
        Traffic.SYN | Traffic.FIN};
    private static final int CONNECTIONS = 40;

    private final PreparedPackets ring = new PreparedPackets(64);
    private final List<Tracker> trackers = new ArrayList<>();

    private void open(final Settings settings) {
        trackers.add(new EngineTracker(settings, false));
        trackers.add(new EngineTracker(settings, true));
        for (final Peers peer : Peers.values()) {
            trackers.add(peer.tracker(settings, false));
        }
        // hashes of four bits collide all the time
        trackers.add(new AgronaPeer(settings, 0xF));
    }

    @BeforeEach
    void empty() {
        trackers.clear();
    }

    @AfterEach
    void close() {
        trackers.forEach(Tracker::close);
        ring.close();
    }

    @Test
    void shouldGiveTheVerdictsOfConntrackWhenTrafficIsRandom() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("PeersTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        open(new Settings(Profile.LINUX).set(Setting.MAX, 256));
        final Traffic traffic = new Traffic(30, 25);
        final Set<ConnState> states = EnumSet.noneOf(ConnState.class);
        long nowNanos = SECOND;
        for (int round = 0; round < 3000; round++) {
            final int count = 1 + random.nextInt(Tracker.CAPACITY);
            for (int i = 0; i < count; i++) {
                write(traffic, random, i);
            }
            final long stepNanos = random.nextInt(10) == 0 ? random.nextLong(20 * SECOND) : random.nextLong(SECOND);
            for (final Tracker tracker : trackers) {
                tracker.track(ring, 0, count, nowNanos, stepNanos);
            }
            for (int i = 0; i < count; i++) {
                assertSame(i, "seed=" + seed + " round=" + round + " packet=" + i);
                states.add(trackers.getFirst().state(i));
            }
            nowNanos += count * stepNanos;
            if (random.nextBoolean()) {
                for (final Tracker tracker : trackers) {
                    tracker.poll(nowNanos, 1 + random.nextInt(20));
                }
            }
        }
        assertEquals(EnumSet.of(ConnState.NEW, ConnState.ESTABLISHED, ConnState.INVALID), states);
        for (final Tracker tracker : trackers) {
            for (final ConnState state : states) {
                assertEquals(trackers.getFirst().packets(state), tracker.packets(state), tracker.name());
            }
        }
    }

    private void write(final Traffic traffic, final SplittableRandom random, final int place) {
        final int at = place * Traffic.STRIDE;
        int length = traffic.write(ring.buffer, at, random.nextInt(CONNECTIONS), random.nextBoolean(),
            FLAGS[random.nextInt(FLAGS.length)], offset(random), offset(random));
        switch (random.nextInt(40)) {
            case 0 -> ring.buffer.putByte(at + length - 1, (byte)(ring.buffer.getByte(at + length - 1) ^ 1));
            case 1 -> length -= 1 + random.nextInt(length - 1);
            default -> { }
        }
        ring.lengths[place] = (byte)length;
    }

    /** Mostly near the beginning, sometimes anywhere. */
    private static int offset(final SplittableRandom random) {
        return random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(3);
    }

    private void assertSame(final int packet, final String where) {
        final Tracker first = trackers.getFirst();
        for (final Tracker tracker : trackers) {
            final String what = tracker.name() + ' ' + where;
            assertEquals(first.state(packet), tracker.state(packet), what);
            assertEquals(first.reason(packet), tracker.reason(packet), what);
            assertEquals(first.isReply(packet), tracker.isReply(packet), what);
        }
    }

    @Test
    void shouldTakeTheSecondPacketForAReplyWhenSourceIsDestination() {
        open(new Settings(Profile.LINUX).set(Setting.MAX, 16).set(Setting.CHECKSUM, 0));
        final int length = new Traffic(0, 100).write(ring.buffer, 0, 5, true, 0, 0, 0);
        ring.buffer.putInt(16, ring.buffer.getInt(12));
        ring.buffer.putShort(22, ring.buffer.getShort(20));
        ring.buffer.putShort(26, (short)0);
        ring.buffer.putShort(10, (short)0);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += ring.buffer.getShort(i, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        }
        ring.buffer.putShort(10, (short)~((sum & 0xFFFF) + (sum >>> 16)), ByteOrder.BIG_ENDIAN);
        ring.lengths[0] = (byte)length;
        for (int i = 0; i < 3; i++) {
            for (final Tracker tracker : trackers) {
                tracker.track(ring, 0, 1, SECOND, 0);
            }
            assertSame(0, "packet=" + i);
            assertEquals(i > 0, trackers.getFirst().isReply(0));
        }
    }

    @Test
    void shouldForgetAllConnectionsWhenTheirTimeIsOver() {
        open(new Settings(Profile.LINUX).set(Setting.MAX, 256));
        for (final Tracker tracker : trackers) {
            for (int round = 0; round < 3; round++) {
                final long nowNanos = SECOND + round * 1_000_000 * SECOND;
                Opening.open(tracker, new Traffic(50, 50), ring, round * 1000, 200, nowNanos);
                assertEquals(200, tracker.size(), tracker.name());
                // more than five days later, a few at a time
                for (int poll = 0; poll < 1000 && tracker.size() > 0; poll++) {
                    tracker.poll(nowNanos + 500_000 * SECOND, 7);
                }
                assertEquals(0, tracker.size(), tracker.name());
            }
        }
    }

    @Test
    void shouldRefuseWhenTheTableIsFullOfAssuredConnections() {
        open(new Settings(Profile.LINUX).set(Setting.MAX, 64));
        final Traffic traffic = new Traffic(0, 0);
        for (final Tracker tracker : trackers) {
            Opening.open(tracker, traffic, ring, 0, 64, SECOND);
            ring.lengths[0] = (byte)traffic.write(ring.buffer, 0, 999, true, Traffic.SYN, 0, 0);
            tracker.track(ring, 0, 1, SECOND, 0);
            assertEquals(ConnState.INVALID, tracker.state(0), tracker.name());
            assertEquals(Reason.TABLE_FULL, tracker.reason(0), tracker.name());
            assertEquals(1, tracker.refused(), tracker.name());
            assertEquals(0, tracker.earlyDrops(), tracker.name());
            assertTrue(tracker.offHeapBytes() > 0, tracker.name());
        }
    }
}
