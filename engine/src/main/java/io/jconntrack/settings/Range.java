/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

/**
 * Bounds that several rows of the table share.
 */
final class Range {
    /** The longest time-out that any kernel accepts: {@code INT_MAX} jiffies at 100 a second, about 248 days. */
    static final long MAX_SECONDS = Integer.MAX_VALUE / 100;

    /** What the kernel keeps in an unsigned byte. */
    static final long MAX_BYTE = 255;

    /** The greatest port number. */
    static final long MAX_PORT = 65_535;

    /** The most connections that may be expected. */
    static final long MAX_EXPECTATIONS = 131_072;

    /** The most connections that a table may be asked to hold. */
    static final long MAX_CONNECTIONS = 100_000_000;

    private Range() {
    }
}
