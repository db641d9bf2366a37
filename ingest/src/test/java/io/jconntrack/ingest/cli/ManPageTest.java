/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class ManPageTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void needGroff() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "needs groff");
    }

    static List<String> pages() {
        final List<String> verbs = new java.util.ArrayList<>(List.of("man"));
        Main.commandLine().getSubcommands().keySet().forEach(verb -> verbs.add("man " + verb));
        verbs.removeIf(words -> words.startsWith("man -"));
        return verbs;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldGiveGroffNothingToWarnAbout(final String words) throws Exception {
        final Path page = page(words.split(" "));
        assertEquals("", groff(page, "-ww", "-z"));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "needs man");
        final Process man = new ProcessBuilder("/usr/bin/man", "--warnings", "-l", page.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals("", new String(man.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, man.waitFor());
    }

    @Test
    void shouldHaveEveryOptionOfEveryVerb() throws Exception {
        // the longest line, so that nothing that is looked for is broken
        final String text = groff(page("man"), "-P-cbou", "-rLL=2000n");
        assertVerbIsIn(text, Main.commandLine());
        assertTrue(text.contains("EXIT STATUS"), text);
    }

    private static void assertVerbIsIn(final String text, final CommandLine line) {
        assertTrue(text.contains(line.getCommandSpec().qualifiedName()), line.getCommandName());
        final int start = text.indexOf("\n   " + line.getCommandSpec().qualifiedName());
        final int end = text.indexOf("\n   j", start + 1);
        final String part = start < 0 ? text : text.substring(start, end < 0 ? text.length() : end);
        line.getCommandSpec().options().stream().filter(option -> !option.hidden()).forEach(option -> {
            assertTrue(part.contains("\n       " + String.join(", ", option.names())), option + " is not in " + part);
            assertDescribed(part, option);
        });
        line.getCommandSpec().positionalParameters().forEach(parameter -> assertDescribed(part, parameter));
        line.getSubcommands().values().forEach(verb -> assertVerbIsIn(text, verb));
    }

    private static void assertDescribed(final String part, final ArgSpec argument) {
        for (final String line : argument.description()) {
            assertTrue(part.contains(line.replace("%n", " ").replace("%%", "%").strip()), line + " is not in " + part);
        }
    }

    private Path page(final String... words) throws IOException {
        final StringWriter out = new StringWriter();
        final CommandLine line = Main.commandLine(List.of(words));
        assertEquals(0, line.setOut(new PrintWriter(out)).execute(words));
        return Files.writeString(folder.resolve("page.1"), out.toString());
    }

    private static String groff(final Path page, final String... options) throws Exception {
        final List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/groff", "-man", "-Tascii"));
        command.addAll(List.of(options));
        command.add(page.toString());
        final Process groff = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String text = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, groff.waitFor(), text);
        return text;
    }
}
