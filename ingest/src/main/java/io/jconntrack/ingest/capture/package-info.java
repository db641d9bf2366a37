/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The capture helper: AF_PACKET sockets with memory-mapped rings, and the privileges that they need for a moment. */
package io.jconntrack.ingest.capture;
