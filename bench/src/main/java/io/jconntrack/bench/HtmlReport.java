/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The report as one HTML file that needs nothing else: results and peers in tables, plots, machine and JVM.
 */
final class HtmlReport {
    private static final String TEMPLATE = "report.html";

    private HtmlReport() {
    }

    /**
     * Write a report.
     *
     * @param file to write, or to write over.
     * @param reports what was found.
     * @param arguments of the command line.
     * @throws IOException if the file can't be written.
     */
    static void write(final Path file, final List<Report> reports, final List<String> arguments) throws IOException {
        final StringBuilder sections = new StringBuilder();
        if (reports.size() > 1) {
            sections.append(summary(reports));
        }
        for (final Report report : reports) {
            sections.append(section(report));
        }
        final StringBuilder facts = new StringBuilder();
        Machine.facts().forEach((name, value) -> fact(facts, name, value));
        fact(facts, "Command line", "jconntrack-bench " + String.join(" ", arguments));
        fact(facts, "Written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        Files.writeString(file, template().replace("{{sections}}", sections).replace("{{facts}}", facts));
    }

    private static String template() throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void fact(final StringBuilder html, final String name, final String value) {
        html.append("<tr><th scope=\"row\">").append(escape(name)).append("</th><td>").append(escape(value))
            .append("</td></tr>\n");
    }

    private static String summary(final List<Report> reports) {
        final StringBuilder html = new StringBuilder("<section><h2>Summary</h2><div class=\"wide\"><table><thead><tr>"
            + "<th>Benchmark</th><th>ns per packet</th><th>Mpps</th><th>× memory's limit</th><th>Nearest other</th>"
            + "</tr></thead><tbody>\n");
        for (final Report report : reports) {
            final Result ours = report.ours();
            Result nearest = null;
            for (final Result other : report.results().subList(1, report.results().size())) {
                nearest = nearest == null || other.nanosPerPacket() < nearest.nanosPerPacket() ? other : nearest;
            }
            html.append("<tr><td>").append(escape(report.title())).append("</td>");
            number(html, ours.nanosPerPacket(), "%.1f");
            number(html, ours.mpps(), "%.2f");
            number(html, ours.nanosPerPacket() / report.limit(), "%.2f");
            html.append("<td>").append(nearest == null ? "" : escape(nearest.tracker
                + String.format(Locale.ROOT, ", %.2f ×", report.ratio(nearest)))).append("</td></tr>\n");
        }
        return html.append("</tbody></table></div></section>\n").toString();
    }

    private static String section(final Report report) {
        final StringBuilder html = new StringBuilder("<section><h2>").append(escape(report.title())).append("</h2>\n");
        table(html, report);
        final List<Svg.Bar> bars = new ArrayList<>();
        final List<Svg.Line> lines = new ArrayList<>();
        for (final Result result : report.results()) {
            bars.add(new Svg.Bar(shorten(result.tracker), result.nanosPerPacket(), bars.isEmpty() ? "ours" : "other"));
            if (result.latency != null && result.latency.getTotalCount() > 0) {
                lines.add(new Svg.Line(result.tracker, result.latency, "line c" + lines.size() % 6));
            }
        }
        if (report.limits() != null) {
            bars.add(new Svg.Bar("memory's limit", report.limit(), "limit"));
        }
        final TimesBeside beside = beside(report.ours());
        if (beside != null && beside.histogram().getTotalCount() > 0) {
            lines.add(new Svg.Line(beside.title(), beside.histogram(), "line idle"));
        }
        html.append("<h3>Nanoseconds per packet</h3>").append(Svg.bars(bars));
        if (!lines.isEmpty()) {
            html.append("<h3>Time of a batch</h3>").append(Svg.percentiles(lines));
        }
        return html.append("</section>\n").toString();
    }

    private static void table(final StringBuilder html, final Report report) {
        html.append("<div class=\"wide\"><table><thead><tr><th>Tracker</th><th>ns per packet</th><th>least – most</th>"
            + "<th>Mpps</th><th>× the first</th><th>B per connection</th><th>B allocated per packet</th>"
            + "<th>p50 µs</th><th>p90</th><th>p99</th><th>p99.9</th><th>p99.99</th><th>max</th><th>Also</th>"
            + "</tr></thead><tbody>\n");
        for (final Result result : report.results()) {
            html.append("<tr><td>").append(escape(result.tracker)).append("</td>");
            number(html, result.nanosPerPacket(), "%.1f");
            final double[] sorted = result.each.clone();
            java.util.Arrays.sort(sorted);
            html.append("<td>").append(String.format(Locale.ROOT, "%.1f – %.1f", sorted[0], sorted[sorted.length - 1]))
                .append("</td>");
            number(html, result.mpps(), "%.2f");
            number(html, report.ratio(result), "%.2f");
            number(html, result.bytesPerConnection, "%.1f");
            number(html, result.allocatedPerPacket, "%.2f");
            times(html, result.latency);
            html.append("<td>").append(escape(also(result.more))).append("</td></tr>\n");
            final TimesBeside beside = beside(result);
            if (beside != null) {
                html.append("<tr class=\"quiet\"><td>").append(escape(beside.title())).append("</td>")
                    .append("<td></td>".repeat(6));
                times(html, beside.histogram());
                html.append("<td></td></tr>\n");
            }
        }
        if (report.limits() != null) {
            html.append("<tr class=\"quiet\"><td>memory's limit</td>");
            number(html, report.limit(), "%.1f");
            html.append("<td></td>");
            number(html, 1000 / report.limit(), "%.2f");
            number(html, report.limit() / report.ours().nanosPerPacket(), "%.2f");
            html.append("<td></td>".repeat(9)).append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private static TimesBeside beside(final Result result) {
        for (final Object value : result.more.values()) {
            if (value instanceof final TimesBeside beside) {
                return beside;
            }
        }
        return null;
    }

    private static void times(final StringBuilder html, final Histogram histogram) {
        if (histogram == null) {
            html.append("<td></td>".repeat(6));
            return;
        }
        Latencies.percentiles(histogram).forEach((name, nanos) -> {
            if (!"count".equals(name)) {
                html.append("<td>").append(Latencies.micros((Long)nanos)).append("</td>");
            }
        });
    }

    private static String also(final Map<String, Object> more) {
        final List<String> parts = new ArrayList<>();
        more.forEach((name, value) -> {
            if (!(value instanceof TimesBeside)) {
                parts.add(name.replace('_', ' ') + ' ' + Json.of(value));
            }
        });
        return String.join(", ", parts);
    }

    private static void number(final StringBuilder html, final double value, final String format) {
        html.append("<td>").append(Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value))
            .append("</td>");
    }

    private static String shorten(final String text) {
        return text.length() <= 32 ? text : text.substring(0, 31) + '…';
    }

    /**
     * Text for HTML and SVG.
     *
     * @param text any.
     * @return the same with what means something in HTML replaced.
     */
    static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
