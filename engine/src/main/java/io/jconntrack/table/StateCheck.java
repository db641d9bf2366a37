/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

/**
 * Tells whether a protocol knows what stands in its part of an entry. The table does not know protocols.
 */
@FunctionalInterface
public interface StateCheck {
    /**
     * Whether a tracker may have written a protocol's state, and what it keeps beside it.
     *
     * @param protocol IP protocol number, 0 to 255.
     * @param entry its address.
     * @return false when none writes such an entry.
     */
    boolean isPlausible(int protocol, long entry);
}
