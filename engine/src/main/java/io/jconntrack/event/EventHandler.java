/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

/**
 * Takes what an {@link EventReader} reads.
 */
public interface EventHandler {
    /**
     * An event.
     *
     * @param event valid until this method returns.
     */
    void onEvent(EventRecord event);

    /**
     * Events were overwritten before they were read.
     *
     * @param count how many, between the event before and the one that follows.
     */
    void onLoss(long count);
}
