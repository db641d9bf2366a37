/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

/**
 * What was written.
 *
 * @param entries connections.
 * @param bytes of the file.
 */
public record SnapshotSize(long entries, long bytes) {
}
