/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * From what was seen to what happened.
 */
public final class Life {
    /** The start is worked out from two clocks, one of which may be set. */
    private static final long SAME_START_NANOS = 10_000_000_000L;

    private final List<Change> changes = new ArrayList<>();
    private Observation before;
    private boolean gone;

    private Life() {
    }

    /**
     * The life of a tuple's connection, or connections, tracker by tracker; snapshots that show nothing new are left
     * out.
     *
     * @param history what was seen.
     * @param catalogue all snapshots of the archive.
     * @return changes in the order of their time.
     */
    public static List<Change> of(final History history, final List<SnapshotInfo> catalogue) {
        final Map<Integer, List<Observation>> seen = new HashMap<>();
        for (final Observation one : history.observations()) {
            seen.computeIfAbsent(one.snapshot(), number -> new ArrayList<>()).add(one);
        }
        final Map<String, List<SnapshotInfo>> bySource = new LinkedHashMap<>();
        for (final SnapshotInfo snapshot : catalogue) {
            bySource.computeIfAbsent(snapshot.source(), name -> new ArrayList<>()).add(snapshot);
        }
        final List<Change> all = new ArrayList<>();
        for (final List<SnapshotInfo> snapshots : bySource.values()) {
            snapshots.sort(Comparator.comparingLong(SnapshotInfo::epochNanos));
            all.addAll(new Life().walk(snapshots, seen));
        }
        all.sort(Comparator.comparingLong(change -> change.snapshot().epochNanos()));
        return all;
    }

    private List<Change> walk(final List<SnapshotInfo> snapshots, final Map<Integer, List<Observation>> seen) {
        SnapshotInfo last = null;
        for (final SnapshotInfo snapshot : snapshots) {
            final List<Observation> shown = seen.getOrDefault(snapshot.number(), List.of());
            for (final Observation now : shown) {
                look(snapshot, now);
                last = snapshot;
            }
            if (shown.isEmpty() && snapshot.isComplete() && before != null && !gone) {
                gone = true;
                changes.add(new Change(Change.Kind.GONE, snapshot, null, before));
            }
        }
        if (before != null && !gone) {
            changes.add(new Change(Change.Kind.LAST, last, before, before));
        }
        return changes;
    }

    private void look(final SnapshotInfo snapshot, final Observation now) {
        if (before == null) {
            changes.add(new Change(Change.Kind.FIRST, snapshot, now, null));
        } else if (gone) {
            changes.add(new Change(Change.Kind.AGAIN, snapshot, now, before));
        } else if (isAnother(now)) {
            changes.add(new Change(Change.Kind.REPLACED, snapshot, now, before));
        } else if (isChanged(now)) {
            changes.add(new Change(Change.Kind.CHANGED, snapshot, now, before));
        }
        before = now;
        gone = false;
    }

    private boolean isAnother(final Observation now) {
        final boolean startedLater = now.startNanos() != 0 && before.startNanos() != 0
            && Math.abs(now.startNanos() - before.startNanos()) > SAME_START_NANOS;
        final boolean countsLess = now.isCounted() && before.isCounted()
            && (now.packets() < before.packets() || now.replyPackets() < before.replyPackets());
        return now.id() != before.id() || now.isFromSecond() != before.isFromSecond() || startedLater || countsLess;
    }

    private boolean isChanged(final Observation now) {
        return !Objects.equals(now.state(), before.state()) || now.status() != before.status()
            || now.mark() != before.mark() || now.packets() != before.packets()
            || now.replyPackets() != before.replyPackets() || now.bytes() != before.bytes()
            || now.replyBytes() != before.replyBytes();
    }
}
