/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/**
 * For programs: one JSON object on one line. Names are those of {@link Metric}; a figure that has a dimension is an
 * object of its values.
 */
public final class JsonForm {
    private static final MathContext DIGITS = new MathContext(15);

    private JsonForm() {
    }

    /**
     * All figures.
     *
     * @param report that has them.
     * @return one line, with an end of line.
     */
    public static String of(final Report report) {
        final StringBuilder json = new StringBuilder("{\"name\":");
        text(json, report.name());
        json.append(",\"profile\":");
        text(json, report.profile());
        json.append(",\"pid\":").append(report.pid());
        members(json, report.samples().stream().filter(s -> s.metric().scope() == Metric.Scope.TRACKER).toList());
        json.append(",\"workers\":[");
        for (int worker = 0; worker < report.workers(); worker++) {
            final int number = worker;
            json.append(worker == 0 ? "" : ",").append("{\"worker\":").append(worker);
            members(json, report.samples().stream().filter(s -> s.worker() == number).toList());
            latencies(json, report.latencies().get(worker));
            json.append('}');
        }
        json.append("],\"sum\":{\"workers\":").append(report.workers());
        members(json, report.sums());
        latencies(json, LinesForm.sum(report.latencies()));
        json.append('}');
        members(json, report.samples().stream().filter(s -> s.metric().scope() == Metric.Scope.INDEX).toList());
        json.append(",\"error_kinds\":[");
        for (int i = 0; i < report.errors().size(); i++) {
            json.append(i == 0 ? "" : ",");
            text(json, report.errors().get(i));
        }
        return json.append("]}\n").toString();
    }

    /** Members of an object, each with a comma in front. */
    private static void members(final StringBuilder json, final List<Sample> samples) {
        for (final Metric metric : Metric.values()) {
            final List<Sample> values = samples.stream().filter(s -> s.metric() == metric).toList();
            if (values.isEmpty()) {
                continue;
            }
            json.append(",\"").append(metric.label()).append("\":");
            if (metric.dimension() == null) {
                number(json, values.getFirst());
                continue;
            }
            char before = '{';
            for (final Sample value : values) {
                json.append(before).append('"').append(Objects.requireNonNull(value.value())).append("\":");
                number(json, value);
                before = ',';
            }
            json.append('}');
        }
    }

    private static void number(final StringBuilder json, final Sample sample) {
        if (sample.metric().scale() == 1) {
            json.append(sample.number());
        } else {
            json.append(new BigDecimal(sample.scaled(), DIGITS).stripTrailingZeros().toPlainString());
        }
    }

    private static void latencies(final StringBuilder json, final Histogram nanos) {
        json.append(",\"wire_to_verdict_nanos\":{\"count\":").append(nanos.getTotalCount())
            .append(",\"mean\":").append(Math.round(nanos.getMean()));
        for (final String percentile : List.of("50", "90", "99", "99.9", "99.99")) {
            json.append(",\"p").append(percentile).append("\":")
                .append(nanos.getValueAtPercentile(Double.parseDouble(percentile)));
        }
        json.append(",\"max\":").append(nanos.getMaxValue()).append('}');
    }

    private static void text(final StringBuilder json, final String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int)c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
