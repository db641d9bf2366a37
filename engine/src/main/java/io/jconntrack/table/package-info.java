/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The open-addressed index, the entries, lookup, insert and remove.
 *
 * <p>An embedder meets {@link io.jconntrack.table.Column}, {@link io.jconntrack.table.Status},
 * {@link io.jconntrack.table.TupleKey}, {@link io.jconntrack.table.ConnectionId} and, where the table is a file,
 * {@link io.jconntrack.table.TableView}, {@link io.jconntrack.table.Recovery} and
 * {@link io.jconntrack.table.TableFileException}. Everything else here works on addresses, checks nothing, and may
 * change with any version.
 */
package io.jconntrack.table;
