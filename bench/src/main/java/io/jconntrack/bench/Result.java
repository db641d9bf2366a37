/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one tracker did in one benchmark.
 */
final class Result {
    /** Its name. */
    final String tracker;
    /** Nanoseconds per packet of each repetition. */
    final double[] each;
    /** Memory of the tracker for each entry that fits; NaN where nobody knows. */
    double bytesPerConnection = Double.NaN;
    /** Bytes that the tracking thread allocated, for each packet; NaN where nobody knows. */
    double allocatedPerPacket = Double.NaN;
    /** Times of batches in nanoseconds, or null. */
    Histogram latency;
    /** What the benchmark counts beside, by its name in JSON. */
    final Map<String, Object> more = new LinkedHashMap<>();

    /**
     * A result.
     *
     * @param tracker that was measured.
     * @param each nanoseconds per packet of each repetition.
     */
    Result(final String tracker, final double... each) {
        this.tracker = tracker;
        this.each = each;
    }

    /**
     * Median of the repetitions.
     *
     * @return nanoseconds per packet.
     */
    double nanosPerPacket() {
        return median(each);
    }

    /**
     * Millions of packets per second at the median.
     *
     * @return the reciprocal of {@link #nanosPerPacket()}.
     */
    double mpps() {
        return 1000 / nanosPerPacket();
    }

    /**
     * Median.
     *
     * @param values at least one.
     * @return the middle one, or the mean of the two.
     */
    static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /**
     * As JSON fields.
     *
     * @return names and values, in the order to print them.
     */
    Map<String, Object> fields() {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tracker", tracker);
        fields.put("ns_per_packet", nanosPerPacket());
        fields.put("mpps", mpps());
        if (!Double.isNaN(bytesPerConnection)) {
            fields.put("bytes_per_connection", bytesPerConnection);
        }
        if (!Double.isNaN(allocatedPerPacket)) {
            fields.put("alloc_bytes_per_packet", allocatedPerPacket);
        }
        fields.put("ns_per_packet_each", each);
        if (latency != null) {
            fields.put("batch_ns", Latencies.percentiles(latency));
        }
        fields.putAll(more);
        return fields;
    }
}
