/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the kernel's helper made of single lines when they were recorded, ours makes of them.
 */
class FtpLinesTest {
    private static final String FILE = "ftp-lines.txt";

    /** One line: who said it, what, and what the kernel's helper made of it. */
    record Line(boolean v6, boolean byClient, byte[] text, String answer, String shown) {
        static Line of(final String line) {
            final String[] halves = line.split("\t");
            final String[] words = halves[0].split(" ", 3);
            return new Line(words[0].equals("6"), words[1].equals("c"), unescape(words[2]), halves[1], halves[0]);
        }

        private static byte[] unescape(final String text) {
            final StringBuilder bytes = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) == '\\') {
                    bytes.append((char)Integer.parseInt(text.substring(i + 2, i + 4), 16));
                    i += 3;
                } else {
                    bytes.append(text.charAt(i));
                }
            }
            return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    static List<Line> lines() throws IOException {
        try (InputStream in = FtpLinesTest.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().map(Line::of).toList();
        }
    }

    private static String answer(final Line line) {
        try (ControlConnection control = new ControlConnection(line.v6(), "helper=1")) {
            control.open();
            final Reason reason = control.say(line.byClient(), line.text());
            if (reason != Reason.NONE) {
                assertEquals(Reason.HELPER_PARTIAL, reason);
                return "drop";
            }
            final List<String> expected = control.expected();
            assertTrue(expected.size() <= 1, expected.toString());
            return expected.isEmpty() ? "-" : expected.getFirst();
        }
    }

    @Test
    void shouldUnderstandEachLineAsTheKernelDid() throws IOException {
        final List<String> differing = new ArrayList<>();
        final List<Line> lines = lines();
        for (final Line line : lines) {
            String wanted = line.answer();
            if (wanted.contains(" ")) {
                final String[] end = wanted.split(" ");
                wanted = InetAddress.ofLiteral(end[0]).getHostAddress() + " " + end[1];
            }
            final String ours = answer(line);
            if (!ours.equals(wanted)) {
                differing.add(line.shown() + ": kernel " + wanted + ", ours " + ours);
            }
        }
        assertEquals(List.of(), differing);
        assertTrue(lines.size() > 150, "lines=" + lines.size());
    }
}
