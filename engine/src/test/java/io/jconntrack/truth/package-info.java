/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Connections of which everything is a function of their number, so that each line about one can be checked by itself.
 */
package io.jconntrack.truth;
