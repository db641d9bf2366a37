/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.memory.Vectors;

/**
 * For tests of what is done eight at a time.
 */
public final class VectorTesting {
    private VectorTesting() {
    }

    /** Skip the test, and say why, where there are no vectors. */
    public static void assumeVectors() {
        final String obstacle = Vectors.obstacle();
        assumeTrue(obstacle == null, () -> "no vectors: " + obstacle);
    }
}
