/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

/**
 * What a table may keep beside its entries. A column that is switched off has no memory and costs one predicted branch.
 */
public enum Column {
    /** Packets and bytes of the original direction, then of the reply, eight bytes each (sysctl acct). */
    ACCOUNTING(32),
    /** When the connection started, nanoseconds of the caller's time (sysctl timestamp). */
    TIMESTAMP(8),
    /** The connection's mark. */
    MARK(4),
    /** 128 labels, one bit each. */
    LABELS(16);

    private final int width;

    Column(final int width) {
        this.width = width;
    }

    /**
     * Size of an entry's part.
     *
     * @return in bytes.
     */
    public int width() {
        return width;
    }
}
