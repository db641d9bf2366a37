/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.ingest.page.SnapshotPage;
import io.jconntrack.net.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What a tracker counted, for its page: packets by verdict, INVALID ones by reason, early drops, lost frames.
 */
final class TrackerFacts {
    private static final List<TrackerCounter> COUNTERS = List.of(TrackerCounter.NEW, TrackerCounter.ESTABLISHED,
        TrackerCounter.RELATED, TrackerCounter.INVALID, TrackerCounter.UNTRACKED);

    private TrackerFacts() {
    }

    /** Add them; nothing when the tracker's counters are not there, or not yet. */
    static SnapshotPage add(final TrackerFiles files, final SnapshotPage page) {
        try (TrackerStatus status = new TrackerStatus(files)) {
            for (final TrackerCounter counter : COUNTERS) {
                add(page, counter.label(), status.cnc().get(counter));
            }
            for (final Reason reason : Reason.values()) {
                final long count = status.cnc().get(reason);
                if (count != 0 && reason != Reason.NONE) {
                    add(page, (reason.refuses() ? "INVALID: " : "ignored: ") + reason.name().toLowerCase(Locale.ROOT),
                        count);
                }
            }
            add(page, TrackerCounter.EARLY_DROPS.label(), status.cnc().get(TrackerCounter.EARLY_DROPS));
            add(page, "lost frames", status.lostFrames());
        } catch (final IOException notThere) {
            return page;
        }
        return page;
    }

    private static void add(final SnapshotPage page, final String name, final long value) {
        page.fact(name, String.format(Locale.ROOT, "%,d", value));
    }
}
