/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Kills trackers, helpers and readers at random moments, many times, and compares what is left with what must be there.
 */
package io.jconntrack.bench.fault;
