/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.entry.Column;
import java.util.Set;

/**
 * What became of a snapshot's connections in the tracker that loaded it.
 *
 * @param loaded connections that are in its table now.
 * @param expired connections whose time was over by then.
 * @param duplicates connections whose tuple the table had already.
 * @param full connections for which the table had no room.
 * @param without columns of the table that the snapshot does not have: counters, marks and labels of what was loaded
 *     begin at 0, and it seems to have started when it was loaded.
 */
public record LoadResult(long loaded, long expired, long duplicates, long full, Set<Column> without) {
    /**
     * Whether nothing is in the table because the time of everything was over.
     *
     * @return false for a snapshot without connections, too.
     */
    public boolean isAllExpired() {
        return expired > 0 && loaded + duplicates + full == 0;
    }

    @Override
    public String toString() {
        final String counts = "loaded=" + loaded + " expired=" + expired + " duplicates=" + duplicates + " full="
            + full;
        return without.isEmpty() ? counts : counts + " without=" + without;
    }
}
