/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints all settings as a table.
 */
public final class SettingsPrinter {
    private static final List<String> HEADER = List.of("", "name", "value", "default", "unit", "meaning");
    private static final int VALUE = 2;
    private static final int DEFAULT = 3;

    private SettingsPrinter() {
    }

    /**
     * Prints the profile, a header and one line for each setting; {@code *} marks values other than the default.
     *
     * @param settings to print
     * @param out      where to
     * @throws UncheckedIOException if {@code out} fails
     */
    public static void print(final Settings settings, final Appendable out) {
        try {
            out.append("profile: ").append(settings.profile().label()).append("  (* differs from its default)\n");
            printTable(rows(settings), out);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<String>> rows(final Settings settings) {
        final List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (final Setting setting : Setting.values()) {
            final long value = settings.get(setting);
            final long normal = setting.defaultValue(settings.profile());
            rows.add(List.of(value == normal ? "" : "*", setting.shortName(), Long.toString(value),
                Long.toString(normal), setting.unit().label(), setting.meaning()));
        }
        return rows;
    }

    private static void printTable(final List<List<String>> rows, final Appendable out) throws IOException {
        final int last = HEADER.size() - 1;
        final int[] widths = new int[last];
        for (int column = 0; column < last; column++) {
            for (final List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (final List<String> row : rows) {
            for (int column = 0; column < last; column++) {
                final String cell = row.get(column);
                final String gap = " ".repeat(widths[column] - cell.length());
                final boolean number = column == VALUE || column == DEFAULT;
                out.append(number ? gap + cell : cell + gap).append(column == 0 ? " " : "  ");
            }
            out.append(row.get(last)).append('\n');
        }
    }
}
