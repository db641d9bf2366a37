/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of this project, as tests read it.
 */
record Document(Path path, List<String> lines) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern COMMAND =
        Pattern.compile("(?:^ {4}|`)(?:sudo )?(?:ingest/bin/)?jconntrack ([^`]*)");

    /** A document by its path from the project's folder. */
    static Document of(final String path) throws IOException {
        final Path file = Path.of("..", path);
        return new Document(file, Files.readAllLines(file));
    }

    /** README.md and all of docs. */
    static List<Document> all() throws IOException {
        final List<Document> documents = new ArrayList<>(List.of(of("README.md")));
        try (Stream<Path> files = Files.list(Path.of("..", "docs"))) {
            for (final Path file : files.filter(name -> name.toString().endsWith(".md")).sorted().toList()) {
                documents.add(new Document(file, Files.readAllLines(file)));
            }
        }
        return documents;
    }

    /** What is in backticks. */
    static List<String> code(final String text) {
        return CODE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The cells of all rows of the tables below a heading whose header starts with this cell. */
    List<List<String>> rows(final String heading, final String firstHeader) {
        final List<List<String>> rows = new ArrayList<>();
        boolean inSection = false;
        boolean inTable = false;
        for (final String line : lines) {
            inSection = line.startsWith("#") ? line.equals("## " + heading) : inSection;
            if (!line.startsWith("|")) {
                inTable = false;
            } else if (inTable && !line.startsWith("| ---")) {
                rows.add(Stream.of(line.substring(1, line.length() - 1).split("\\|")).map(String::strip).toList());
            } else if (inSection && line.startsWith("| " + firstHeader + " |")) {
                inTable = true;
            }
        }
        return rows;
    }

    /** The words after {@code jconntrack} of every command line: indented, or in backticks. */
    List<String> commands() {
        return lines.stream().flatMap(line -> COMMAND.matcher(line).results()).map(found -> found.group(1)).toList();
    }
}
