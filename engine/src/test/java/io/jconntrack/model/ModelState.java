/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

/**
 * States of both machines; the last two are answers of a transition table, never states of a connection.
 */
enum ModelState {
    NONE, SYN_SENT, SYN_RECV, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK, TIME_WAIT, CLOSE, LISTEN, SYN_SENT2,
    /** Let pass, but learn nothing regular from it. */
    IGNORED,
    /** Does not fit. */
    INVALID
}
