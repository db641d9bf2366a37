/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * A look as lines of text that fit on a screen.
 */
public final class TopView {
    private static final int MOST_HEADER = 6;
    /** Rows that both tables need to be shown. */
    private static final int BOTH = 11;
    private static final List<String> HELP = List.of(
        "",
        "  c p b P B   sort by connections (a connection by the time left to it),",
        "              packets, bytes, packets/s, bit/s",
        "  r           the least first; again: the most first",
        "  s d o       talkers by source, destination, destination port; g the next",
        "  Tab         both tables, talkers alone, connections alone",
        "  f           what counts: -p tcp --dport 443; nothing for all",
        "  up down     scroll the connections; PgUp PgDn Home End too",
        "  Space       pause, go on",
        "  i           seconds between looks; Enter looks now",
        "  h q         help, quit",
        "",
        "  Packets and bytes are both directions', while accounting is on",
        "  (track --set acct=1); rates are of the time between the last two looks.");

    private final String name;
    private final ZoneId zone;

    /**
     * A view of a tracker.
     *
     * @param name of it.
     * @param zone of the time that is shown.
     */
    public TopView(final String name, final ZoneId zone) {
        this.name = name;
        this.zone = zone;
    }

    /**
     * Draw.
     *
     * @param look what is there.
     * @param state what the user has chosen; told how many rows fit.
     * @param width of the screen, 1 and up.
     * @param height of the screen, 1 and up.
     * @return lines from the top, at most {@code height}, none longer than {@code width}.
     */
    public List<AttributedString> draw(final Look look, final TopState state, final int width, final int height) {
        final List<AttributedString> lines = new ArrayList<>(
            new Header(look, state, width).lines(name, zone, Math.clamp((height - 1) / 2, 1, MOST_HEADER)));
        final int rest = height - lines.size() - 1;
        if (state.isHelp()) {
            HELP.stream().limit(Math.max(0, rest)).map(AttributedString::new).forEach(lines::add);
        } else if (look.sample() != null && rest > 0) {
            tables(lines, new Tables(look.sample(), width), look.sample(), state, rest);
        }
        if (height > 1) {
            while (lines.size() < height - 1) {
                lines.add(AttributedString.EMPTY);
            }
            lines.add(new Footer(look, state).line());
        }
        lines.replaceAll(line -> line.columnSubSequence(0, width));
        return lines;
    }

    private static void tables(final List<AttributedString> lines, final Tables tables, final Sample sample,
        final TopState state, final int rest) {
        final boolean isBoth = state.pane() == TopState.Pane.BOTH && rest >= BOTH;
        int left = rest;
        if (isBoth || state.pane() != TopState.Pane.CONNECTIONS) {
            final int height = isBoth ? Math.min(sample.talkers().size() + 1, rest * 2 / 5) : rest;
            lines.addAll(tables.talkers(height));
            left -= height;
        }
        if (isBoth || state.pane() == TopState.Pane.CONNECTIONS) {
            state.shown(left - 1, sample.rows().size());
            lines.addAll(tables.connections(state.scroll(), left));
        }
    }

    /** A line that is to be seen. */
    static AttributedString alarm(final String text) {
        return new AttributedString(text, AttributedStyle.DEFAULT.foreground(AttributedStyle.RED).bold());
    }
}
