/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one level of a JSON object: keys and the raw text of their values. Enough for lines whose strings hold no
 * escaped quotes but in the tracker's own words.
 */
final class Json {
    private Json() {
    }

    static Map<String, String> fields(final String object) {
        final Map<String, String> fields = new LinkedHashMap<>();
        int at = object.indexOf('{') + 1;
        while (at < object.length() && object.charAt(at) == '"') {
            final int keyEnd = object.indexOf('"', at + 1);
            final int valueEnd = endOfValue(object, keyEnd + 2);
            fields.put(object.substring(at + 1, keyEnd), object.substring(keyEnd + 2, valueEnd));
            at = valueEnd + 1;
        }
        if (at != object.length()) {
            throw new IllegalArgumentException("not a JSON object: " + object);
        }
        return fields;
    }

    private static int endOfValue(final String text, final int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                if (depth-- == 0) {
                    return i;
                }
            } else if (c == ',' && depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("value without an end at " + start + ": " + text);
    }

    /** Raw text without quotes and brackets: one word. */
    static String word(final String raw) {
        if (raw == null || raw.equals("null")) {
            return null;
        }
        final StringBuilder word = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if ("\"{}[] ".indexOf(raw.charAt(i)) < 0) {
                word.append(raw.charAt(i));
            }
        }
        return word.toString();
    }
}
