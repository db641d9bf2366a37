/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * The tables of talkers and of connections.
 */
final class Tables {
    private static final int WIDEST_TALKER = 39;
    private static final int LEAST_ENDPOINT = 21;
    private static final int WIDEST_ENDPOINT = 47;
    private static final int NARROW = 20;

    private final Sample sample;
    private final int width;

    Tables(final Sample sample, final int width) {
        this.sample = sample;
        this.width = width;
    }

    /** Talkers: a head, and as many as there is room for. */
    List<AttributedString> talkers(final int height) {
        final List<Column<Talker>> columns = new ArrayList<>();
        final int name = Math.min(WIDEST_TALKER, Math.max(9, width - (sample.isAccounted() ? 51 : 16)));
        columns.add(new Column<>(sample.group().label().toUpperCase(Locale.ROOT), name, false, 0, null, Talker::name));
        columns.add(new Column<>("CONNS", 8, true, 1, SortKey.CONNECTIONS, t -> Units.count(t.connections())));
        columns.add(new Column<>("SHARE", 6, true, 7, null, t -> share(t.connections())));
        if (sample.isAccounted()) {
            columns.add(new Column<>("PACKETS", 8, true, 4, SortKey.PACKETS, t -> Units.count(t.packets())));
            columns.add(new Column<>("BYTES", 8, true, 3, SortKey.BYTES, t -> Units.bytes(t.bytes())));
            columns.add(new Column<>("PKT/S", 7, true, 5, SortKey.PACKET_RATE, t -> packetRate(t.packetsSince())));
            columns.add(new Column<>("BIT/S", 11, true, 2, SortKey.BYTE_RATE, t -> bitRate(t.bytesSince())));
        }
        final List<Talker> talkers = sample.talkers();
        return table(columns, talkers, 0, Math.min(height - 1, talkers.size()), text -> AttributedStyle.DEFAULT);
    }

    /** Connections: a head, and as many as there is room for. */
    List<AttributedString> connections(final int scroll, final int height) {
        final List<ConnectionRow> rows = sample.rows();
        final int fitting = Math.max(0, height - 1);
        final int from = Math.clamp(scroll, 0, Math.max(0, rows.size() - fitting));
        final int count = Math.min(fitting, rows.size() - from);
        final List<ConnectionRow> shown = rows.subList(from, from + count);
        final int source = endpoint(shown, ConnectionRow::source);
        final int destination = endpoint(shown, ConnectionRow::destination);
        final List<Column<ConnectionRow>> columns = new ArrayList<>();
        columns.add(new Column<>("PROTO", 7, false, 2, null, ConnectionRow::protocol));
        columns.add(new Column<>("STATE", 11, false, 1, null, ConnectionRow::state));
        columns.add(new Column<>("LEFT", 7, true, 3, SortKey.CONNECTIONS, r -> String.valueOf(r.secondsLeft())));
        columns.add(new Column<>("SOURCE", source, false, 0, null, ConnectionRow::source));
        columns.add(new Column<>("DESTINATION", destination, false, 0, null, ConnectionRow::destination));
        if (sample.isAccounted()) {
            columns.add(new Column<>("PACKETS", 8, true, 6, SortKey.PACKETS, r -> Units.count(r.packets())));
            columns.add(new Column<>("BYTES", 8, true, 5, SortKey.BYTES, r -> Units.bytes(r.bytes())));
            columns.add(new Column<>("PKT/S", 7, true, 7, SortKey.PACKET_RATE, r -> packetRate(r.packetsSince())));
            columns.add(new Column<>("BIT/S", 11, true, 4, SortKey.BYTE_RATE, r -> bitRate(r.bytesSince())));
        }
        return table(columns, rows, from, count, Tables::style);
    }

    /** As wide as the widest needs it, where there is room. */
    private int endpoint(final List<ConnectionRow> shown, final Function<ConnectionRow, String> text) {
        final int widest = shown.stream().mapToInt(row -> text.apply(row).length()).max().orElse(0);
        final int room = (width - (width > 2 * LEAST_ENDPOINT + NARROW ? NARROW : 0) - 1) / 2;
        return Math.min(Math.clamp(widest, LEAST_ENDPOINT, WIDEST_ENDPOINT), Math.max(9, room));
    }

    private <T> List<AttributedString> table(final List<Column<T>> all, final List<T> rows, final int from,
        final int count, final Function<String, AttributedStyle> style) {
        final List<Column<T>> columns = Column.fitting(all, width, sample.sort());
        final List<AttributedString> lines = new ArrayList<>();
        lines.add(Column.head(columns, width, sample.sort()));
        for (int i = from; i < from + count; i++) {
            lines.add(Column.row(columns, rows.get(i), style));
        }
        return lines;
    }

    private static AttributedStyle style(final String text) {
        return switch (text) {
            case "ESTABLISHED" -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
            case "SYN_SENT", "SYN_RECV", "SYN_SENT2", "unreplied" ->
                AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
            case "CLOSE" -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
            default -> AttributedStyle.DEFAULT;
        };
    }

    private String share(final long connections) {
        return String.format(Locale.ROOT, "%.1f%%", 100.0 * connections / Math.max(1, sample.matching()));
    }

    private String packetRate(final long packets) {
        return sample.sinceNanos() == 0 ? "-" : Units.rate(packets * 1e9 / sample.sinceNanos());
    }

    private String bitRate(final long bytes) {
        return sample.sinceNanos() == 0 ? "-" : Units.bits(bytes * 1e9 / sample.sinceNanos());
    }
}
