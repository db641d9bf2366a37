/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.Connection;
import io.jconntrack.settings.Settings;
import java.io.IOException;

/**
 * The connections of a table, one after the other, each once and in no order that means anything: what conntrack(8)
 * calls a dump. Used by one thread.
 * <pre>
 *  while (dump.next()) {
 *      ... dump.connection() ...
 *  }
 * </pre>
 * Nothing is held for a connection that has been passed: a dump takes the same memory whatever the table's size.
 */
public interface Dump extends AutoCloseable {
    /**
     * Move to the next connection whose time is not over.
     *
     * @return false when there is no more.
     * @throws IOException when the rest can't be read: the message says which file, where and why.
     */
    boolean next() throws IOException;

    /**
     * The connection that {@link #next()} moved to.
     *
     * @return always the same view; what it shows is valid until the next move.
     */
    Connection connection();

    /**
     * The moment of the dump, from which remaining times count.
     *
     * @return nanoseconds of the tracker's clock, whose zero means nothing.
     */
    long nowNanos();

    /**
     * The moment of the dump for people.
     *
     * @return nanoseconds since 1970.
     */
    long epochNanos();

    /**
     * Settings that the text of an entry may show: the profile, time-outs.
     *
     * @return those of the tracker as far as they are known, the profile's defaults for the others.
     */
    Settings settings();

    /**
     * How many connections there are, or were a moment ago: for showing progress.
     *
     * @return a count, expired ones included; not a promise.
     */
    long size();

    @Override
    void close();
}
