/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import java.io.IOException;

/**
 * Names of states as numbers that never change, whatever the engine's own numbers are.
 */
final class StateNames {
    /** To be continued at the end. */
    private static final String[] NAMES = {null, "NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT",
        "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "LISTEN", "SYN_SENT2", "CLOSED", "COOKIE_WAIT",
        "COOKIE_ECHOED", "SHUTDOWN_SENT", "SHUTDOWN_RECD", "SHUTDOWN_ACK_SENT", "HEARTBEAT_SENT"};

    private StateNames() {
    }

    static byte code(final String name) throws IOException {
        for (byte i = 0; i < NAMES.length; i++) {
            if (name == null ? i == 0 : name.equals(NAMES[i])) {
                return i;
            }
        }
        throw new IOException("the archive has no number for the state " + name);
    }

    static String name(final int code) {
        return code < 0 || code >= NAMES.length ? "state" + (code & 0xFF) : NAMES[code];
    }
}
