/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.Connection;
import io.jconntrack.entry.ConnectionKey;
import io.jconntrack.entry.TableView;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.MappedTable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The connections in a tracker's table file, while the tracker works or after it has ended. The tracker never notices.
 * <p>
 * Each connection is shown as it was at one moment, but not all at the same: what comes and goes during the dump may be
 * shown or not; what stays all the time is shown once.
 */
public final class TableDump extends NumberedDump {
    private final MappedTable view;
    private final Settings settings;

    private TableDump(final MappedTable view, final long nowNanos, final long epochNanos) {
        super(new Connection(view), nowNanos, epochNanos);
        this.view = view;
        settings = new Settings(Profile.of(view.profile()));
    }

    /**
     * Look at a table's file.
     *
     * @param file of the table.
     * @param nowNanos the present on the tracker's clock, {@link System#nanoTime()} for a live one; for one that has
     *     ended, the dump shows the last moment that it knew instead.
     * @param epochNanos the same moment, nanoseconds since 1970.
     * @return a dump.
     * @throws IOException when the file can't be read or holds no table.
     */
    public static TableDump open(final Path file, final long nowNanos, final long epochNanos) throws IOException {
        final MappedTable view = MappedTable.open(file);
        TableDump dump = null;
        try {
            final long moment = view.isOwnerAlive() ? nowNanos : view.ownersNanos();
            dump = new TableDump(view, moment, epochNanos - (nowNanos - moment));
            return dump;
        } finally {
            if (dump == null) {
                view.close();
            }
        }
    }

    /**
     * Move to the connection of a key, instead of the next.
     *
     * @param key made with {@link #newKey()}.
     * @return false when there is none whose time is not over.
     */
    public boolean find(final ConnectionKey key) {
        return connection().moveTo(key) && !connection().isExpired(nowNanos());
    }

    /**
     * A key for {@link #find}.
     *
     * @return a new one with the table's seed.
     */
    public ConnectionKey newKey() {
        return view.newKey();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public long size() {
        return view.size();
    }

    /**
     * The table itself.
     *
     * @return the view that the dump reads; closed with it.
     */
    public TableView view() {
        return view;
    }

    @Override
    public void close() {
        view.close();
    }
}
