/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The tracker process: its files in shared memory, its duty cycle, and what other processes see of it. */
package io.jconntrack.ingest.agent;
