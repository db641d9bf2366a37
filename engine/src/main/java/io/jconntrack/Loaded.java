/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

/**
 * What became of a connection that a tracker was given from a snapshot.
 */
public enum Loaded {
    /** It is in the table and goes on as if the tracker had seen all of it. */
    LOADED,
    /** Its time was over. */
    EXPIRED,
    /** The table has a connection with its tuple, and keeps that. */
    DUPLICATE,
    /** The table is full; nothing was dropped for it. */
    FULL
}
