/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/embedding.md shows the program that the build runs, and its dependency and output are those of its project.
 */
class EmbeddingDocumentTest {
    private static final Path CONSUMER = Path.of("src", "consumer");

    private final String document = read(Path.of("..", "docs", "embedding.md"));

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String between(final String text, final String before, final String after) {
        final int begin = text.indexOf(before) + before.length();
        assertTrue(begin >= before.length(), before);
        return text.substring(begin, text.indexOf(after, begin));
    }

    @Test
    void shouldShowTheProgramThatRuns() {
        assertEquals(read(CONSUMER.resolve("src/main/java/example/CountVerdicts.java")),
            between(document, "```java\n", "```"));
    }

    @Test
    void shouldShowWhatItPrints() {
        assertTrue(document.contains("\n    " + between(read(CONSUMER.resolve("verify.groovy")), "['NEW", "']")
            .transform(rest -> "NEW" + rest) + "\n"));
    }

    @Test
    void shouldShowTheFlagsThatItRunsWith() {
        final String pom = read(CONSUMER.resolve("pom.xml"));
        for (final String flag : pom.split("<argument>")) {
            if (flag.startsWith("--add-opens") || flag.startsWith("--enable-native-access")) {
                final String shown = flag.substring(0, flag.indexOf('<'));
                assertTrue(document.contains('`' + shown + '`'), shown);
            }
        }
    }
}
