/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells that new connections are refused: at once when it begins, then at the most every few seconds, with the numbers
 * since the last time. It reads what the workers count, so that no worker waits for who takes the lines. One thread.
 */
final class RefusalReport {
    /** Time between two reports. */
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final List<WorkerCounters> workers = new ArrayList<>();
    private final Settings settings;
    private final Consumer<String> log;
    private final Reason[] reasons = {Reason.TABLE_FULL, Reason.SOURCE_LIMIT, Reason.ZONE_LIMIT};
    private final long[] told = new long[reasons.length];
    private long toldDrops;
    private long toldNanos;

    /**
     * A report.
     *
     * @param settings in force.
     * @param log takes the lines.
     * @param nowNanos of {@link System#nanoTime()}.
     */
    RefusalReport(final Settings settings, final Consumer<String> log, final long nowNanos) {
        this.settings = settings;
        this.log = log;
        toldNanos = nowNanos - INTERVAL_NANOS;
    }

    /** Report on a worker too, before the first look. */
    void add(final WorkerCounters worker) {
        workers.add(worker);
    }

    /** Tell the rest; the counters are going. */
    void end() {
        tell();
        workers.clear();
    }

    /** Tell what is due. */
    void look(final long nowNanos) {
        if (nowNanos - toldNanos >= INTERVAL_NANOS && tell()) {
            toldNanos = nowNanos;
        }
    }

    /** Tell all that was not told yet. Gives false when that was nothing. */
    private boolean tell() {
        final long[] since = new long[reasons.length];
        for (int i = 0; i < reasons.length; i++) {
            final Reason reason = reasons[i];
            final long sum = workers.stream().mapToLong(counters -> counters.get(reason)).sum();
            since[i] = sum - told[i];
            told[i] = sum;
        }
        final long sum = workers.stream().mapToLong(counters -> counters.get(TrackerCounter.EARLY_DROPS)).sum();
        final long drops = sum - toldDrops;
        toldDrops = sum;
        if (since[0] + drops != 0) {
            log.accept("table full, dropping: " + since[0] + " new connections refused, " + drops
                + " unassured ones dropped early for others; max=" + settings.get(Setting.MAX));
        }
        if (since[1] != 0) {
            log.accept("source limit: " + since[1] + " new connections refused; max_per_source="
                + settings.get(Setting.MAX_PER_SOURCE));
        }
        if (since[2] != 0) {
            log.accept("zone limit: " + since[2] + " new connections refused; max_per_zone="
                + settings.get(Setting.MAX_PER_ZONE));
        }
        return since[0] + since[1] + since[2] + drops != 0;
    }
}
