/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import io.jconntrack.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the page must know beside its columns, as JSON in a script element that is not run.
 */
final class PageMeta {
    private final Map<Integer, String> protocols = new TreeMap<>();
    private final Map<String, Integer> icmpAnswers = new TreeMap<>();

    /** Take note of a connection's names. */
    void note(final Connection c) {
        protocols.putIfAbsent(c.protocol(), c.protocolName());
        if (c.isIcmp()) {
            icmpAnswers.putIfAbsent(c.l3() + "/" + c.icmpType(0), c.icmpType(1));
        }
    }

    /** The element. */
    String element(final List<PageColumn> columns, final StateNumbers states, final String profile,
        final String filter, final Map<String, String> facts, final long rows, final long leftOut) {
        return "<script type=\"application/json\" id=\"meta\">{\"rows\":" + rows + ",\"leftOut\":" + leftOut
            + ",\"profile\":" + quote(profile) + ",\"filter\":" + quote(filter)
            + ",\"columns\":" + columns.stream()
                .map(column -> "[" + quote(column.name()) + "," + quote(column.type().label()) + "]")
                .collect(Collectors.joining(",", "[", "]"))
            + ",\"states\":" + states.names().stream().map(PageMeta::quote).collect(Collectors.joining(",", "[", "]"))
            + ",\"protocols\":" + protocols.entrySet().stream()
                .map(e -> quote(e.getKey().toString()) + ":" + quote(e.getValue()))
                .collect(Collectors.joining(",", "{", "}"))
            + ",\"icmpAnswers\":" + icmpAnswers.entrySet().stream()
                .map(e -> quote(e.getKey()) + ":" + e.getValue()).collect(Collectors.joining(",", "{", "}"))
            + ",\"facts\":" + facts.entrySet().stream()
                .map(e -> "[" + quote(e.getKey()) + "," + quote(e.getValue()) + "]")
                .collect(Collectors.joining(",", "[", "]"))
            + "}</script>\n";
    }

    /** A JSON string that also can't end the element that it stands in. */
    static String quote(final String text) {
        final StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
                quoted.append(String.format("\\u%04x", (int)c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
