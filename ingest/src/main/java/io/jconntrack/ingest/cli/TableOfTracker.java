/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.TableView;
import java.io.IOException;

/**
 * The table of a tracker, running or ended, read from its file.
 */
final class TableOfTracker implements AutoCloseable {
    /** Its entries as copies. */
    final TableView view;
    /** Shows one of them. */
    final Connection connection;
    /** Time from which remaining seconds count: a tracker that has ended stands still. */
    final long nowNanos;
    /** Its profile's defaults. */
    final Settings settings;

    TableOfTracker(final TrackerFiles files) throws IOException {
        view = TableView.open(files.table());
        connection = new Connection(view);
        settings = new Settings(Profile.of(view.profile()));
        nowNanos = view.isOwnerAlive() ? System.nanoTime() : view.ownersNanos();
    }

    /** Move to the next connection that has not expired; gives false when there is none. */
    int next(final int from) {
        return connection.moveToNext(from, nowNanos);
    }

    @Override
    public void close() {
        view.close();
    }
}
