/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * How a captured interface is.
 */
public enum LinkState {
    /** Frames come. */
    UP,
    /** None come until it is up again. */
    DOWN,
    /** It was removed; none will come. */
    GONE
}
