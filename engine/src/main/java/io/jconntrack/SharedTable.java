/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Recovery;
import io.jconntrack.entry.TableView;
import io.jconntrack.jfr.TableRepair;
import io.jconntrack.protocol.ProtocolStates;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableFile;
import io.jconntrack.table.TableShape;
import io.jconntrack.timer.TimerWheel;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trackers whose table is a file in shared memory: it outlives them, however they end, and any process can read it with
 * a {@link TableView}. The next trackers on the file go on with all its connections.
 * {@link ConntrackBuilder#open} makes one.
 * <p>
 * One thread opens and closes it. Fragments that wait for others are not in the file.
 */
public final class SharedTable implements AutoCloseable {
    private final TableFile file;
    private final Conntrack[] workers;

    private SharedTable(final TableFile file, final ConntrackBuilder builder) {
        this.file = file;
        workers = builder.trackersOn(file.table(), file.seed0(), file.seed1());
    }

    /**
     * Look at a table from another process or thread than its tracker's.
     *
     * @param path of its file.
     * @return a view of it.
     * @throws io.jconntrack.entry.TableFileException when the file holds no table, or not yet.
     * @throws IOException when it is not there or must not be read.
     */
    public static TableView view(final Path path) throws IOException {
        return MappedTable.open(path);
    }

    static SharedTable prepare(final ConntrackBuilder builder, final Path path, final long nowNanos)
        throws IOException {
        final Settings settings = builder.settings();
        settings.check();
        final int capacity = (int)settings.get(Setting.MAX);
        final TableShape shape =
            new TableShape(capacity, builder.workers(), TimerWheel.slotsFor(capacity), builder.columns());
        final TableRepair event = new TableRepair();
        event.begin();
        final TableFile file = TableFile.open(path, builder.isGroupReadable(), shape, settings.profile().label(),
            builder.memory(), ProtocolStates::isPlausible, nowNanos);
        report(event, file, path);
        SharedTable table = null;
        try {
            table = new SharedTable(file, builder);
            table.link();
            return table;
        } finally {
            if (table == null) {
                file.close();
            }
        }
    }

    private static void report(final TableRepair event, final TableFile file, final Path path) {
        event.end();
        if (!file.isNew() && event.shouldCommit()) {
            final Recovery recovery = file.recovery();
            event.file = path.toString();
            event.kept = recovery.kept();
            event.interrupted = recovery.interrupted();
            event.expired = recovery.expired();
            event.dropped = recovery.dropped() - recovery.expired();
            event.commit();
        }
    }

    /** Readers may come, and the connections are kept from now on. */
    public void ready() {
        file.ready();
    }

    /** Wheels are not kept: each entry is linked by its deadline, as if it were new. */
    private void link() {
        final ConnectionTable table = file.table();
        for (int number = 0; number < table.bound(); number++) {
            final long entry = table.liveEntry(number);
            if (entry != ConnectionTable.NONE) {
                workers[ConnectionTable.owner(entry)].link(entry);
            }
        }
    }

    /**
     * Trackers.
     *
     * @return number of them.
     */
    public int workers() {
        return workers.length;
    }

    /**
     * A tracker, for one thread.
     *
     * @param number 0 to {@link #workers()} - 1.
     * @return the tracker; not to be closed by itself.
     */
    public Conntrack worker(final int number) {
        return workers[number];
    }

    /**
     * Whether the file was made just now.
     *
     * @return false when a table was taken over.
     */
    public boolean isNew() {
        return file.isNew();
    }

    /**
     * What was found in the table that was taken over.
     *
     * @return {@link Recovery#NOTHING} for a new one.
     */
    public Recovery recovery() {
        return file.recovery();
    }

    /** End the trackers; the file stays, with all its connections. Their threads have ended before. */
    @Override
    public void close() {
        // the table goes with the first worker
        for (int i = workers.length - 1; i >= 0; i--) {
            workers[i].close();
        }
        file.close();
    }
}
