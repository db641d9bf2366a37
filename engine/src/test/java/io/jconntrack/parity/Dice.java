/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.util.SplittableRandom;

/**
 * Seeded chance.
 */
final class Dice {
    private final SplittableRandom random;

    Dice(final long seed) {
        random = new SplittableRandom(seed);
    }

    int below(final int bound) {
        return random.nextInt(bound);
    }

    int word() {
        return random.nextInt();
    }

    boolean chance(final double probability) {
        return random.nextDouble() < probability;
    }

    int of(final int... values) {
        return values[random.nextInt(values.length)];
    }

    /** An index, with a probability in proportion to its weight. */
    int pick(final int... weights) {
        int sum = 0;
        for (final int weight : weights) {
            sum += weight;
        }
        int at = random.nextInt(sum);
        int index = 0;
        while (at >= weights[index]) {
            at -= weights[index++];
        }
        return index;
    }
}
