/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import io.jconntrack.ingest.agent.CncReader;
import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.ring.RingCounters;
import io.jconntrack.net.Reason;
import io.jconntrack.table.TableStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Collects the figures of a tracker.
 */
final class SampleList {
    private static final int KEYS = 7;
    private static final int PROBES = 64;

    private final List<Sample> samples = new ArrayList<>();
    private final Set<List<Object>> known = new HashSet<>();

    void add(final Metric metric, final String words, final long number) {
        add(metric, Sample.ALL, null, words, number);
    }

    void add(final Metric metric, final int worker, final String value, final String words, final long number) {
        // a damaged file may have the same counter twice
        if (known.add(List.of(metric, worker, value == null ? "" : value))) {
            samples.add(new Sample(metric, worker, value, words, number));
        }
    }

    /** What the workers count. */
    void addCounters(final CncReader cnc) {
        cnc.forEach(this::addCounter, this::addReason);
    }

    private void addCounter(final int worker, final TrackerCounter counter, final long number) {
        final String words = counter.label();
        switch (counter) {
            case FRAMES -> add(Metric.FRAMES, worker, null, words, number);
            case NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED, FRAGMENT ->
                add(Metric.PACKETS, worker, lower(counter), words, number);
            case NOTIP -> add(Metric.FRAMES_NOT_IP, worker, null, words, number);
            case EARLY_DROPS -> add(Metric.REMOVED, worker, "early_drop", words, number);
            case EXPIRED -> add(Metric.REMOVED, worker, "expired", words, number);
            case DELETED -> add(Metric.REMOVED, worker, "deleted", words, number);
            case UPDATED -> add(Metric.UPDATED, worker, null, words, number);
            case REFUSED -> add(Metric.COMMANDS_REFUSED, worker, null, words, number);
            case ENDED -> add(Metric.REMOVED, worker, "protocol", words, number);
            case EVENTS -> add(Metric.EVENTS, worker, null, words, number);
            case OPENED -> add(Metric.OPENED, worker, null, words, number);
            case WHEEL_VISITS -> add(Metric.WHEEL_VISITS, worker, null, words, number);
            case WHEEL_MOVES -> add(Metric.WHEEL_MOVES, worker, null, words, number);
            case WHEEL_BEHIND -> add(Metric.WHEEL_BEHIND, worker, null, words, number);
            case FRAGMENT_DATAGRAMS -> add(Metric.FRAGMENT_DATAGRAMS, worker, null, words, number);
            case FRAGMENT_BYTES -> add(Metric.FRAGMENT_BYTES, worker, null, words, number);
            case ENTRIES, CAPACITY -> {
                // of the whole table; its own file has them
            }
            default -> throw new IllegalStateException(counter.name());
        }
    }

    private void addReason(final int worker, final Reason reason, final long number) {
        if (reason == Reason.NONE) {
            return;
        }
        add(reason.refuses() ? Metric.INVALID_PACKETS : Metric.IGNORED_PACKETS, worker, lower(reason),
            "reason " + lower(reason), number);
        if (reason == Reason.TABLE_FULL) {
            add(Metric.REFUSED, worker, null, "drops, table full", number);
        }
    }

    static String lower(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What passed through a worker's packet ring. */
    void addRing(final int worker, final RingCounters ring) {
        add(Metric.RING_HELPERS, worker, null, "helpers attached so far", ring.helperAttachments());
        add(Metric.RING_TRACKERS, worker, null, "trackers attached so far", ring.trackerAttachments());
        final long frames = ring.frames();
        add(Metric.RING_FRAMES, worker, null, "frames captured", frames);
        add(Metric.RING_BATCHES, worker, null, "batches captured", ring.batches());
        add(Metric.RING_WIRE_BYTES, worker, null, "bytes on the wire", ring.bytes());
        add(Metric.RING_TRUNCATED, worker, null, "frames cut to their headers", ring.truncatedFrames());
        add(Metric.RING_NOT_IP, worker, null, "frames left out, not IP", ring.notIpFrames());
        add(Metric.RING_LOST, worker, "kernel", "frames lost, dropped by the kernel", ring.kernelDrops());
        add(Metric.RING_LOST, worker, "ring_full", "frames lost, ring full", ring.droppedFrames());
        add(Metric.RING_LOST, worker, "helper_killed", "frames lost, helper killed", ring.lostInRing());
        add(Metric.RING_LOST, worker, "tracker_killed", "frames lost, tracker killed", ring.lostAtRestart());
        add(Metric.RING_SKIPPED, worker, "half_written", "half-written batches skipped", ring.halfWrittenBatches());
        add(Metric.RING_SKIPPED, worker, "damaged", "damaged batches skipped", ring.corruptBatches());
        add(Metric.RING_WAITING, worker, null, "frames waiting",
            Math.max(0, frames - ring.takenFrames() - ring.lostAtRestart() - ring.lostInRing()));
        add(Metric.RING_CAPACITY, worker, null, "bytes at most", ring.capacity());
    }

    /** How the table's index is filled. */
    void addIndex(final TableStatistics index) {
        add(Metric.INDEX_LONGEST_PROBE, "longest probe, buckets", index.longestProbe());
        add(Metric.INDEX_OVERFLOWED, "buckets overflowed", index.overflowedBuckets());
        for (int keys = 0; keys <= KEYS; keys++) {
            add(Metric.INDEX_BUCKETS, Sample.ALL, String.valueOf(keys), "buckets with entries: " + keys,
                index.buckets(keys));
        }
        for (int probes = 1; probes <= PROBES; probes++) {
            if (index.keys(probes) != 0) {
                add(Metric.INDEX_ENTRIES, Sample.ALL, String.valueOf(probes),
                    "entries found after buckets: " + probes + (probes == PROBES ? " or more" : ""),
                    index.keys(probes));
            }
        }
    }

    /** In the order in which they are shown. */
    List<Sample> sorted() {
        samples.sort(Comparator.comparing((Sample sample) -> rank(sample.metric().scope()))
            .thenComparing(Sample::worker).thenComparing(sample -> sample.metric().scope()));
        return List.copyOf(samples);
    }

    private static int rank(final Metric.Scope scope) {
        return switch (scope) {
            case TRACKER -> 0;
            case WORKER, RING -> 1;
            case INDEX -> 2;
        };
    }

    /** The sums over all workers; of how far a wheel is behind, the most. */
    static List<Sample> sums(final List<Sample> samples) {
        final Map<List<Object>, Sample> sums = new LinkedHashMap<>();
        for (final Sample sample : samples) {
            if (sample.worker() != Sample.ALL) {
                sums.merge(List.of(sample.metric(), sample.value() == null ? "" : sample.value()),
                    new Sample(sample.metric(), Sample.ALL, sample.value(), sample.words(), sample.number()),
                    SampleList::sum);
            }
        }
        return List.copyOf(sums.values());
    }

    private static Sample sum(final Sample a, final Sample b) {
        final long number = a.metric() == Metric.WHEEL_BEHIND ? Math.max(a.number(), b.number())
            : a.number() + b.number();
        return new Sample(a.metric(), Sample.ALL, a.value(), a.words(), number);
    }
}
