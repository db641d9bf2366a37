/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Which connections are meant: filters with the meaning of conntrack(8)'s.
 *
 * <p>A {@link io.jconntrack.filter.FilterBuilder} makes a {@link io.jconntrack.filter.ConnectionFilter}, which can be
 * asked of any {@link io.jconntrack.Connection}.
 */
package io.jconntrack.filter;
