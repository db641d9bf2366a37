/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import io.jconntrack.ingest.agent.LatencyCounts;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * All figures of a tracker, running or ended, at one moment: read from its files, without a word to it. Does not
 * change.
 */
public final class Report {
    private final String name;
    private final String profile;
    private final long pid;
    private final int workers;
    private final List<Sample> samples;
    private final List<Histogram> latencies;
    private final List<String> errors;

    private Report(final TrackerFiles files, final TrackerStatus status, final MappedTable table,
        final boolean withIndex) throws IOException {
        name = files.name();
        profile = table.profile();
        pid = status.cnc().pid();
        workers = status.cnc().workers();
        final SampleList list = new SampleList();
        final List<String> lines = new ArrayList<>();
        final long[] errorCount = new long[1];
        status.cnc().errors((count, first, last, text) -> {
            errorCount[0] += count;
            lines.add(count + " times, last at " + Instant.ofEpochMilli(last) + ": "
                + text.lines().findFirst().orElse(""));
        });
        list.add(Metric.UP, "up", files.isAlive() ? 1 : 0);
        list.add(Metric.START_TIME, "started, milliseconds since 1970", status.cnc().startedMillis());
        list.add(Metric.ACTIVE_TIME, "active, milliseconds since 1970", status.cnc().activeMillis());
        list.add(Metric.ERRORS, "errors", errorCount[0]);
        list.add(Metric.ENTRIES_LIMIT, "entries at most", table.capacity());
        list.add(Metric.ENTRY_BYTES, "bytes of the table for each entry",
            Math.ceilDiv(Files.size(files.table()), table.capacity()));
        addFiles(list, files);
        list.addCounters(status.cnc());
        for (int worker = 0; worker < workers; worker++) {
            if (worker < table.workers()) {
                list.add(Metric.ENTRIES, worker, null, "entries", table.size(worker));
            }
            list.addRing(worker, status.rings().get(worker));
        }
        if (withIndex) {
            list.addIndex(new TableStatistics(table));
        }
        samples = list.sorted();
        latencies = latencies(status);
        errors = List.copyOf(lines);
    }

    /**
     * Read them.
     *
     * @param files of the tracker.
     * @param withIndex whether to look at all of the table's index too, which takes time (docs/statistics.md).
     * @return the figures.
     * @throws IOException when the files can't be read: the message says which and why.
     */
    public static Report read(final TrackerFiles files, final boolean withIndex) throws IOException {
        try (TrackerStatus status = new TrackerStatus(files); MappedTable table = MappedTable.open(files.table())) {
            return new Report(files, status, table, withIndex);
        } catch (final InternalError cut) {
            throw new IOException(files.directory() + ": a file was cut short while it was read", cut);
        } catch (final IndexOutOfBoundsException damaged) {
            throw new IOException(files.cnc() + ": damaged: " + damaged.getMessage(), damaged);
        }
    }

    private void addFiles(final SampleList list, final TrackerFiles files) throws IOException {
        long rings = 0;
        long events = 0;
        for (int worker = 0; worker < workers; worker++) {
            rings += size(files.ring(worker));
            events += size(files.events(worker));
        }
        list.add(Metric.FILE_BYTES, Sample.ALL, "table", "bytes of the table's file", size(files.table()));
        list.add(Metric.FILE_BYTES, Sample.ALL, "ring", "bytes of the rings' files", rings);
        list.add(Metric.FILE_BYTES, Sample.ALL, "events", "bytes of the events' files", events);
        list.add(Metric.FILE_BYTES, Sample.ALL, "cnc", "bytes of the counters' file", size(files.cnc()));
    }

    private static long size(final Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static List<Histogram> latencies(final TrackerStatus status) {
        final List<Histogram> histograms = new ArrayList<>();
        for (int worker = 0; worker < status.cnc().workers(); worker++) {
            final Histogram histogram = LatencyCounts.newHistogram();
            status.cnc().latencies(worker).addSince(LatencyCounts.newSeen(), histogram);
            histograms.add(histogram);
        }
        return List.copyOf(histograms);
    }

    /**
     * Name of the tracker.
     *
     * @return as it was asked for.
     */
    public String name() {
        return name;
    }

    /**
     * The tracker's profile.
     *
     * @return its name as it stands in the table's file.
     */
    public String profile() {
        return profile;
    }

    /**
     * The tracker's process.
     *
     * @return its number, of use while it lives.
     */
    public long pid() {
        return pid;
    }

    /**
     * Workers of the tracker.
     *
     * @return 1 to 64.
     */
    public int workers() {
        return workers;
    }

    /**
     * The figures, those of the tracker first, then those of each worker and its ring, then those of the index.
     *
     * @return a list that does not change.
     */
    public List<Sample> samples() {
        return samples;
    }

    /**
     * What all workers counted together.
     *
     * @return a list that does not change.
     */
    public List<Sample> sums() {
        return SampleList.sums(samples);
    }

    /**
     * A figure.
     *
     * @param metric which.
     * @param worker whose, or {@link Sample#ALL}.
     * @param value of its dimension, or null.
     * @return its number, 0 when there is none.
     */
    public long get(final Metric metric, final int worker, final String value) {
        final Sample wanted = new Sample(metric, worker, value, "", 0);
        final Optional<Sample> found = samples.stream().filter(wanted::isOf).findFirst();
        return found.isPresent() ? found.get().number() : 0;
    }

    /**
     * Times from wire to verdict, in nanoseconds.
     *
     * @return one histogram for each worker.
     */
    public List<Histogram> latencies() {
        return latencies;
    }

    /**
     * Errors that the tracker met, each kind once.
     *
     * @return lines for people.
     */
    public List<String> errors() {
        return errors;
    }
}
