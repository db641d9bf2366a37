/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * A column of a table of text.
 *
 * @param title of it.
 * @param width in characters.
 * @param isNumber numbers stand on the right of their column and are never cut.
 * @param rank which column goes first when there is no room for all: the highest; 0 never does.
 * @param sort what it shows, where one can sort by that; or null.
 * @param cell text of a row.
 * @param <T> of a row.
 */
record Column<T>(String title, int width, boolean isNumber, int rank, SortKey sort, Function<T, String> cell) {
    private static final AttributedStyle HEAD = AttributedStyle.INVERSE;
    private static final AttributedStyle SORTED = AttributedStyle.INVERSE.bold();

    /** Those that fit, in their order; the one that is sorted by is among the last to go. */
    static <T> List<Column<T>> fitting(final List<Column<T>> columns, final int width, final SortKey sorted) {
        final List<Column<T>> fitting = new ArrayList<>(columns);
        while (fitting.size() > 1 && fitting.stream().mapToInt(c -> c.width + 1).sum() - 1 > width) {
            final Column<T> least = fitting.stream().filter(c -> c.rank > 0)
                .max(Comparator.comparingInt(c -> c.sort == sorted ? 1 : c.rank)).orElse(null);
            if (least == null) {
                break;
            }
            fitting.remove(least);
        }
        return fitting;
    }

    static <T> AttributedString head(final List<Column<T>> columns, final int width, final SortKey sorted) {
        final AttributedStringBuilder line = new AttributedStringBuilder();
        for (final Column<T> column : columns) {
            if (line.length() > 0) {
                line.style(HEAD).append(' ');
            }
            final boolean isSorted = column.sort == sorted;
            line.style(isSorted ? SORTED : HEAD).append(column.pad(isSorted ? '*' + column.title : column.title));
        }
        line.style(HEAD).append(" ".repeat(Math.max(0, width - line.length())));
        return line.toAttributedString();
    }

    static <T> AttributedString row(final List<Column<T>> columns, final T row,
        final Function<String, AttributedStyle> style) {
        final AttributedStringBuilder line = new AttributedStringBuilder();
        for (final Column<T> column : columns) {
            final String text = column.cell.apply(row);
            if (line.length() > 0) {
                line.style(AttributedStyle.DEFAULT).append(' ');
            }
            line.style(style.apply(text)).append(column.pad(text));
        }
        return line.toAttributedString();
    }

    private String pad(final String text) {
        final String blanks = " ".repeat(Math.max(0, width - text.length()));
        if (isNumber) {
            return blanks + text;
        }
        return text.length() > width ? text.substring(0, width - 1) + '+' : text + blanks;
    }
}
