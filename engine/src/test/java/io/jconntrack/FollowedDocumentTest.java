/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A document that is wrong is told from one that is right.
 */
class FollowedDocumentTest {
    @TempDir
    private Path directory;
    private Path folder;

    @BeforeEach
    void setUp() throws Exception {
        folder = Files.createDirectory(directory.resolve("folder"));
    }

    private List<String> follow(final String document) throws Exception {
        return FollowedDocument.follow(DocumentStep.of(document.lines().toList()), folder, Map.of("WHO", "reader"));
    }

    @Test
    void shouldComplainOfNothingWhenAllIsAsTheDocumentSays() throws Exception {
        assertEquals(List.of(), follow("""
            `a file`: is no step; this is one:

            `notes`:

            ```text
            one
            $WHO
            ```

            ```console
            $ export WHOM=$WHO
            $ cat notes \\
                && echo "to $WHOM"
            one
            $WHO
            to reader
            $ seq 3; echo at $$ in   $((3 + 4)) ms
            ...
            at ... in 7 ms
            ```

            ```sh
            exit 9
            ```
            """));
    }

    @Test
    void shouldTellTheLineWhereSomethingElseIsPrinted() throws Exception {
        assertEquals(List.of("line 2: echo a\nis to print\nb\nbut printed\na\n"), follow("""
            ```console
            $ echo a
            b
            $ true
            ```
            """));
        assertEquals(List.of("line 2: echo a\nis to print\nbut printed\na\n"), follow("```console\n$ echo a\n```"));
    }

    @Test
    void shouldStopWhereACommandFails() throws Exception {
        final List<String> wrong = follow("```console\n$ echo oh >&2; (exit 3)\n$ echo never\nnever\n```");
        assertEquals(List.of("line 3: not reached: echo never", "exit status 3: oh\nline 2\n"), wrong);
    }

    @Test
    void shouldKnowWhatIsNotRun() {
        final List<DocumentStep> steps = DocumentStep.of(List.of("```sh", "reboot", "```"));
        assertEquals(List.of(new DocumentStep(2, DocumentStep.Kind.SHOWN, "reboot", "")), steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text\n\n    indented", "```\nof no kind\n```", "```console\noutput\n```",
        "```java\nwithout a file\n```"})
    void shouldRefuseWhatCouldBeACommandAndIsNotMarked(final String document) {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> DocumentStep.of(document.lines().toList())).getMessage();
        assertTrue(message.matches("line [1-3]: .*"), message);
    }
}
