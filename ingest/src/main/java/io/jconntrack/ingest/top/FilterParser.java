/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.Connection;
import java.util.function.Predicate;

/**
 * Understands filters as the command line has them.
 */
@FunctionalInterface
public interface FilterParser {
    /**
     * Read a filter.
     *
     * @param text such as {@code -p tcp --dport 443}; empty for all connections.
     * @return the filter.
     * @throws IllegalArgumentException when it is none: the message says why.
     */
    Predicate<Connection> parse(String text);
}
