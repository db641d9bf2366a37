/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * {@code jconntrack top}: what a tracker does now, on a screen that redraws in place. Counting (a {@link
 * io.jconntrack.ingest.top.Scanner} over a dump), the state that keys change, and lines of text are apart from each
 * other and know neither clock nor terminal.
 */
package io.jconntrack.ingest.top;
