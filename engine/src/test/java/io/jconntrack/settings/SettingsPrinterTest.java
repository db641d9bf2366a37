/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsPrinterTest {
    private static final int FIRST_ROW = 2;

    @Test
    void shouldPrintOneLineForEachSettingWhenNothingIsChanged() {
        final List<String> lines = print(new Settings(Profile.LINUX));
        assertEquals("profile: linux  (* differs from its default)", lines.getFirst());
        assertEquals(FIRST_ROW + Setting.values().length, lines.size());
        for (final Setting setting : Setting.values()) {
            final String line = lines.get(FIRST_ROW + setting.ordinal());
            final long normal = setting.defaultValue(Profile.LINUX);
            assertEquals(String.join(" ", setting.shortName(), "" + normal, "" + normal, setting.unit().label(),
                setting.meaning()), line.strip().replaceAll(" +", " "));
        }
    }

    @Test
    void shouldMarkValueWhenItDiffersFromDefault() {
        final List<String> lines =
            print(new Settings(Profile.CLASSIC).set(Setting.TCP_LOOSE, 0).set(Setting.TCP_BE_LIBERAL, 0));
        for (final Setting setting : Setting.values()) {
            assertEquals(setting == Setting.TCP_LOOSE,
                lines.get(FIRST_ROW + setting.ordinal()).startsWith("* "), setting.shortName());
        }
        assertTrue(lines.get(FIRST_ROW + Setting.TCP_LOOSE.ordinal()).matches("\\* tcp_loose +0 +1  0/1 .*"));
    }

    @Test
    void shouldAlignColumnsWhenPrinted() {
        final List<String> lines = print(new Settings(Profile.CLASSIC));
        final int meaning = lines.get(1).indexOf("meaning");
        for (final Setting setting : Setting.values()) {
            final String line = lines.get(FIRST_ROW + setting.ordinal());
            assertEquals(setting.meaning(), line.substring(meaning));
            assertFalse(line.endsWith(" "));
        }
    }

    @Test
    void shouldThrowUncheckedWhenOutputFails() throws IOException {
        final OutputStream full = new OutputStream() {
            @Override
            public void write(final int b) throws IOException {
                throw new IOException("full");
            }
        };
        final Writer writer = new OutputStreamWriter(full, StandardCharsets.UTF_8);
        final Appendable out = new Appendable() {
            @Override
            public Appendable append(final CharSequence text) throws IOException {
                writer.append(text).flush();
                return this;
            }

            @Override
            public Appendable append(final CharSequence text, final int start, final int end) throws IOException {
                return append(text.subSequence(start, end));
            }

            @Override
            public Appendable append(final char c) throws IOException {
                return append(String.valueOf(c));
            }
        };
        final Settings settings = new Settings(Profile.CLASSIC);
        assertThrows(UncheckedIOException.class, () -> SettingsPrinter.print(settings, out));
    }

    private static List<String> print(final Settings settings) {
        final StringBuilder out = new StringBuilder();
        SettingsPrinter.print(settings, out);
        return out.toString().lines().toList();
    }
}
