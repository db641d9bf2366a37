/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * What a thread does when it has nothing to do.
 */
public enum Idle {
    /** Look again at once: the shortest latency, and a core that is always busy. */
    SPIN,
    /** Let other threads run first. */
    YIELD,
    /** Spin, then yield, then sleep for up to a millisecond: for laptops. */
    BACKOFF;

    /**
     * A strategy.
     *
     * @return a new one, for one thread.
     */
    public IdleStrategy strategy() {
        return switch (this) {
            case SPIN -> new BusySpinIdleStrategy();
            case YIELD -> new YieldingIdleStrategy();
            case BACKOFF -> new BackoffIdleStrategy();
        };
    }
}
