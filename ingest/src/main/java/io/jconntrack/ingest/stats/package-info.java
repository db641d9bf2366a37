/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What a tracker counts: read from its files, and shown to people, to programs, and to Prometheus. */
package io.jconntrack.ingest.stats;
