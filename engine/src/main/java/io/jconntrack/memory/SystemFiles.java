/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads small files of {@code /proc} and {@code /sys}. What is not there or can't be read is empty.
 */
public final class SystemFiles {
    private SystemFiles() {
    }

    static List<String> lines(final Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            return List.of();
        }
    }

    /** First line, or "". */
    static String line(final Path file) {
        final List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    /**
     * What follows a name at a line's start or behind "Node 0 ".
     *
     * @param file to read.
     * @param name with its colon.
     * @return the rest of the line, or "".
     */
    public static String value(final Path file, final String name) {
        for (final String line : lines(file)) {
            final int at = line.indexOf(name);
            if (at == 0 || at > 0 && line.startsWith("Node ")) {
                return line.substring(at + name.length()).strip();
            }
        }
        return "";
    }

    /** A number with or without unit kB behind a name, in bytes; -1 when there is none. */
    static long number(final Path file, final String name) {
        return number(value(file, name));
    }

    /** A number with or without unit kB, in bytes; -1 when it is none, as "max" for a limit. */
    static long number(final String text) {
        final boolean kilo = text.endsWith(" kB");
        final String digits = kilo ? text.substring(0, text.length() - 3) : text;
        try {
            return Long.parseLong(digits.strip()) * (kilo ? 1024 : 1);
        } catch (final NumberFormatException e) {
            return -1;
        }
    }
}
