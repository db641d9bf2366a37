/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

/**
 * Commands to a worker, messages of its command ring. A message is consumed when its command is done.
 * <pre>
 *  FLUSH    (empty): remove all of the worker's connections
 *
 *  DELETE   | entry number (4) | unused (4) | key (5 x 8) |    remove the connection if it still has this key
 * </pre>
 */
final class CommandDescriptor {
    static final int FLUSH = 1;
    static final int DELETE = 2;

    static final int ENTRY = 0;
    static final int KEY = 8;
    static final int KEY_WORDS = 5;
    static final int DELETE_LENGTH = KEY + KEY_WORDS * Long.BYTES;

    private CommandDescriptor() {
    }
}
