/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Which connections are meant: filters with the meaning of conntrack(8)'s.
 */
package io.jconntrack.filter;
