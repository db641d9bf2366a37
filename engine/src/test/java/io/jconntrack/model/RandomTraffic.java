/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A few random flows that take turns, in time steps from nothing to days.
 */
final class RandomTraffic {
    private static final long SECOND = 1_000_000_000L;
    private static final long[] SILENCES = {1, 2, 5, 9, 10, 11, 29, 30, 31, 60, 119, 120, 121, 290, 300, 310, 1800,
        43_200, 431_000, 432_000};

    /** A packet and its time. */
    record Packet(long nanos, byte[] bytes) {
    }

    private final SplittableRandom random;
    private final List<RandomFlow> flows = new ArrayList<>();
    private long nowNanos;

    RandomTraffic(final SplittableRandom random, final int count, final long startNanos) {
        this.random = random;
        nowNanos = startNanos;
        for (int i = 0; i < count; i++) {
            flows.add(new RandomFlow(random.split(), i));
        }
    }

    /**
     * The next packet.
     *
     * @param deadlineNanos when some entry is going to expire, to come close to it; 0 for none.
     */
    Packet next(final long deadlineNanos) {
        while (true) {
            pass(deadlineNanos);
            // some flows talk more than others
            final byte[] bytes = flows.get(random.nextInt(1 + random.nextInt(flows.size()))).next();
            if (bytes != null) {
                return new Packet(nowNanos, bytes);
            }
            nowNanos += silence();
        }
    }

    private void pass(final long deadlineNanos) {
        switch (random.nextInt(64)) {
            case 0 -> nowNanos += random.nextLong(SECOND);
            case 1 -> nowNanos += random.nextInt(8) == 0 ? silence() : 0;
            case 2 -> nowNanos = Math.max(nowNanos, deadlineNanos + random.nextLong(-1, 2));
            case 3 -> nowNanos = Math.max(nowNanos, deadlineNanos - SECOND * random.nextLong(8));
            default -> nowNanos += random.nextLong(1000, 2_000_000);
        }
    }

    private long silence() {
        // short ones are likelier
        final long seconds = SILENCES[random.nextInt(1 + random.nextInt(SILENCES.length))];
        return seconds * SECOND + random.nextLong(-2, 3) * (random.nextBoolean() ? 1 : SECOND / 8);
    }
}
