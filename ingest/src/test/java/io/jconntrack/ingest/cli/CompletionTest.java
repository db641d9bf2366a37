/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.ingest.agent.TrackerFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    private Path folder;
    private Path script;

    @BeforeEach
    void writeScript() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
        final StringWriter out = new StringWriter();
        assertEquals(0, Main.commandLine().setOut(new PrintWriter(out)).execute("completion", "bash"));
        script = Files.writeString(folder.resolve("completion"), out.toString());
    }

    @Test
    void shouldCompleteVerbs() throws Exception {
        assertEquals(List.of("count"), complete("jconntrack", "cou"));
        assertTrue(complete("jconntrack", "").containsAll(List.of("list", "stats", "events", "snapshot", "-L", "-C")));
    }

    @Test
    void shouldCompleteOptionsOfTheVerb() throws Exception {
        assertEquals(List.of("--name"), complete("jconntrack", "count", "--na"));
        assertEquals(List.of("--name"), complete("jconntrack", "-C", "--na"));
        assertEquals(List.of("--verdicts"), complete("jconntrack", "replay", "--ver").stream()
            .filter(word -> !word.equals("--version")).toList());
    }

    @Test
    void shouldCompleteWhatAnOptionMayBe() throws Exception {
        assertEquals(List.of("classic", "linux"), complete("jconntrack", "replay", "--profile", ""));
        assertEquals(List.of("linux"), complete("jconntrack", "replay", "--profile", "=", "l"));
        assertEquals(List.of("tcp_loose="), complete("jconntrack", "replay", "--set", "tcp_lo"));
        assertTrue(complete("jconntrack", "replay", "--set", "=").contains("max="));
        assertTrue(complete("jconntrack", "list", "-o", "").contains("json"));
        assertTrue(complete("jconntrack", "count", "--by", "").contains("STATE"));
    }

    @Test
    void shouldCompleteNamesOfTrackers() throws Exception {
        final TrackerFiles files = new TrackerFiles("completion-" + ProcessHandle.current().pid());
        Files.createDirectory(files.directory());
        try {
            assertEquals(List.of(files.name()), complete("jconntrack", "count", "--name", "completion-"));
            assertEquals(List.of(files.name()), complete("jconntrack", "count", "--name", "=", "completion-"));
            assertTrue(complete("jconntrack", "stats", "--name", "").contains(files.name()));
        } finally {
            Files.delete(files.directory());
        }
    }

    /** What bash offers for the last word, asked as its line editor asks. */
    private List<String> complete(final String... words) throws Exception {
        final StringBuilder command = new StringBuilder("source ").append(script).append("; COMP_WORDS=(");
        for (final String word : words) {
            command.append('\'').append(word).append("' ");
        }
        command.append("); COMP_CWORD=").append(words.length - 1)
            .append("; set -- $(complete -p jconntrack); while [ \"$1\" != -F ]; do shift; done; $2")
            .append("; printf '%s\\n' \"${COMPREPLY[@]}\"");
        // compopt complains outside of the line editor
        final Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", command.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String text = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor());
        return text.lines().map(String::strip).sorted().toList();
    }
}
