/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

/**
 * A figure at a moment.
 *
 * @param metric which figure.
 * @param worker whose it is, or {@link #ALL} for the tracker's.
 * @param value of the metric's dimension, such as a reason; null where the metric has none.
 * @param words that name it to people.
 * @param number whole, in the unit that it is kept in; times {@link Metric#scale()} in the one that its name tells.
 */
public record Sample(Metric metric, int worker, String value, String words, long number) {
    /** Of no worker, but of the tracker. */
    public static final int ALL = -1;

    /**
     * In the unit that the metric's name tells.
     *
     * @return the number, scaled.
     */
    public double scaled() {
        return metric.scale() == 1 ? number : number * metric.scale();
    }

    /**
     * Whether it is the same figure at another moment.
     *
     * @param other figure.
     * @return true when metric, worker and value are equal.
     */
    public boolean isOf(final Sample other) {
        return metric == other.metric && worker == other.worker && java.util.Objects.equals(value, other.value);
    }
}
