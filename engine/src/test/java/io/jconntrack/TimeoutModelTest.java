/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.settings.Profile;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Connections are given time-outs again and again, shorter and longer, wherever they stand in the wheel, and looked up
 * and polled at random moments. The model is a deadline for each: a connection is there before it, and gone from it on,
 * to the nanosecond.
 */
class TimeoutModelTest {
    private static final long START = 1_000_000_000_000_000_000L;
    private static final long TICK = 1L << 26;
    private static final long TURN = 1024 * TICK;
    private static final int CONNECTIONS = 200;
    private static final int STEPS = 60_000;

    private final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Crowd crowd = new Crowd();
    private final ConnectionId[] ids = new ConnectionId[CONNECTIONS];
    /** 0 when there never was one. */
    private final long[] deadlines = new long[CONNECTIONS];
    private long now = START;

    @Test
    void shouldExpireExactlyWhenTheTimeoutIsMoved() {
        System.out.println("TimeoutModelTest: -Djconntrack.seed=" + seed);
        int moved = 0;
        try (Conntrack conntrack = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=1000"))
            .hashSeed(1, 2).build()) {
            for (int step = 0; step < STEPS; step++) {
                final int which = random.nextInt(CONNECTIONS);
                switch (random.nextInt(8)) {
                    case 0 -> now = Math.max(now, deadlines[which] - random.nextInt(3) + 1);
                    case 1 -> now += span();
                    case 2 -> conntrack.poll(now, random.nextInt(1, 20));
                    case 3 -> {
                        conntrack.poll(now, Integer.MAX_VALUE);
                        assertEquals(alive(), conntrack.count(), this::where);
                    }
                    default -> {
                        final int number = number(conntrack, which);
                        if (number >= 0) {
                            final long timeout = span();
                            assertTrue(conntrack.timeout(number, timeout, now), this::where);
                            deadlines[which] = now + timeout;
                            moved++;
                        } else {
                            open(conntrack, which);
                        }
                    }
                }
                number(conntrack, which);
            }
            assertTrue(conntrack.statistics().expired() > STEPS / 100, "expired=" + conntrack.statistics().expired());
        }
        assertTrue(moved > STEPS / 50, "moved=" + moved);
    }

    /** Nothing, a moment, ticks, turns of the wheel, or as long as there is. */
    private long span() {
        return switch (random.nextInt(7)) {
            case 0 -> 0;
            case 1 -> random.nextLong(10);
            case 2 -> random.nextLong(TICK);
            case 3 -> random.nextLong(10) * TICK;
            case 4 -> random.nextLong(100 * TICK);
            case 5 -> random.nextInt(20) == 0 ? random.nextLong(3 * TURN) : random.nextLong(TURN / 50);
            default -> random.nextInt(50) == 0 ? Conntrack.LONGEST_TIMEOUT_NANOS : random.nextLong(1000);
        };
    }

    private boolean isAlive(final int which) {
        return deadlines[which] > now;
    }

    private int alive() {
        int alive = 0;
        for (int which = 0; which < CONNECTIONS; which++) {
            alive += isAlive(which) ? 1 : 0;
        }
        return alive;
    }

    /** Look a connection up; gives its entry's number, or -1. */
    private int number(final Conntrack conntrack, final int which) {
        final int number = ids[which] == null ? -1 : conntrack.find(ids[which], now);
        assertEquals(isAlive(which), number >= 0, this::where);
        return number;
    }

    /** Open a connection that is not there. */
    private void open(final Conntrack conntrack, final int which) {
        final long verdict = crowd.send(conntrack, udp(which), 0, now);
        assertEquals(ConnState.NEW, Verdict.state(verdict), this::where);
        final Connection connection = new Connection(conntrack);
        assertTrue(connection.moveTo(Verdict.entry(verdict)), this::where);
        ids[which] = new ConnectionId();
        connection.copyTo(ids[which]);
        deadlines[which] = now + 30_000_000_000L;
    }

    private static int udp(final int which) {
        return 1 + 9 * which;
    }

    private String where() {
        return "seed=" + seed + " now=" + (now - START);
    }
}
