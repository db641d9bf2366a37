/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

/**
 * Tells whether a protocol has a state of a number. The table does not know protocols.
 */
@FunctionalInterface
public interface StateCheck {
    /**
     * Whether there is such a state.
     *
     * @param protocol IP protocol number, 0 to 255.
     * @param state as it stands in an entry, -128 to 127.
     * @return true when there is.
     */
    boolean isState(int protocol, int state);
}
