/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jconntrack.settings.Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every packet sequence of {@code docs/parity.md}, whose answers are the kernel's.
 */
class ParityRulesTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "..", "docs", "parity.md");
    private static final int RULES_AT_LEAST = 35;

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsTheKernelDoes() throws IOException {
        final List<DynamicTest> rules = new ArrayList<>();
        String rule = "";
        List<String> packets = null;
        for (final String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("**")) {
                rule = line.replace("*", "");
            } else if (line.equals("```packets")) {
                packets = new ArrayList<>();
            } else if (line.equals("```") && packets != null) {
                final List<String> sequence = packets;
                rules.add(dynamicTest(rule, () -> run(sequence)));
                packets = null;
            } else if (packets != null) {
                packets.add(line);
            }
        }
        assertEquals(true, rules.size() >= RULES_AT_LEAST, "rules found: " + rules.size());
        return rules.stream();
    }

    private static void run(final List<String> sequence) {
        final String[] settings = sequence.stream().filter(line -> line.startsWith("set "))
            .map(line -> line.substring(4)).toArray(String[]::new);
        try (Tester tester = new Tester(Profile.LINUX, settings)) {
            for (final String line : sequence) {
                if (line.startsWith("after ")) {
                    tester.after(Double.parseDouble(line.substring(6)));
                } else if (!line.startsWith("set ")) {
                    final int arrow = line.indexOf("->");
                    final long verdict = send(tester, line.substring(0, arrow).strip().split(" "));
                    assertEquals(line.substring(arrow + 3), Verdict.state(verdict) + " " + tester.entry(),
                        () -> line + "\n" + String.join("\n", sequence));
                }
            }
        }
    }

    private static long send(final Tester tester, final String... words) {
        int payload = 0;
        int window = Tester.WINDOW;
        final ByteBuffer options = ByteBuffer.allocate(40);
        final int[] numbers = new int[2];
        int n = 0;
        for (int i = 2; i < words.length; i++) {
            final String value = words[i].substring(words[i].indexOf('=') + 1);
            switch (words[i].substring(0, words[i].length() - value.length())) {
                case "len=" -> payload = Integer.parseInt(value);
                case "win=" -> window = Integer.parseInt(value);
                case "ws=" -> options.put(new byte[] {1, 3, 3}).put(Byte.parseByte(value));
                case "sack=" -> {
                    options.put(new byte[] {1, 1, 5, 10});
                    for (final String edge : value.split("-")) {
                        options.putInt(Integer.parseUnsignedInt(edge));
                    }
                }
                default -> {
                    if (value.equals("sackok")) {
                        options.put(new byte[] {1, 1, 4, 2});
                    } else {
                        numbers[n++] = Integer.parseUnsignedInt(value);
                    }
                }
            }
        }
        final byte[] optionBytes = new byte[options.position()];
        options.flip().get(optionBytes);
        return tester.tcp(words[0].equals("c"), words[1], numbers[0], numbers[1], payload, window, optionBytes);
    }
}
