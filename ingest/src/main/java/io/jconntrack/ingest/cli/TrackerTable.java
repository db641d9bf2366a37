/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The table of a tracker, running or ended.
 */
final class TrackerTable {
    private TrackerTable() {
    }

    /** Look at it as it is now. */
    static TableDump open(final TrackerFiles files) throws IOException {
        return TableDump.open(files.table(), System.nanoTime(),
            TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
    }
}
