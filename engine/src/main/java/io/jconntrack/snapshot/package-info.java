/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The connections of a table at a moment: of a running tracker's, of one that has ended, of a file.
 *
 * <p>A {@link io.jconntrack.snapshot.Dump} is walked the same way wherever it comes from;
 * {@link io.jconntrack.snapshot.SnapshotWriter} and {@link io.jconntrack.snapshot.SnapshotReader} are the file,
 * {@link io.jconntrack.snapshot.SnapshotLoader} takes its connections into a tracker, and
 * {@link io.jconntrack.snapshot.DumpDiff} tells two dumps apart.
 */
package io.jconntrack.snapshot;
