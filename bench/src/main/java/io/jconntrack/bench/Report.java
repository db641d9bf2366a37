/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one benchmark found: jconntrack's result first, then the peers'.
 *
 * @param benchmark its name.
 * @param parameters connections, batch and others, by their names in JSON.
 * @param results at least jconntrack's.
 * @param limits nanoseconds of the memory's limit in each repetition; null where it was not measured.
 */
record Report(String benchmark, Map<String, Object> parameters, List<Result> results, double[] limits) {
    /**
     * jconntrack's result.
     *
     * @return the first one.
     */
    Result ours() {
        return results.getFirst();
    }

    /**
     * How much longer a tracker took than jconntrack.
     *
     * @param result of the tracker.
     * @return 2 for twice as long.
     */
    double ratio(final Result result) {
        return result.nanosPerPacket() / ours().nanosPerPacket();
    }

    /**
     * The memory's limit.
     *
     * @return nanoseconds per operation, median; NaN where it was not measured.
     */
    double limit() {
        return limits == null ? Double.NaN : Result.median(limits);
    }

    /**
     * What was measured, in words.
     *
     * @return such as {@code steady, 1000000 connections, batch 32}.
     */
    String title() {
        final StringBuilder text = new StringBuilder(benchmark);
        parameters.forEach((name, value) -> {
            if ("connections".equals(name)) {
                text.append(", ").append(value).append(" connections");
            } else if (!Integer.valueOf(0).equals(value) || "spread".equals(name)) {
                text.append(", ").append(name.replace('_', ' ')).append(' ').append(value);
            }
        });
        return text.toString();
    }

    /**
     * For people: a line for jconntrack, and one for each of the others.
     *
     * @return lines.
     */
    List<String> lines() {
        final List<String> lines = new ArrayList<>();
        lines.add(title() + ": " + figures(ours()) + (limits == null ? "" : String.format(Locale.ROOT,
            ", %.2f times the memory's limit of %.1f ns", ours().nanosPerPacket() / limit(), limit())));
        addLatency(lines, ours());
        for (final Result result : results.subList(1, results.size())) {
            lines.add(String.format(Locale.ROOT, "  %s: %s, %.2f times %s", result.tracker, figures(result),
                ratio(result), ours().tracker));
            addLatency(lines, result);
        }
        return lines;
    }

    private static void addLatency(final List<String> lines, final Result result) {
        if (result.latency != null && result.latency.getTotalCount() > 0) {
            lines.add("    batches: " + Latencies.line(result.latency));
        }
        result.more.forEach((name, value) -> {
            if (value instanceof final TimesBeside beside) {
                lines.add("    " + beside.title() + ": " + Latencies.line(beside.histogram()));
            }
        });
    }

    private static String figures(final Result result) {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%.1f ns per packet, %.2f Mpps",
            result.nanosPerPacket(), result.mpps()));
        result.more.forEach((name, value) -> {
            if (!(value instanceof TimesBeside)) {
                text.append(", ").append(Json.of(value).replace("\"", "")).append(' ').append(name.replace('_', ' '));
            }
        });
        if (!Double.isNaN(result.allocatedPerPacket)) {
            text.append(", ").append(Json.of(result.allocatedPerPacket)).append(" B allocated per packet");
        }
        if (!Double.isNaN(result.bytesPerConnection)) {
            text.append(String.format(Locale.ROOT, ", %.1f B per connection", result.bytesPerConnection));
        }
        return text.toString();
    }

    /**
     * For programs.
     *
     * @return one JSON object.
     */
    String json() {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("benchmark", benchmark);
        fields.putAll(parameters);
        fields.putAll(ours().fields());
        fields.put("repeats", ours().each.length);
        if (limits != null) {
            fields.put("memory_limit_ns", limit());
            fields.put("memory_limit_ns_each", limits);
        }
        final List<Object> peers = new ArrayList<>();
        for (final Result result : results.subList(1, results.size())) {
            final Map<String, Object> peer = result.fields();
            peer.put("ratio", ratio(result));
            peers.add(peer);
        }
        fields.put("peers", peers);
        return Json.of(fields);
    }
}
