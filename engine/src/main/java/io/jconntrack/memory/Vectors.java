/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import jdk.incubator.vector.LongVector;

/**
 * Whether {@link Lanes} can be used: asked before any class that mentions a vector is loaded.
 */
public final class Vectors {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int BITS = 512;

    private Vectors() {
    }

    /**
     * What keeps this process from using vectors.
     *
     * @return a line for people, or null when nothing does.
     */
    public static String obstacle() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "Java has to be started with --add-modules " + MODULE;
        }
        final String machine = System.getProperty("os.arch");
        if (!machine.equals("amd64")) {
            // not only for its vectors: loads of other machines may come in another order than they stand
            return "they are for x86-64, this is " + machine;
        }
        final int bits = Widest.bits();
        return bits >= BITS ? null : "the processor, or Java on it, has vectors of " + bits + " bits; "
            + BITS + " are needed (AVX-512)";
    }

    /** Loaded only where the module is. */
    private static final class Widest {
        static int bits() {
            return LongVector.SPECIES_PREFERRED.vectorBitSize();
        }
    }
}
