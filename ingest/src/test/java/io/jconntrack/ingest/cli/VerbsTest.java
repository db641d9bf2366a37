/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerbsTest {
    @Test
    void shouldGiveTheSameHelpWhenOnlyTheVerbAskedForIsLookedInto() {
        final CommandLine all = Main.commandLine();
        assertEquals(all.getUsageMessage(), Main.commandLine(List.of("--help")).getUsageMessage());
        all.getSubcommands().forEach((name, verb) -> {
            final CommandLine few = Main.commandLine(List.of(name, "--help"));
            assertEquals(verb.getUsageMessage(), few.getSubcommands().get(name).getUsageMessage());
            assertEquals(all.getUsageMessage(), few.getUsageMessage());
        });
    }

    @Test
    void shouldKnowEveryNameOfEveryVerbWithoutLookingIntoAny() {
        final CommandLine none = Main.commandLine(List.of());
        assertEquals(Main.commandLine().getSubcommands().keySet(), none.getSubcommands().keySet());
        assertEquals(Set.of(), options(none, "replay"));
        assertTrue(options(Main.commandLine(List.of("replay")), "replay").contains("--verdicts"));
    }

    @Test
    void shouldLookIntoAllWhenTheWordsAreInAFile(@TempDir final Path folder) throws IOException {
        final Path words = Files.writeString(folder.resolve("words"), "replay --verdicts - nosuch.pcap");
        final CommandLine line = Main.commandLine(List.of("@" + words));
        assertTrue(options(line, "replay").contains("--verdicts"));
        line.parseArgs("@" + words);
    }

    private static Set<String> options(final CommandLine line, final String verb) {
        return line.getSubcommands().get(verb).getCommandSpec().optionsMap().keySet().stream()
            .collect(Collectors.toUnmodifiableSet());
    }
}
