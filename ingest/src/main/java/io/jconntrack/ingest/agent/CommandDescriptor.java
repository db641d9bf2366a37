/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

/**
 * Commands to a worker, messages of its command ring. A message is consumed when its command is done.
 * <pre>
 *  FLUSH    (empty): remove all of the worker's connections
 * </pre>
 */
final class CommandDescriptor {
    static final int FLUSH = 1;

    private CommandDescriptor() {
    }
}
