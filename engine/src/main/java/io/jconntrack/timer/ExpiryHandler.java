/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.timer;

/**
 * Is told which entries a wheel expires.
 */
@FunctionalInterface
public interface ExpiryHandler {
    /**
     * An entry's time is over.
     *
     * @param entry its address; not in the wheel any more, but still in the table.
     * @param nowNanos the time that the wheel was polled with.
     */
    void onExpiry(long entry, long nowNanos);
}
