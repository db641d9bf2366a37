/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The packet ring: batches of captured frames on their way from a capture helper to a tracker, in shared memory. */
package io.jconntrack.ingest.ring;
