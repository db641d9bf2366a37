/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.net.Address;
import io.jconntrack.text.AddressText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Numbers of connections, of each value that they are counted by. Memory grows with the values, not the connections.
 */
final class Counts {
    private static final int WIDTH = 8;
    private static final String NO_VALUE = "-";

    private final CountBy by;
    private final Map<Object, long[]> counts = new HashMap<>();
    private long total;

    /** Count by something, or, with null, only how many. */
    Counts(final CountBy by) {
        this.by = by;
    }

    /** Count a connection. */
    void add(final Connection c) {
        total++;
        if (by != null) {
            final Object value = by.of(c);
            counts.computeIfAbsent(value == null ? NO_VALUE : value, key -> new long[1])[0]++;
        }
    }

    /** Append a line for each value, the most frequent first. */
    void append(final StringBuilder out, final boolean json, final int top) {
        if (by == null) {
            out.append(json ? "{\"count\":" : "").append(total).append(json ? "}\n" : "\n");
            return;
        }
        final List<Map.Entry<String, long[]>> sorted = new ArrayList<>(counts.size());
        counts.forEach((value, count) -> sorted.add(Map.entry(text(value), count)));
        sorted.sort(Comparator.<Map.Entry<String, long[]>>comparingLong(entry -> -entry.getValue()[0])
            .thenComparing(Map.Entry::getKey));
        for (final Map.Entry<String, long[]> entry : sorted.subList(0, Math.min(top, sorted.size()))) {
            if (json) {
                json(out, entry.getKey(), entry.getValue()[0]);
            } else {
                final String count = Long.toString(entry.getValue()[0]);
                out.repeat(' ', Math.max(0, WIDTH - count.length())).append(count).append(' ').append(entry.getKey())
                    .append('\n');
            }
        }
    }

    private void json(final StringBuilder out, final String value, final long count) {
        final boolean isNumber = Character.isDigit(value.charAt(0)) && by != CountBy.SRC && by != CountBy.DST;
        final String quote = isNumber || NO_VALUE.equals(value) ? "" : "\"";
        out.append("{\"").append(by.name().toLowerCase(Locale.ROOT)).append("\":").append(quote)
            .append(NO_VALUE.equals(value) ? "null" : value).append(quote).append(",\"count\":").append(count)
            .append("}\n");
    }

    private static String text(final Object value) {
        return value instanceof final Address address
            ? AddressText.of(address.l3(), address.high(), address.low()) : value.toString();
    }
}
