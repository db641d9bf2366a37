/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads settings in the syntax of sysctl.conf(5).
 *
 * <pre>
 *     # a comment
 *     ; another one
 *     net.netfilter.nf_conntrack_tcp_loose = 0
 *     -net.ipv4.ip_forward = 1      (with the minus sign, no error although the name is unknown)
 * </pre>
 */
public final class SettingsFile {
    private SettingsFile() {
    }

    /**
     * Applies a file, whole or not at all. Of several lines for one setting the last counts.
     *
     * @param file to read
     * @param into what to change
     * @throws IOException      if the file can't be read
     * @throws SettingException if a line is wrong; its message starts with {@code FILE:LINE: }, nothing is changed
     */
    public static void load(final Path file, final Settings into) throws IOException {
        final List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        final Settings read = new Settings(into.profile());
        for (int i = 0; i < lines.size(); i++) {
            try {
                apply(lines.get(i).strip(), read);
            } catch (final SettingException e) {
                throw new SettingException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        into.setAll(read);
    }

    /**
     * Writes all values, as {@link #load} reads them, with the profile in a comment.
     *
     * @param settings to write
     * @return lines of {@code name = value}
     */
    public static String text(final Settings settings) {
        final StringBuilder text = new StringBuilder("# profile: " + settings.profile().label() + '\n');
        for (final Setting setting : Setting.values()) {
            text.append(setting.shortName()).append(" = ").append(settings.get(setting)).append('\n');
        }
        return text.toString();
    }

    /**
     * Applies lines that another version may have written: names that are unknown here are passed over.
     *
     * @param text lines as {@link #text} writes them
     * @param into what to change
     * @throws SettingException if a line is wrong; lines before it have been applied
     */
    public static void parseKnown(final String text, final Settings into) {
        text.lines().map(String::strip).forEach(line -> apply(line.isEmpty() || "#;-".indexOf(line.charAt(0)) >= 0
            ? line : '-' + line, into));
    }

    private static void apply(final String line, final Settings into) {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            return;
        }
        final boolean optional = line.startsWith("-");
        final int equals = line.indexOf('=');
        final String name = line.substring(optional ? 1 : 0, Math.max(equals, optional ? 1 : 0)).strip();
        if (name.isEmpty()) {
            throw new SettingException("'" + line + "' is not of the form 'name = value'");
        }
        if (!optional || SettingIndex.find(name) != null) {
            into.set(name, line.substring(equals + 1));
        }
    }
}
