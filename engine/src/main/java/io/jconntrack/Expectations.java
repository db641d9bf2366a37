/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Expectation;
import io.jconntrack.entry.Status;
import io.jconntrack.expect.Helpers;
import io.jconntrack.helper.ConnectionHelper;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.ExpectationTable;
import java.util.function.Consumer;

/**
 * The connections that a tracker expects, and its helpers. The first packet of an expected connection is
 * {@link ConnState#RELATED}; its entry has {@link Status#EXPECTED}, knows its master and takes over that one's mark. An
 * expectation is used up by it unless it is permanent, and dies with its time or with its master.
 * <p>
 * Trackers that share a table share what is expected: the connection may come to any of them. Used by the tracker's
 * thread.
 */
public final class Expectations {
    /** What became of a new expectation. */
    public enum Result {
        /** The connection is expected. */
        ADDED,
        /** The master is no live connection of this tracker. */
        NO_MASTER,
        /** Another connection expects the same. */
        CLASH,
        /** There are as many as there may be (expect_max). */
        FULL
    }

    /** Number of the FTP helper that comes with the tracker. */
    public static final int FTP = Helpers.FTP;
    /** Number of the TFTP helper that comes with the tracker. */
    public static final int TFTP = Helpers.TFTP;

    /** Expectations that a call of poll looks at: with 4096 of them and a poll each 4 ms, each twice a second. */
    private static final int SWEEP_LIMIT = 64;

    private final ConnectionTable connections;
    private final Helpers helpers;
    private final Expectation shown = new Expectation();

    Expectations(final ConnectionTable connections, final Helpers helpers) {
        this.connections = connections;
        this.helpers = helpers;
    }

    void sweep(final long nowNanos) {
        helpers.sweep(nowNanos, SWEEP_LIMIT);
    }

    /**
     * Expect a connection. The same one of the same master is replaced; when the master has
     * {@link Expectation#MAX_EXPECTED}, its oldest one goes.
     *
     * @param wanted what is expected; copied.
     * @param master number of its entry.
     * @param nowNanos the caller's time.
     * @return what became of it.
     */
    public Result expect(final Expectation wanted, final int master, final long nowNanos) {
        final long entry = master < 0 || master >= connections.bound() ? ConnectionTable.NONE
            : connections.liveEntry(master);
        if (entry == ConnectionTable.NONE || !connections.isOwn(entry)
            || ConnectionTable.expired(entry, nowNanos)) {
            return Result.NO_MASTER;
        }
        final long word = helpers.expect(wanted, master, Expectation.MAX_EXPECTED, nowNanos);
        return word == ExpectationTable.FULL ? Result.FULL : word == ExpectationTable.CLASH ? Result.CLASH
            : Result.ADDED;
    }

    /**
     * Look at all that is expected.
     *
     * @param nowNanos the caller's time.
     * @param handler called for each; the expectation is the same object each time, and may be given to
     *     {@link #cancel}.
     */
    public void forEach(final long nowNanos, final Consumer<Expectation> handler) {
        for (int number = 0; number < helpers.expectations().bound(); number++) {
            if (helpers.expectations().read(number, nowNanos, shown)) {
                handler.accept(shown);
            }
        }
    }

    /**
     * No longer expect a connection.
     *
     * @param expectation as {@link #forEach} showed it.
     * @return false when it is not expected any more anyway.
     */
    public boolean cancel(final Expectation expectation) {
        return helpers.expectations().remove(expectation);
    }

    /**
     * Expectations.
     *
     * @return number of them; those that have died count until {@link Conntrack#poll} has seen them.
     */
    public int count() {
        return helpers.expectations().count();
    }

    /**
     * The connection that expected another one.
     *
     * @param number of the other one's entry.
     * @param nowNanos the caller's time.
     * @return number of its entry; -1 when that has gone, or nobody expected it.
     */
    public int master(final int number, final long nowNanos) {
        return number < 0 || number >= connections.bound() || connections.liveEntry(number) == ConnectionTable.NONE
            ? -1 : helpers.expectations().rows().master(number, nowNanos);
    }

    /**
     * Register a helper of the embedder's. Where trackers share a table, each gets one, in the same order.
     *
     * @param helper of this tracker alone.
     * @return its number, for {@link #assign} and {@link Expectation#helper(int)}.
     */
    public int register(final ConnectionHelper helper) {
        return helpers.register(helper);
    }

    /**
     * Give a helper to the connections to a port that are opened from now on.
     *
     * @param helper its number; {@link #FTP} and {@link #TFTP} come with the tracker.
     * @param protocol IP protocol number.
     * @param port 1 to 65535.
     */
    public void assign(final int helper, final int protocol, final int port) {
        helpers.assign(helper, protocol, port);
    }

    /**
     * Expectations that this tracker added.
     *
     * @return count since the start.
     */
    public long added() {
        return helpers.added();
    }

    /**
     * Expectations that this tracker refused, because of another one or because there were too many.
     *
     * @return count since the start.
     */
    public long refused() {
        return helpers.refused();
    }

    /**
     * Packets of this tracker that were expected.
     *
     * @return count since the start.
     */
    public long taken() {
        return helpers.taken();
    }
}
