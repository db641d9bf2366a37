/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * The report's plots, as SVG whose colours come from the page's style sheet.
 */
final class Svg {
    private static final int WIDTH = 860;
    private static final int LEFT = 210;
    private static final int BAR = 22;
    private static final int ROW = 32;

    private static final int PLOT_LEFT = 64;
    private static final int PLOT_TOP = 12;
    private static final int PLOT_WIDTH = 560;
    private static final int PLOT_HEIGHT = 260;
    private static final int POINTS_PER_DECADE = 24;

    private Svg() {
    }

    /**
     * A horizontal bar.
     *
     * @param label before it.
     * @param value its length, also printed behind it.
     * @param style class of the style sheet.
     */
    record Bar(String label, double value, String style) {
    }

    /**
     * A line of percentiles.
     *
     * @param label in the legend.
     * @param histogram of nanoseconds, not empty.
     * @param style class of the style sheet.
     */
    record Line(String label, Histogram histogram, String style) {
    }

    /**
     * Bars from zero.
     *
     * @param bars from top to bottom.
     * @return an {@code svg} element.
     */
    static String bars(final List<Bar> bars) {
        double most = 0;
        for (final Bar bar : bars) {
            most = Math.max(most, bar.value());
        }
        final StringBuilder svg = open(bars.size() * ROW + 8, "nanoseconds per packet");
        for (int i = 0; i < bars.size(); i++) {
            final Bar bar = bars.get(i);
            final int y = 4 + i * ROW;
            final double length = Math.max(1, bar.value() / most * (WIDTH - LEFT - 90));
            text(svg, LEFT - 10, y + BAR / 2.0 + 4, "end", "label", bar.label());
            svg.append(format("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>",
                bar.style(), LEFT, y, length, BAR));
            text(svg, LEFT + length + 8, y + BAR / 2.0 + 4, "start", "value", format("%.1f ns", bar.value()));
        }
        return svg.append("</svg>").toString();
    }

    /**
     * Percentiles on two logarithmic scales: to the right ever rarer, upwards ever longer.
     *
     * @param lines one or more.
     * @return an {@code svg} element.
     */
    static String percentiles(final List<Line> lines) {
        long least = Long.MAX_VALUE;
        long most = 1;
        long samples = 1;
        for (final Line line : lines) {
            least = Math.min(least, Math.max(1, line.histogram().getValueAtPercentile(0)));
            most = Math.max(most, line.histogram().getMaxValue());
            samples = Math.max(samples, line.histogram().getTotalCount());
        }
        final int bottom = (int)Math.floor(Math.log10(least));
        final int top = Math.max(bottom + 1, (int)Math.ceil(Math.log10(most)));
        final int decades = Math.clamp((int)Math.floor(Math.log10(samples)), 2, 6);
        final StringBuilder svg = open(PLOT_TOP + PLOT_HEIGHT + 44, "time of a batch by percentile");
        axes(svg, bottom, top, decades);
        for (int i = 0; i < lines.size(); i++) {
            final Line line = lines.get(i);
            svg.append("<polyline class=\"").append(line.style()).append("\" points=\"");
            for (int point = 0; point <= decades * POINTS_PER_DECADE; point++) {
                final double decade = (double)point / POINTS_PER_DECADE;
                final long value = line.histogram().getValueAtPercentile(100 - 100 * Math.pow(10, -decade));
                svg.append(format("%.1f,%.1f ", x(decade, decades), y(Math.max(1, value), bottom, top)));
            }
            svg.append("\"/>");
            final int legend = PLOT_TOP + 10 + i * 22;
            svg.append(format("<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", line.style(),
                PLOT_LEFT + PLOT_WIDTH + 16, legend, PLOT_LEFT + PLOT_WIDTH + 40, legend));
            text(svg, PLOT_LEFT + PLOT_WIDTH + 46, legend + 4, "start", "label", line.label());
        }
        return svg.append("</svg>").toString();
    }

    private static void axes(final StringBuilder svg, final int bottom, final int top, final int decades) {
        for (int power = bottom; power <= top; power++) {
            final double y = y(Math.pow(10, power), bottom, top);
            svg.append(format("<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>", PLOT_LEFT, y,
                PLOT_LEFT + PLOT_WIDTH, y));
            text(svg, PLOT_LEFT - 8, y + 4, "end", "tick", time(power));
        }
        for (int decade = 0; decade <= decades; decade++) {
            final double x = x(decade, decades);
            svg.append(format("<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", x, PLOT_TOP, x,
                PLOT_TOP + PLOT_HEIGHT));
            text(svg, x, PLOT_TOP + PLOT_HEIGHT + 18, "middle", "tick", percentile(decade));
        }
        text(svg, PLOT_LEFT + PLOT_WIDTH / 2.0, PLOT_TOP + PLOT_HEIGHT + 38, "middle", "tick", "percentile of batches");
    }

    private static String percentile(final int decade) {
        return switch (decade) {
            case 0 -> "0";
            case 1 -> "90";
            case 2 -> "99";
            default -> "99." + "9".repeat(decade - 2);
        };
    }

    private static String time(final int powerOfNanos) {
        final String[] units = {"ns", "µs", "ms", "s"};
        final int unit = Math.clamp(powerOfNanos / 3, 0, 3);
        return "1" + "0".repeat(powerOfNanos - 3 * unit) + ' ' + units[unit];
    }

    private static double x(final double decade, final int decades) {
        return PLOT_LEFT + decade / decades * PLOT_WIDTH;
    }

    private static double y(final double nanos, final int bottom, final int top) {
        return PLOT_TOP + PLOT_HEIGHT * (top - Math.log10(nanos)) / (top - bottom);
    }

    private static StringBuilder open(final int height, final String title) {
        return new StringBuilder(format("<svg viewBox=\"0 0 %d %d\" role=\"img\"><title>%s</title>", WIDTH, height,
            title));
    }

    private static void text(final StringBuilder svg, final double x, final double y, final String anchor,
        final String style, final String text) {
        svg.append(format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", style, x, y, anchor,
            HtmlReport.escape(text)));
    }

    private static String format(final String format, final Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
