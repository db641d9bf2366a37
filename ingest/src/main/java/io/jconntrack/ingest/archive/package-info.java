/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The archive: what became of each connection over many snapshots, in a Chronicle Map that several processes open.
 */
package io.jconntrack.ingest.archive;
