/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Every command line of jconntrack in README.md and docs, synopses aside, is one that the program takes.
 */
class DocumentedCommandsTest {
    private static final Pattern OTHERS = Pattern.compile(
        "(?:sudo )?(?:mvn|java|jfr|taskset|sysctl|echo|mount|chrt|cat|ls|ethtool|ip|nft|conntrack) .*");

    /** The words up to what is the shell's (a pipe, a redirection, the next command), or an explanation. */
    private static List<String> words(final String command) {
        final List<String> words = new ArrayList<>();
        for (final String word : command.replaceFirst(" {2}.*", "").split(" ")) {
            if (word.matches("[|>&#<;).\\\\].*")) {
                break;
            }
            words.add(word.replaceAll("[;)]$", "").replaceAll("^'(.*)'$", "$1").replaceAll("^N$", "1024"));
        }
        return words;
    }

    private static String refusal(final List<String> words) {
        try {
            Main.commandLine(words).parseArgs(words.toArray(new String[0]));
            final Settings settings = new Settings(Profile.LINUX);
            for (int i = 1; i < words.size(); i++) {
                if (words.get(i - 1).equals("--set") && !words.get(i).equals("NAME=VALUE")) {
                    final String[] pair = words.get(i).split("=");
                    settings.set(pair[0], pair[1]);
                }
            }
            return null;
        } catch (final CommandLine.ParameterException | SettingException e) {
            return e.getMessage();
        }
    }

    /** They want root, change the machine, or are another program's: who adds one sees to it by hand. */
    @Test
    void shouldKnowTheCommandsThatNoTestRuns() throws IOException {
        final List<String> others = new ArrayList<>();
        for (final String path : List.of("docs/tuning.md", "docs/migration.md")) {
            for (final String line : Document.of(path).lines()) {
                Document.code(line).stream().filter(code -> OTHERS.matcher(code).matches()).forEach(others::add);
                if (line.startsWith("    ") && !line.matches(" {4}(sudo )?jconntrack .*")) {
                    others.add(line);
                }
            }
        }
        assertEquals(List.of("mount -o remount,size=20G /dev/shm",
            "echo advise > /sys/kernel/mm/transparent_hugepage/shmem_enabled", "sysctl -w vm.nr_hugepages=72",
            "chrt -f 10", "sysctl -w kernel.sched_rt_runtime_us=-1", "ethtool -X eth0 hkey 6d:5a:6d:5a:…",
            "ethtool -X eth0 xfrm symmetric-xor", "conntrack -L -c 1"), others);
    }

    @Test
    void shouldTakeEveryCommandLineOfTheDocuments() throws IOException {
        final List<String> refused = new ArrayList<>();
        int count = 0;
        for (final Document document : Document.all()) {
            for (final String command : document.commands()) {
                if (command.contains(" [-")) {
                    continue;
                }
                final List<String> words = words(command);
                final String refusal = refusal(words);
                count++;
                if (refusal != null) {
                    refused.add(document.path() + ": jconntrack " + words + ": " + refusal);
                }
            }
        }
        assertEquals("", String.join("\n", refused));
        assertTrue(count > 50, "only " + count + " command lines found");
    }
}
