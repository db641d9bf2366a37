/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

/**
 * Classes of segments, by flags.
 */
enum ModelKind {
    SYN, SYN_ACK, FIN, ACK, RST, NULL
}
