/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import org.HdrHistogram.Histogram;

/**
 * Times to compare a result's own with.
 *
 * @param title such as "the machine without work": the machine's own pauses, which the same loop shows.
 * @param histogram of nanoseconds.
 */
record TimesBeside(String title, Histogram histogram) {
    /** Title of what no tracker can avoid. */
    static final String MACHINE = "the machine without work";
}
