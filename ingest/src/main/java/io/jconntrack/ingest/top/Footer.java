/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * The last line: what is typed or wrong, else what was counted, how, and how long that took.
 */
final class Footer {
    private final Look look;
    private final TopState state;

    Footer(final Look look, final TopState state) {
        this.look = look;
        this.state = state;
    }

    AttributedString line() {
        if (state.message() != null) {
            return TopView.alarm(state.message() + (state.promptLine() == null ? "" : " - " + state.promptLine()));
        }
        if (state.promptLine() != null) {
            return new AttributedString(state.promptLine() + "_", AttributedStyle.DEFAULT.bold());
        }
        if (look.problem() != null) {
            return TopView.alarm(look.problem());
        }
        return new AttributedString(look.sample() == null ? "q quit" : counted(look.sample()));
    }

    private String counted(final Sample sample) {
        final StringBuilder line = new StringBuilder(160);
        line.append("h help  scan ")
            .append(String.format(Locale.ROOT, look.scanNanos() < 10_000_000 ? "%.1f ms" : "%.0f ms",
                look.scanNanos() / 1e6))
            .append(" of ").append(Units.count(sample.connections())).append("  by ").append(sample.sort().label())
            .append(state.isReversed() ? ", least first  " : "  ");
        if (state.sort() != sample.sort()
            && state.sort().possible(sample.isAccounted(), sample.sinceNanos() != 0) == sample.sort()) {
            line.append(sample.isAccounted() ? "(no rates yet)  " : "(no accounting: track --set acct=1)  ");
        }
        if (!state.filterText().isEmpty()) {
            line.append("filter ").append(state.filterText()).append(": ").append(Units.count(sample.matching()))
                .append("  ");
        }
        final String talker = sample.group().label();
        line.append(sample.isExact()
            ? Units.count(sample.distinct()) + ' ' + talker + (sample.distinct() == 1 ? "" : "s")
            : "too many " + talker + "s: each may have " + error(sample) + " more");
        if (state.scroll() > 0) {
            line.append("  from connection ").append(state.scroll() + 1);
        }
        if (sample.isCut()) {
            line.append("  no rates beyond entry ").append(Growth.LIMIT);
        }
        return line.toString();
    }

    private static String error(final Sample sample) {
        return switch (sample.sort()) {
            case BYTES, BYTE_RATE -> Units.bytes(sample.error());
            default -> Units.count(sample.error()) + (sample.sort() == SortKey.CONNECTIONS ? " connections"
                : " packets");
        };
    }
}
