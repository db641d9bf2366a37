/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

/**
 * A step of the work on eight {@link Rows} at once, compiled by itself.
 * <p>
 * Vectors cost nothing while the compiler keeps them in registers, and an object for each where it gives up inlining,
 * which it does at a method's 18 000th node: after some 25 operations of {@link Lanes}. So work on lanes is cut into
 * steps of about so many, which hand vectors on through memory. All are called from one place, {@link #run}, so that
 * the compiler sees too many classes there to inline any; a step's own calls it inlines all. For the same reason steps
 * are held in fields that are not static.
 */
public abstract class LaneStep {
    /** For steps, which may have constants of their own. */
    protected LaneStep() {
    }

    /**
     * Do a step.
     *
     * @param step to be done; not this, of which the compiler would note the class where it is called.
     * @param a address, or what the step says.
     * @param b address, or what the step says.
     * @param c address, or what the step says.
     * @return bit n for row n, in steps that say something of rows.
     */
    public static long run(final LaneStep step, final long a, final long b, final long c) {
        return step.step(a, b, c);
    }

    /**
     * What the step does, see {@link #run}.
     *
     * @param a as its class says.
     * @param b as its class says.
     * @param c as its class says.
     * @return as its class says.
     */
    protected abstract long step(long a, long b, long c);
}
