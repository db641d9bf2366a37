/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Examples are on the class path here, but a module could do what they do. */
class ExportedOnlyTest {
    private static final Pattern IMPORT = Pattern.compile(
        "^import (?:static )?(io\\.jconntrack(?!\\.ingest|\\.examples)[.a-z]*)\\.[A-Z]", Pattern.MULTILINE);
    private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+);");

    private static Set<String> found(final Pattern pattern, final Path file) {
        try {
            return pattern.matcher(Files.readString(file)).results().map(match -> match.group(1))
                .collect(Collectors.toSet());
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldUseOnlyWhatTheEngineExports() throws IOException {
        final Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "examples", "java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> used.addAll(found(IMPORT, file)));
        }
        assertFalse(used.isEmpty());
        used.removeAll(found(EXPORT, Path.of("..", "engine", "src", "main", "module", "module-info.java")));
        assertEquals(Set.of(), used);
    }
}
