/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of a program that runs until it is told to stop: by SIGINT, by SIGTERM, or by the clock.
 */
final class Stop implements AutoCloseable {
    private static final long FOREVER = Long.MAX_VALUE / 2;

    private final CountDownLatch wanted = new CountDownLatch(1);
    private final EndSignal signal = new EndSignal(wanted::countDown);
    private final long runNanos;
    private long endNanos;

    /**
     * Begin to listen. The clock stands until {@link #start()}.
     *
     * @param seconds after which the program is to end, or null for never.
     */
    Stop(final Double seconds) {
        runNanos = seconds == null ? FOREVER : Math.round(seconds * 1e9);
        endNanos = System.nanoTime() + FOREVER;
    }

    /** End the program from within. */
    void now() {
        wanted.countDown();
    }

    /** Everything is ready: the time runs from now. */
    void start() {
        endNanos = System.nanoTime() + runNanos;
    }

    /**
     * Wait.
     *
     * @param nanos at the most.
     * @return true when the program is to end.
     */
    boolean await(final long nanos) {
        try {
            return wanted.await(Math.min(nanos, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS)
                || System.nanoTime() - endNanos >= 0;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The last step is done: the process may end. */
    @Override
    public void close() {
        signal.close();
    }
}
