/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The lines above the tables: who, how much a second, how full, in which states.
 */
final class Header {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle BOLD = PLAIN.bold();
    private static final AttributedStyle FAINT = PLAIN.foreground(AttributedStyle.CYAN);
    private static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle WARN = PLAIN.foreground(AttributedStyle.YELLOW).bold();
    private static final AttributedStyle ALARM = PLAIN.foreground(AttributedStyle.RED).bold();
    private static final int MOST_REASONS = 3;
    private static final int WIDEST_BAR = 60;
    private static final int STILL_MILLIS = 3000;
    private static final double NEARLY_FULL = 0.8;
    private static final double FULL = 0.95;

    private final Look look;
    private final TopState state;
    private final int width;

    Header(final Look look, final TopState state, final int width) {
        this.look = look;
        this.state = state;
        this.width = width;
    }

    /** As many lines as there is room for, the first ones first. */
    List<AttributedString> lines(final String name, final ZoneId zone, final int most) {
        final List<AttributedString> lines = new ArrayList<>();
        lines.add(title(name, zone));
        if (look.counters() != null) {
            lines.add(rates());
            lines.add(entries());
            lines.add(invalid());
        }
        if (look.sample() != null) {
            lines.add(states());
            lines.add(protocols());
        }
        return lines.subList(0, Math.min(most, lines.size()));
    }

    private AttributedString title(final String name, final ZoneId zone) {
        final AttributedStringBuilder line = new AttributedStringBuilder();
        line.style(BOLD).append("jconntrack top ").append(name).append("  ");
        final Look.Identity who = look.identity();
        final long still = who == null ? 0 : who.stillMillis();
        switch (look.phase()) {
            case ABSENT -> line.style(ALARM).append("no such tracker: waiting for it");
            case ENDED -> line.style(ALARM).append(who == null ? "ended"
                : "ended " + Units.time(still / 1000) + " ago");
            default -> {
                if (who == null) {
                    line.style(WARN).append("starting");
                } else if (still > STILL_MILLIS) {
                    line.style(WARN).append("stands still for " + Units.time(still / 1000));
                } else {
                    line.style(GOOD).append("up ").append(Units.time(who.upMillis() / 1000));
                }
            }
        }
        if (who != null) {
            line.style(PLAIN).append("  ").append(who.profile())
                .append(who.workers() == 1 ? "  1 worker" : "  " + who.workers() + " workers");
        }
        final String right = (state.isPaused() ? "PAUSED  " : "every " + state.interval() + " s  ")
            + CLOCK.format(Instant.ofEpochMilli(look.epochMillis()).truncatedTo(ChronoUnit.SECONDS).atZone(zone));
        final int gap = width - line.length() - right.length();
        if (gap >= 2) {
            line.style(PLAIN).append(" ".repeat(gap)).style(state.isPaused() ? WARN : PLAIN).append(right);
        }
        return line.toAttributedString();
    }

    private AttributedString rates() {
        final AttributedStringBuilder line = label("Rates/s");
        final Rates rates = look.rates();
        number(line, "packets ", rates == null ? -1 : rates.packets(), PLAIN);
        number(line, "  new ", rates == null ? -1 : rates.opened(), PLAIN);
        number(line, "  expired ", rates == null ? -1 : rates.expired(), PLAIN);
        number(line, "  early drops ", rates == null ? -1 : rates.earlyDrops(), WARN);
        number(line, "  frames lost ", rates == null ? -1 : rates.lost(), ALARM);
        return line.toAttributedString();
    }

    private static void number(final AttributedStringBuilder line, final String name, final double rate,
        final AttributedStyle style) {
        final AttributedStyle strong = style == PLAIN ? BOLD : style;
        line.style(PLAIN).append(name).style(rate > 0 ? strong : PLAIN).append(rate < 0 ? "-" : Units.rate(rate));
    }

    private AttributedString invalid() {
        final AttributedStringBuilder line = label("Invalid");
        final Rates rates = look.rates();
        number(line, "", rates == null ? -1 : rates.invalid(), WARN);
        line.style(PLAIN).append("/s");
        if (rates != null) {
            String before = ": ";
            for (final Rates.ReasonRate reason : rates.reasons().stream().limit(MOST_REASONS).toList()) {
                line.append(before).append(reason.reason().text()).append(' ' + Units.rate(reason.rate()));
                before = ", ";
            }
        }
        line.append("   in all ").append(Units.count(look.counters().invalid())).append(" invalid, ")
            .append(Units.count(look.counters().lost())).append(" frames lost");
        return line.toAttributedString();
    }

    private AttributedString entries() {
        final AttributedStringBuilder line = label("Entries");
        final Counters counters = look.counters();
        final double part =
            counters.capacity() == 0 ? 0 : Math.min(1, (double)counters.entries() / counters.capacity());
        final String text = Units.exact(counters.entries()) + " of " + Units.exact(counters.capacity());
        final String percent = String.format(Locale.ROOT, " %5.1f %%", 100 * part);
        final int bar = Math.min(WIDEST_BAR, width - line.length() - text.length() - percent.length() - 3);
        line.style(BOLD).append(text);
        if (bar >= 5) {
            // what is not empty shows
            final int full = (int)Math.ceil(part * bar);
            line.style(PLAIN).append(" [").style(part < NEARLY_FULL ? GOOD : part < FULL ? WARN : ALARM)
                .append("|".repeat(full)).style(PLAIN).append(" ".repeat(bar - full)).append(']');
        }
        return line.style(PLAIN).append(percent).toAttributedString();
    }

    private AttributedString states() {
        final AttributedStringBuilder line = label("TCP");
        counts(line, look.sample().states());
        if (!look.sample().others().isEmpty()) {
            line.style(FAINT).append("  SCTP ");
            counts(line, look.sample().others());
        }
        return line.toAttributedString();
    }

    private AttributedString protocols() {
        final AttributedStringBuilder line = label("All");
        final Sample sample = look.sample();
        counts(line, sample.protocols());
        line.style(PLAIN).append(sample.protocols().isEmpty() ? "" : "   ").append("assured ").style(BOLD)
            .append(Units.count(sample.assured())).style(PLAIN).append("  unreplied ").style(BOLD)
            .append(Units.count(sample.unreplied()));
        return line.toAttributedString();
    }

    private static void counts(final AttributedStringBuilder line, final List<Sample.Count> counts) {
        String gap = "";
        for (final Sample.Count count : counts) {
            line.style(PLAIN).append(gap).append(count.name()).append(' ').style(BOLD)
                .append(Units.count(count.count()));
            gap = "  ";
        }
    }

    private static AttributedStringBuilder label(final String text) {
        return new AttributedStringBuilder().style(FAINT).append(String.format(Locale.ROOT, "%-9s", text));
    }
}
