/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import java.io.IOException;

/**
 * Makes a queue's sink.
 */
@FunctionalInterface
public interface CaptureSinks {
    /**
     * The sink of a queue.
     *
     * @param queue 0 to the number of queues - 1.
     * @return a sink of its own.
     * @throws IOException when there is none; the message is for the user.
     */
    CaptureSink open(int queue) throws IOException;
}
