/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.stats.Metric;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * docs/migration.md names every setting of the kernel and every option of conntrack(8); what it names of ours exists,
 * and what it calls "not there" is refused.
 */
class MigrationDocumentTest {
    private static final String NOT_THERE = "not there";
    private static final List<String> ALL = List.of("list", "get", "count", "events", "delete", "update");
    private static final List<String> CONNTRACK = Stream.concat(ALL.stream(), Stream.of("flush", "stats")).toList();
    private static final CommandLine PROGRAM = Main.commandLine();
    private static Document document;

    @BeforeAll
    static void read() throws IOException {
        document = Document.of("docs/migration.md");
    }

    /** Lines of a resource beside this class, without comments. */
    private static List<String> resource(final String name) throws IOException {
        try (InputStream stream = MigrationDocumentTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#")).toList();
        }
    }

    /** The kernel's settings with their defaults. */
    private static Map<String, String> sysctls() throws IOException {
        return resource("sysctls.txt").stream().map(line -> line.split(" = "))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static String fullName(final String name) {
        return name.startsWith("net.") ? name : "net.netfilter." + name;
    }

    private static Set<String> options(final String verb) {
        return PROGRAM.getSubcommands().get(verb).getCommandSpec().optionsMap().keySet();
    }

    /** Whether it is a verb or one of the options without a verb. */
    private static boolean isKnown(final String name) {
        return PROGRAM.getSubcommands().containsKey(name) || PROGRAM.getCommandSpec().optionsMap().containsKey(name);
    }

    private static Set<String> names(final List<List<String>> rows) {
        return rows.stream().flatMap(row -> Document.code(row.getFirst()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldNameEverySettingOfTheKernelAndNoOther() throws IOException {
        final Set<String> named = names(document.rows("Settings", "kernel")).stream()
            .map(MigrationDocumentTest::fullName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(sysctls().keySet()), named);
    }

    @Test
    void shouldKnowTheSettingsThatItNamesByTheKernelsNames() throws IOException {
        final Map<String, String> sysctls = sysctls();
        for (final List<String> row : document.rows("Settings", "kernel")) {
            for (final String name : Document.code(row.getFirst())) {
                if (row.get(1).equals(NOT_THERE)) {
                    assertThrows(SettingException.class, () -> Setting.of(fullName(name)), name);
                    continue;
                }
                final Setting setting = Setting.of(fullName(name));
                assertEquals("`" + setting.shortName() + "`", row.get(1), name);
                final String otherDefault = row.get(2).replaceFirst("^([0-9]+) here.*|.*", "$1");
                assertEquals(Long.parseLong(otherDefault.isEmpty() ? sysctls.get(fullName(name)) : otherDefault),
                    setting.defaultValue(Profile.LINUX), name);
            }
        }
    }

    @Test
    void shouldNameEveryCommandAndOptionOfConntrack() throws IOException {
        final Set<String> named = names(document.rows("Commands of conntrack(8)", "conntrack"));
        named.addAll(names(document.rows("Options of conntrack(8)", "conntrack")));
        named.removeAll(Set.of("-h", "-V"));
        assertEquals(new TreeSet<>(resource("conntrack-options.txt")), named);
    }

    @Test
    void shouldHaveTheCommandsThatItNames() {
        for (final List<String> row : document.rows("Commands of conntrack(8)", "conntrack")) {
            if (row.get(1).equals(NOT_THERE)) {
                Document.code(row.getFirst()).forEach(name -> assertFalse(isKnown(name), name));
                continue;
            }
            final List<String> names = new ArrayList<>(Document.code(row.getFirst()));
            names.addAll(Document.code(row.get(1)));
            names.forEach(name -> assertTrue(isKnown(name), name));
        }
    }

    @Test
    void shouldHaveTheOptionsThatItNames() {
        for (final List<String> row : document.rows("Options of conntrack(8)", "conntrack")) {
            if (row.get(1).equals(NOT_THERE)) {
                for (final String verb : CONNTRACK) {
                    Document.code(row.getFirst()).forEach(name -> assertFalse(options(verb).contains(name),
                        verb + ' ' + name));
                }
                continue;
            }
            final List<String> verbs = new ArrayList<>(Document.code(row.get(2)));
            if (row.get(2).startsWith("all")) {
                verbs.addAll(ALL);
            }
            assertFalse(verbs.isEmpty(), row.toString());
            for (final String verb : verbs) {
                Document.code(row.get(1)).forEach(name -> assertTrue(options(verb).contains(name),
                    verb + ' ' + name));
            }
        }
    }

    @Test
    void shouldHaveTheFiguresThatItNames() {
        final Set<String> metrics = Stream.of(Metric.values()).map(Metric::prometheusName).collect(Collectors.toSet());
        final Set<String> named = document.lines().stream()
            .flatMap(line -> Pattern.compile("jconntrack_[a-z_]+").matcher(line).results())
            .map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
        assertFalse(named.isEmpty());
        named.removeAll(metrics);
        assertEquals(Set.of(), named);
    }
}
