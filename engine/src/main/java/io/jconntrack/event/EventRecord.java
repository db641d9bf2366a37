/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

import io.jconntrack.entry.EntryCopy;

/**
 * An event with a copy of its connection, which {@link io.jconntrack.Connection#moveTo(EntryCopy)} shows. Each reader
 * has one and fills it anew for each event.
 */
public interface EventRecord extends EntryCopy {
    /**
     * What it tells.
     *
     * @return the type.
     */
    EventType type();

    /**
     * Why it was given.
     *
     * @return bits of {@link EventCause}.
     */
    int cause();

    /**
     * Its place in the stream of its worker.
     *
     * @return how many events came before it.
     */
    long sequence();

    /**
     * When it happened.
     *
     * @return nanoseconds of the tracker's time.
     */
    long nowNanos();

    /**
     * Number of the entry. No two connections that live in a table have the same.
     *
     * @return 0 and up; -1 for {@link EventType#START}.
     */
    @Override
    int number();

    /**
     * The connection's number, which stays while it lives and is another one for the next that uses the entry.
     *
     * @return see {@link io.jconntrack.Connection#id()}.
     */
    long id();

    /**
     * The worker that tracks the connection.
     *
     * @return its number, from 0.
     */
    int worker();

    /**
     * Whether states are named as in the linux profile.
     *
     * @return false for classic.
     */
    @Override
    boolean isLinux();
}
