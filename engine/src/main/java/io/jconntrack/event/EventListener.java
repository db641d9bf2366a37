/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

/**
 * Is told what becomes of the connections of one tracker.
 * <p>
 * The tracker's own thread calls it, for one connection first NEW, then any number of UPDATEs, then DESTROY. It may
 * read the table but not change it, must not call the tracker, and must not throw. How long it takes, the packets wait.
 */
@FunctionalInterface
public interface EventListener {
    /**
     * Something has happened.
     *
     * @param type never {@link EventType#START}.
     * @param cause bits of {@link EventCause}.
     * @param number of the entry, which is still in the table when the type is DESTROY.
     * @param nowNanos when it happened, in the tracker's time.
     */
    void onEvent(EventType type, int cause, int number, long nowNanos);
}
