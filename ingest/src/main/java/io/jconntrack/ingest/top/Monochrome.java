/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * Lines without colours: what is bold or inverse stays so.
 */
final class Monochrome {
    private Monochrome() {
    }

    static String ansi(final AttributedString line) {
        final StringBuilder out = new StringBuilder(line.length() + 16);
        int from = 0;
        while (from < line.length()) {
            final AttributedStyle style = line.styleAt(from);
            int to = from + 1;
            while (to < line.length() && line.styleAt(to).equals(style)) {
                to++;
            }
            final boolean isInverse = (style.getStyle() & AttributedStyle.INVERSE.getStyle()) != 0;
            final boolean isBold = (style.getStyle() & AttributedStyle.BOLD.getStyle()) != 0;
            out.append("\033[0").append(isBold ? ";1" : "").append(isInverse ? ";7" : "").append('m')
                .append(line, from, to);
            from = to;
        }
        return out.append("\033[0m").toString();
    }
}
