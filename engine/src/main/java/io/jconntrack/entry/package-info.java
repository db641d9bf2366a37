/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The words for connections: what is kept beside an entry, the bits of its status, what is expected, keys for lookups,
 * and what a table in a file says of itself.
 *
 * <p>{@link io.jconntrack.Connection} shows an entry; what it is built on is not exported.
 */
package io.jconntrack.entry;
