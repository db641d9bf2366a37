/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.memory.MemoryOptions;
import io.jconntrack.protocol.ProtocolStates;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.Column;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.Recovery;
import io.jconntrack.table.TableFile;
import io.jconntrack.table.TableShape;
import io.jconntrack.timer.TimerWheel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Trackers whose table is a file in shared memory: it outlives them, however they end, and any process can read it with
 * a {@link io.jconntrack.table.TableView}. The next trackers on the file go on with all its connections.
 * <p>
 * One thread opens and closes it. Fragments that wait for others are not in the file.
 */
public final class SharedTable implements AutoCloseable {
    private final TableFile file;
    private final Conntrack[] workers;

    private SharedTable(final TableFile file, final Settings settings, final MemoryOptions memory) {
        this.file = file;
        workers = Conntrack.on(file.table(), settings, memory, file.seed0(), file.seed1());
    }

    /**
     * Make a table's file, or take one over whose owner has gone.
     *
     * @param path of the file.
     * @param settings in force; read once. Its max and profile must be those of the file, time-outs may differ.
     * @param count of trackers, 1 to {@link ConnectionTable#MAX_WORKERS}; that of the file.
     * @param memory how it is taken from the system.
     * @param more columns than the settings ask for; all together those of the file.
     * @param groupReadable whether the file's group may read it, and so the hash's seed; else its owner alone.
     * @param nowNanos time on a clock that goes on when a tracker ends, such as {@link System#nanoTime()}'s on Linux.
     *     Connections whose time is over by then are dropped.
     * @return the trackers on their table.
     * @throws io.jconntrack.table.TableFileException when the file has a living owner, or holds another table than the
     *     wanted one. It is as it was; the caller may delete it and open again.
     * @throws IOException when the system refuses it.
     * @throws io.jconntrack.memory.MemoryUnavailableException when there is no space for it.
     */
    public static SharedTable open(final Path path, final Settings settings, final int count,
        final MemoryOptions memory, final Set<Column> more, final boolean groupReadable, final long nowNanos)
        throws IOException {
        final SharedTable table = prepare(path, settings, count, memory, more, groupReadable, nowNanos);
        table.ready();
        return table;
    }

    /**
     * The same, but nobody can read it until it is {@link #ready()}, and a new one is begun anew by whoever opens it
     * next when that never happens: for one that is to have connections from its beginning.
     *
     * @param path of the file.
     * @param settings in force; read once. Its max and profile must be those of the file, time-outs may differ.
     * @param count of trackers, 1 to {@link ConnectionTable#MAX_WORKERS}; that of the file.
     * @param memory how it is taken from the system.
     * @param more columns than the settings ask for; all together those of the file.
     * @param groupReadable whether the file's group may read it, and so the hash's seed; else its owner alone.
     * @param nowNanos time, as for {@link #open}.
     * @return the trackers on their table.
     * @throws io.jconntrack.table.TableFileException as for {@link #open}.
     * @throws IOException when the system refuses it.
     * @throws io.jconntrack.memory.MemoryUnavailableException when there is no space for it.
     */
    public static SharedTable prepare(final Path path, final Settings settings, final int count,
        final MemoryOptions memory, final Set<Column> more, final boolean groupReadable, final long nowNanos)
        throws IOException {
        settings.check();
        final int capacity = (int)settings.get(Setting.MAX);
        final TableShape shape =
            new TableShape(capacity, count, TimerWheel.slotsFor(capacity), Conntrack.columns(settings, more));
        final TableFile file = TableFile.open(path, groupReadable, shape, settings.profile().label(), memory,
            ProtocolStates::isState, nowNanos);
        SharedTable table = null;
        try {
            table = new SharedTable(file, settings, memory);
            table.link();
            return table;
        } finally {
            if (table == null) {
                file.close();
            }
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
