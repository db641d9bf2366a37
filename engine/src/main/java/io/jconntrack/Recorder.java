/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.jfr.ExpiryBurst;
import io.jconntrack.jfr.LongBatch;
import io.jconntrack.jfr.TablePressure;
import io.jconntrack.table.ConnectionTable;

/**
 * A tracker's events of the Flight Recorder. Callers ask first whether they are wanted.
 */
final class Recorder {
    private final ConnectionTable table;
    // asked whether their kind is enabled, again and again
    private final LongBatch longBatch = new LongBatch();
    private final ExpiryBurst expiryBurst = new ExpiryBurst();
    private final TablePressure tablePressure = new TablePressure();

    Recorder(final ConnectionTable table) {
        this.table = table;
    }

    boolean wantsLongBatches() {
        return longBatch.isEnabled();
    }

    boolean wantsExpiryBursts() {
        return expiryBurst.isEnabled();
    }

    boolean wantsTablePressure() {
        return tablePressure.isEnabled();
    }

    /** Track a batch and look how long it takes. */
    void track(final PacketPath path, final PacketBatch batch) {
        final LongBatch event = new LongBatch();
        event.begin();
        path.track(batch);
        event.end();
        if (event.shouldCommit()) {
            event.packets = batch.size;
            event.worker = table.worker();
            event.commit();
        }
    }

    /** A poll ended because of its limit. */
    void expiryBurst(final int expired, final int limit) {
        final ExpiryBurst event = new ExpiryBurst();
        if (event.shouldCommit()) {
            event.expired = expired;
            event.limit = limit;
            event.connections = table.ownSize();
            event.worker = table.worker();
            event.commit();
        }
    }

    /** A new connection found no free place. */
    void tablePressure(final long earlyDrops, final boolean refused) {
        final TablePressure event = new TablePressure();
        if (event.shouldCommit()) {
            event.connections = table.size();
            event.capacity = table.capacity();
            event.earlyDrops = earlyDrops;
            event.refused = refused;
            event.worker = table.worker();
            event.commit();
        }
    }
}
