/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import org.HdrHistogram.Histogram;

/**
 * The machine's own pauses: times of the same loop without work.
 *
 * @param histogram of nanoseconds.
 */
record Pauses(Histogram histogram) {
}
