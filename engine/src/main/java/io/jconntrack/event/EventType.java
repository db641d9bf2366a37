/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

/**
 * What an event tells.
 */
public enum EventType {
    /**
     * A writer of a ring begins, for the first time or again: what happened since the event before it, nobody knows.
     * Who keeps a picture of the table looks at the table again.
     */
    START,
    /** A connection is in the table and its first packet was not discarded. */
    NEW,
    /** A reply was seen, the connection became assured, its state or its mark changed. */
    UPDATE,
    /** A connection is gone. */
    DESTROY;

    private static final EventType[] VALUES = values();

    /**
     * The type of a number.
     *
     * @param ordinal any number.
     * @return null where no type has it.
     */
    public static EventType of(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : null;
    }
}
