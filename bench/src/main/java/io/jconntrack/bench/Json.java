/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON (RFC 8259).
 */
final class Json {
    private Json() {
    }

    /**
     * JSON of a value.
     *
     * @param value a map, list, array of doubles, number, boolean or text; doubles get three decimals at the most.
     * @return its text.
     */
    static String of(final Object value) {
        return switch (value) {
            case null -> "null";
            case final Map<?, ?> map -> object(map);
            case final List<?> list -> array(list);
            case final double[] doubles -> array(java.util.Arrays.stream(doubles).boxed().toList());
            case final Double number -> number(number);
            case final Number number -> number.toString();
            case final Boolean bool -> bool.toString();
            case final TimesBeside beside -> object(Latencies.percentiles(beside.histogram()));
            default -> quote(value.toString());
        };
    }

    private static String object(final Map<?, ?> map) {
        final StringBuilder text = new StringBuilder("{");
        map.forEach((name, value) -> text.append(text.length() == 1 ? "" : ",").append(quote(name.toString()))
            .append(':').append(of(value)));
        return text.append('}').toString();
    }

    private static String array(final List<?> list) {
        final StringBuilder text = new StringBuilder("[");
        for (final Object value : list) {
            text.append(text.length() == 1 ? "" : ",").append(of(value));
        }
        return text.append(']').toString();
    }

    private static String number(final double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "null";
        }
        final BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.toPlainString();
    }

    private static String quote(final String text) {
        final StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format("\\u%04x", (int)c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
