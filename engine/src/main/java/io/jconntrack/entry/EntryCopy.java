/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

/**
 * A copy of an entry, for a view such as {@link io.jconntrack.Connection}: what an event or a snapshot has. The bytes
 * are the tracker's own matter; only copies that it made are understood.
 */
public interface EntryCopy {
    /**
     * Number that the entry had in its table.
     *
     * @return 0 and up.
     */
    int number();

    /**
     * Whether states are named as in the linux profile.
     *
     * @return false for classic.
     */
    boolean isLinux();
}
