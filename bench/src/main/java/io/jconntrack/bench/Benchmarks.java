/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steady traffic, churn and flood: what a repetition's nanoseconds per packet tell.
 */
final class Benchmarks {
    private Benchmarks() {
    }

    /**
     * Parameters that all reports name.
     *
     * @param options of the command line.
     * @return a new map to add to.
     */
    static Map<String, Object> parameters(final Options options) {
        final Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("connections", options.connections);
        parameters.put("batch", options.batch);
        if (options.ipv6 != 0) {
            parameters.put("ipv6_percent", options.ipv6);
        }
        if (options.udp != 0) {
            parameters.put("udp_percent", options.udp);
        }
        if (options.vectors) {
            parameters.put("vectors", true);
        }
        return parameters;
    }

    /**
     * Steady traffic beside the memory's limit.
     *
     * @param options of the command line.
     * @return what was found.
     */
    static Report steady(final Options options) {
        final Traffic traffic = new Traffic(options.ipv6, options.udp);
        final double[] limits = new double[options.repeats];
        try (Comparison comparison = new Comparison(options, options.settings(options.connections),
            tracker -> new Steady(tracker, traffic, 0, options.connections));
            MemoryLimit limit = new MemoryLimit(options.connections)) {
            return new Report("steady", parameters(options), comparison.measure(limit, limits), limits);
        }
    }

    /**
     * Connections that come and go.
     *
     * @param options of the command line.
     * @param spread connections that are open at a time.
     * @return what was found.
     */
    static Report churn(final Options options, final int spread) {
        final Traffic traffic = new Traffic(options.ipv6, 0);
        // a few more fit than live, since expiry comes by ticks
        final Settings settings = options.settings(options.connections + options.connections / 8 + 1024);
        final long timeWait = settings.timeoutNanos(Setting.TCP_TIMEOUT_TIME_WAIT);
        final Map<String, Object> parameters = parameters(options);
        parameters.put("spread", spread);
        try (Comparison comparison = new Comparison(options, settings, tracker -> new Churn(tracker, traffic,
            options.connections, spread, timeWait, Churn.chunkFor(options.packets)))) {
            final List<Result> results = comparison.measure(null, null);
            for (int i = 0; i < results.size(); i++) {
                final Result result = results.get(i);
                result.more.put("connections_per_second",
                    Math.round(1e9 / (result.nanosPerPacket() * Churn.PACKETS)));
                result.more.put("live", comparison.loads().get(i).tracker().size());
            }
            return new Report("churn", parameters, results, null);
        }
    }

    /**
     * A SYN flood into a full table.
     *
     * @param options of the command line.
     * @param assuredPercent of the table's connections.
     * @return what was found.
     * @throws IllegalStateException when a tracker lost an assured connection.
     */
    static Report flood(final Options options, final int assuredPercent) {
        final Traffic traffic = new Traffic(options.ipv6, 0);
        final int assured = (int)((long)options.connections * assuredPercent / 100);
        final Map<String, Object> parameters = parameters(options);
        parameters.put("assured", assured);
        try (Comparison comparison = new Comparison(options, options.settings(options.connections),
            tracker -> new Flood(tracker, traffic, assured, Churn.chunkFor(options.packets)))) {
            final List<Result> results = comparison.measure(null, null);
            for (int i = 0; i < results.size(); i++) {
                final Flood flood = (Flood)comparison.loads().get(i);
                final int lost = flood.lost();
                if (lost != 0) {
                    throw new IllegalStateException(flood.tracker().name() + ": of " + assured
                        + " assured connections the flood displaced " + lost);
                }
                final Result result = results.get(i);
                result.more.put("syns_per_second", Math.round(1e9 / result.nanosPerPacket()));
                result.more.put("early_drops", flood.tracker().earlyDrops());
                result.more.put("refused", flood.tracker().refused());
                result.more.put("assured_lost", lost);
            }
            return new Report("flood", parameters, results, null);
        }
    }
}
