/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes SIGINT and SIGTERM a clean end with exit code 0: when one comes, an action lets the program's own thread come
 * to its end; when that closes this, or ten seconds later, the process ends.
 */
final class EndSignal implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile int exitCode;

    /** With what tells the program's thread to end; run on another thread. */
    EndSignal(final Runnable action) {
        hook = new Thread(() -> {
            action.run();
            try {
                // the program's thread cannot end the process any more: one end is under way, and this is it
                if (closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    Runtime.getRuntime().halt(exitCode);
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "end-signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Exit code of an end by signal, 0 unless told otherwise. */
    void exitCode(final int code) {
        exitCode = code;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException e) {
            // it runs already, and waits for this
            closed.countDown();
        }
    }
}
