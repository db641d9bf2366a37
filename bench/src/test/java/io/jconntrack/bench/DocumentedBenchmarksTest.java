/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Every command line of jconntrack-bench in README.md and docs is one that the program takes.
 */
class DocumentedBenchmarksTest {
    /** In backticks, over the end of a line too; or on an indented line and those that it goes on in. */
    private static final Pattern COMMAND = Pattern.compile(
        "`(?:sudo )?(?:bench/bin/)?jconntrack-bench\\s([^`]+)`"
            + "|^ {4}(?:sudo )?(?:bench/bin/)?jconntrack-bench ((?:.*\\\\\n)*.*)$", Pattern.MULTILINE);

    private static List<Path> documents() throws IOException {
        final List<Path> documents = new ArrayList<>(List.of(Path.of("..", "README.md")));
        try (Stream<Path> files = Files.list(Path.of("..", "docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    private static String[] words(final Matcher found) {
        final String command = found.group(1) != null ? found.group(1) : found.group(2);
        return command.replace("\\\n", " ").replaceFirst(" {2,}[A-Za-z(].*| [|>#&;].*", "").strip()
            .replaceAll("(?<= )N(?= |$)", "1024").split("\\s+");
    }

    @Test
    void shouldTakeEveryCommandLineOfTheDocuments() throws IOException {
        final List<String> refused = new ArrayList<>();
        int count = 0;
        for (final Path document : documents()) {
            final Matcher found = COMMAND.matcher(Files.readString(document));
            while (found.find()) {
                final String[] words = words(found);
                count++;
                try {
                    BenchMain.commandLine().parseArgs(words);
                } catch (final CommandLine.ParameterException e) {
                    refused.add(document + ": " + List.of(words) + ": " + e.getMessage());
                }
            }
        }
        assertEquals("", String.join("\n", refused));
        assertTrue(count >= 25, "only " + count + " command lines found");
    }
}
