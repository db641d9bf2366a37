/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The connections of a table at a moment: of a running tracker's, of one that has ended, of a file.
 */
package io.jconntrack.snapshot;
