/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The open-addressed index, the entries, lookup, insert and remove. All here works on addresses and checks nothing.
 */
package io.jconntrack.table;
