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
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/embedding.md shows the files of the consumer project, and each command that it has is run or is known not to be.
 */
class EmbeddingDocumentTest {
    private static final Path CONSUMER = Path.of("src", "consumer");
    private static final Pattern MENTIONED =
        Pattern.compile("`((?:sudo |ingest/bin/|bench/bin/)?(?:mvn|java|jfr|jconntrack|jconntrack-bench|taskset|sysctl"
            + "|echo|mount|chrt|cat|ls|cd) [^`]+)`");

    /** Commands that want root or hardware: who adds one says so here. */
    private static final int NOT_RUN = 5;

    private final List<DocumentStep> steps = DocumentStep.of(lines());

    static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("..", "docs", "embedding.md"));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> texts(final DocumentStep.Kind kind) {
        return steps.stream().filter(step -> step.kind() == kind).map(DocumentStep::text).toList();
    }

    @Test
    void shouldShowTheFilesOfTheConsumerProject() throws IOException {
        assertEquals(List.of("pom.xml", "src/main/java/module-info.java", "src/main/java/example/CountVerdicts.java"),
            texts(DocumentStep.Kind.FILE));
        for (final DocumentStep step : steps) {
            if (step.kind() == DocumentStep.Kind.FILE) {
                assertEquals(Files.readString(CONSUMER.resolve(step.text())), step.body(), step.text());
            }
        }
    }

    @Test
    void shouldForgetNoCommand() {
        final List<String> mentioned = lines().stream().flatMap(line -> MENTIONED.matcher(line).results())
            .map(found -> found.group(1)).toList();
        System.out.println("docs/embedding.md: " + texts(DocumentStep.Kind.RUN).size() + " commands are run, "
            + texts(DocumentStep.Kind.SHOWN).size() + " are not: " + texts(DocumentStep.Kind.SHOWN)
            + "; mentioned in the text: " + mentioned);
        assertEquals(NOT_RUN, texts(DocumentStep.Kind.SHOWN).size());
        assertEquals(List.of("mvn verify", "jconntrack-bench latency"), mentioned);
    }

    @Test
    void shouldShowTheFlagsThatItRunsWith() {
        final String commands = String.join("\n", texts(DocumentStep.Kind.RUN));
        final List<String> flags = lines().stream().filter(line -> line.startsWith("| `-"))
            .flatMap(line -> Pattern.compile("`(--?[^`]+)`").matcher(line).results()).map(found -> found.group(1))
            .filter(flag -> !flag.startsWith("-XX")).toList();
        assertEquals(6, flags.size(), flags::toString);
        flags.forEach(flag -> assertTrue(commands.contains(flag), flag));
    }
}
