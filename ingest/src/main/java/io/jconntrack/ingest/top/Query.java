/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.Connection;
import java.util.function.Predicate;

/**
 * What a look at the table is to find.
 *
 * @param wanted connections that count.
 * @param group what makes them one talker's.
 * @param sort what talkers and connections are sorted by.
 * @param isReversed whether the least come first.
 * @param rows talkers, and connections, to find.
 */
public record Query(Predicate<Connection> wanted, Group group, SortKey sort, boolean isReversed, int rows) {
}
