/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a command costs the tracker that it looks at: the tracker's packets per second before, while the command runs
 * again and again, and after.
 */
final class Inspection {
    private final String label;
    private final List<String> argv;
    private final int repeats;
    private final double[] losses;
    private final double[] seconds;
    private long privateKilobytes;
    private long residentKilobytes;

    /**
     * A command to measure.
     *
     * @param label for people.
     * @param argv the program and its arguments.
     * @param repeats how often it will be measured.
     */
    Inspection(final String label, final List<String> argv, final int repeats) {
        this.label = label;
        this.argv = argv;
        this.repeats = repeats;
        losses = new double[repeats];
        seconds = new double[repeats];
    }

    /**
     * Measure once.
     *
     * @param tracker to look at.
     * @param repeat number of the repetition; below 0 it does not count.
     * @param window nanoseconds before and after; the command is run again until as much has passed.
     */
    void measure(final InspectedTracker tracker, final int repeat, final long window) throws IOException {
        final double before = rate(tracker, window);
        final long frames = tracker.frames();
        final long start = System.nanoTime();
        long took = 0;
        int runs = 0;
        do {
            final ObservedProcess run = ObservedProcess.run(argv);
            took += run.nanos();
            runs++;
            if (repeat >= 0) {
                privateKilobytes = Math.max(privateKilobytes, run.privateKilobytes());
                residentKilobytes = Math.max(residentKilobytes, run.residentKilobytes());
            }
        } while (System.nanoTime() - start < window);
        final double during = (double)(tracker.frames() - frames) / (System.nanoTime() - start);
        final double after = rate(tracker, window);
        if (repeat >= 0) {
            losses[repeat] = 100 * (1 - during / ((before + after) / 2));
            seconds[repeat] = took * 1e-9 / runs;
        }
    }

    /** Frames per nanosecond while nothing else happens. */
    private static double rate(final InspectedTracker tracker, final long window) {
        final long frames = tracker.frames();
        final long start = System.nanoTime();
        try {
            TimeUnit.NANOSECONDS.sleep(window);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return (double)(tracker.frames() - frames) / (System.nanoTime() - start);
    }

    /** A line of the table. */
    String line() {
        return String.format(Locale.ROOT, "  %-28s %7.3f s %8.1f MiB %8.1f MiB %7.1f %%", label,
            Result.median(seconds), privateKilobytes / 1024.0, residentKilobytes / 1024.0, Result.median(losses));
    }

    /** As JSON fields. */
    Map<String, Object> fields() {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("command", label);
        fields.put("seconds", Result.median(seconds));
        fields.put("private_mib", privateKilobytes / 1024.0);
        fields.put("resident_mib", residentKilobytes / 1024.0);
        fields.put("loss_percent", Result.median(losses));
        fields.put("loss_percent_each", losses);
        fields.put("seconds_each", seconds);
        fields.put("repeats", repeats);
        return fields;
    }
}
