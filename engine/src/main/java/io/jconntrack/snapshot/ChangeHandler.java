/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.Connection;
import java.io.IOException;

/**
 * Takes the differences of two dumps.
 */
@FunctionalInterface
public interface ChangeHandler {
    /**
     * A difference.
     *
     * @param change what became of the connection.
     * @param before the connection in the older dump; null for {@link Change#APPEARED}.
     * @param after the connection in the newer dump; null for {@link Change#GONE}.
     * @return false to stop.
     * @throws IOException when it can't be handled.
     */
    boolean onChange(Change change, Connection before, Connection after) throws IOException;
}
