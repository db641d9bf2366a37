/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the figures depend on: the machine, its kernel and the JVM.
 */
final class Machine {
    private Machine() {
    }

    /**
     * The facts; what this system does not tell is left out.
     *
     * @return values by their names.
     */
    static Map<String, String> facts() {
        final Map<String, String> facts = new LinkedHashMap<>();
        add(facts, "CPU", firstValue("/proc/cpuinfo", "model name"));
        add(facts, "Cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        add(facts, "Memory", firstValue("/proc/meminfo", "MemTotal"));
        add(facts, "Kernel", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
        add(facts, "Transparent huge pages", chosen("/sys/kernel/mm/transparent_hugepage/enabled"));
        add(facts, "JVM", System.getProperty("java.vm.name") + ' ' + System.getProperty("java.runtime.version"));
        add(facts, "JVM flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        return facts;
    }

    private static void add(final Map<String, String> facts, final String name, final String value) {
        if (value != null && !value.isBlank()) {
            facts.put(name, value);
        }
    }

    private static String firstValue(final String file, final String name) {
        final String text = read(file);
        return text == null ? null : text.lines().filter(line -> line.startsWith(name)).findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse(null);
    }

    /** The word in brackets. */
    private static String chosen(final String file) {
        final String text = read(file);
        final int from = text == null ? -1 : text.indexOf('[');
        return from < 0 ? null : text.substring(from + 1, text.indexOf(']', from));
    }

    private static String read(final String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (final IOException e) {
            return null;
        }
    }
}
