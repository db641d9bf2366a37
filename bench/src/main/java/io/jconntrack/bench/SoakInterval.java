/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What was seen in a part of a soak's time.
 *
 * @param seconds since the start, of real time.
 * @param live connections at its end, in the table and in the model.
 * @param opened connections since the start.
 * @param packets since the start.
 * @param p50 time of a batch, in nanoseconds.
 * @param p99 the same.
 * @param p9999 the same.
 * @param max the same.
 * @param heapBytes that are reachable at its end.
 * @param residentBytes of the process at its end, the table with them.
 */
record SoakInterval(double seconds, int live, long opened, long packets, long p50, long p99, long p9999, long max,
    long heapBytes, long residentBytes) {
    private static final double MIB = 1 << 20;

    /** Names of the columns of {@link #line()}. */
    static final String HEAD = String.format("%9s %10s %12s %14s %8s %8s %8s %8s %9s %9s", "seconds", "live", "opened",
        "packets", "p50 us", "p99 us", "p99.99", "max", "heap MiB", "RSS MiB");

    /**
     * For people.
     *
     * @return a line under {@link #HEAD}.
     */
    String line() {
        return String.format(Locale.ROOT, "%9.0f %10d %12d %14d %8.1f %8.1f %8.1f %8.1f %9.2f %9.1f", seconds, live,
            opened, packets, p50 / 1e3, p99 / 1e3, p9999 / 1e3, max / 1e3, heapBytes / MIB, residentBytes / MIB);
    }

    /**
     * For programs.
     *
     * @return fields of JSON.
     */
    Map<String, Object> fields() {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seconds", seconds);
        fields.put("live", live);
        fields.put("opened", opened);
        fields.put("packets", packets);
        fields.put("p50_ns", p50);
        fields.put("p99_ns", p99);
        fields.put("p99.99_ns", p9999);
        fields.put("max_ns", max);
        fields.put("heap_bytes", heapBytes);
        fields.put("resident_bytes", residentBytes);
        return fields;
    }

    /**
     * How a figure moved: its median in the last third against that in the first one.
     *
     * @param intervals at least one.
     * @param figure of an interval.
     * @return 1 when it is the same, 2 when it doubled.
     */
    static double drift(final List<SoakInterval> intervals, final ToDoubleFunction<SoakInterval> figure) {
        final double[] all = intervals.stream().mapToDouble(figure).toArray();
        final int third = Math.max(1, all.length / 3);
        return Result.median(Arrays.copyOfRange(all, all.length - third, all.length))
            / Result.median(Arrays.copyOf(all, third));
    }
}
