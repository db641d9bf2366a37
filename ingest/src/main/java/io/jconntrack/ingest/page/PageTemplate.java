/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page without its data: what stands before it and what behind. Its policy allows the page's own style and script,
 * named by their hashes, and nothing else; so nothing is ever loaded, and no text can become a script.
 */
final class PageTemplate {
    private static final String[] SCRIPTS = {"data.js", "filter.js", "plots.js", "table.js", "main.js"};
    private static final String DATA = "@data@";

    private final String before;
    private final String behind;

    /** Fill in. */
    PageTemplate(final String title, final String moment) {
        final String style = resource("page.css");
        final String script = Stream.of(SCRIPTS).map(PageTemplate::resource)
            .collect(Collectors.joining("", "(() => {\n'use strict';\n", "})();\n"));
        final String policy = "default-src 'none'; img-src data:; style-src '" + hash(style) + "'; script-src '"
            + hash(script) + "'; base-uri 'none'; form-action 'none'";
        final String page = resource("page.html");
        final int data = page.indexOf(DATA);
        final Map<String, String> values = Map.of("csp", policy, "title", escape(title), "moment", escape(moment),
            "style", style, "script", script);
        before = fill(page.substring(0, data), values);
        behind = fill(page.substring(data + DATA.length()), values);
    }

    String before() {
        return before;
    }

    String behind() {
        return behind;
    }

    /** Text for an element or for an attribute in quotes. */
    static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
            .replace("'", "&#39;");
    }

    /** One pass, so that a value that looks like a place to fill in stays as it is. */
    private static String fill(final String text, final Map<String, String> values) {
        final StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', from)) {
            final int end = text.indexOf('@', at + 1);
            final String value = end < 0 ? null : values.get(text.substring(at + 1, end));
            filled.append(text, from, at).append(value == null ? "@" : value);
            from = value == null ? at + 1 : end + 1;
        }
        return filled.append(text, from, text.length()).toString();
    }

    private static String hash(final String text) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (final NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static String resource(final String name) {
        try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
