/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private LineDisciplineTerminal terminal;
    private Attributes before;

    @BeforeEach
    void open() throws IOException {
        terminal = new LineDisciplineTerminal("test", "xterm-256color", out, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(20, 4));
        before = terminal.getAttributes();
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
    }

    private String written() {
        final String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    private static List<AttributedString> lines(final String... lines) {
        return List.of(lines).stream().map(line -> new AttributedString(line,
            AttributedStyle.DEFAULT.foreground(AttributedStyle.RED))).toList();
    }

    @Test
    void shouldWriteOnlyLinesThatHaveChanged() {
        try (Screen screen = new Screen(terminal, terminal.output(), true)) {
            screen.measure();
            written();
            screen.show(lines("one", "two", "three"));
            assertTrue(written().matches("(?s).*\033\\[2J.*one.*two.*three.*"));
            screen.show(lines("one", "TWO", "three"));
            final String change = written();
            assertTrue(change.contains("\033[2;1H") && change.contains("TWO"), change);
            assertFalse(change.contains("one") || change.contains("three") || change.contains("\033[2J"), change);
            screen.show(lines("one", "TWO", "three"));
            assertEquals("", written());
        }
    }

    /** As its own hook does when the Java machine ends, on another thread. */
    @Test
    void shouldKeepItsSizeWhenTheTerminalIsClosedMeanwhile() throws IOException {
        try (Screen screen = new Screen(terminal, out, true)) {
            screen.measure();
            terminal.close();
            assertFalse(screen.measure());
            assertEquals(20, screen.width());
            screen.show(lines("one"));
        }
    }

    @Test
    void shouldWriteAllAgainWhenTheSizeHasChanged() {
        try (Screen screen = new Screen(terminal, terminal.output(), true)) {
            assertTrue(screen.measure());
            assertFalse(screen.measure());
            screen.show(lines("one", "two"));
            written();
            terminal.setSize(Size.of(30, 10));
            assertTrue(screen.measure());
            assertEquals(30, screen.width());
            assertEquals(10, screen.height());
            screen.show(lines("one", "two"));
            assertTrue(written().contains("one"));
        }
    }

    @Test
    void shouldHaveNoColoursWhenTheyAreNotWanted() {
        try (Screen screen = new Screen(terminal, terminal.output(), false)) {
            screen.measure();
            written();
            screen.show(lines("one"));
            assertFalse(written().contains("31"));
        }
    }

    @Test
    void shouldGiveTheTerminalBackAsItWas() {
        new Screen(terminal, terminal.output(), true).close();
        assertTrue(written().contains("\033[?1049l"));
        assertEquals(before.toString(), terminal.getAttributes().toString());
    }
}
