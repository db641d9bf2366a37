/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

/**
 * What became of a connection between two dumps.
 */
public enum Change {
    /** It was not there before. */
    APPEARED,
    /** It is no longer there. */
    GONE,
    /** Another connection has its tuple now. */
    REPLACED,
    /** Its state is another one, or it was replied to or became assured; its counters may have grown, too. */
    CHANGED,
    /** Packets or bytes were counted; nothing else changed. */
    GREW
}
