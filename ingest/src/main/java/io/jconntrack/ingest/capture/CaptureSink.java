/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import io.jconntrack.ingest.ring.FrameSink;

/**
 * What a queue's agent writes to. Used by the agent's thread; made and closed by another, before and after.
 */
public interface CaptureSink extends FrameSink, AutoCloseable {
    /**
     * What was lost before it came here, since this was last called. Called once a second, and when there were losses:
     * a sign of life too.
     *
     * @param kernelDrops frames that found the kernel's ring full.
     * @param notIp frames left out because they are neither IPv4 nor IPv6.
     */
    void counters(long kernelDrops, long notIp);

    @Override
    void close();
}
