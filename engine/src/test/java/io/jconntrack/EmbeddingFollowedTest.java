/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Does what docs/embedding.md says, from nothing to a verdict: in an empty folder, beside a clone, as a user who has
 * never run Maven, with the JDK that runs Maven and not the one that runs this test. What the build has downloaded
 * already comes from its repository; only the rest needs a network.
 */
@Tag("document")
class EmbeddingFollowedTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TARGET = Path.of("target", "embedding").toAbsolutePath();
    private static final String SETTINGS = """
        <settings>
          %3$s
          <profiles>
            <profile>
              <id>downloaded</id>
              <activation><activeByDefault>true</activeByDefault></activation>
              <repositories>%1$s</repositories>
              <pluginRepositories>%2$s</pluginRepositories>
            </profile>
          </profiles>
        </settings>
        """;
    /** How the network is reached is the machine's affair. */
    private static final Pattern WAY_OUT = Pattern.compile("(?s)<(mirrors|proxies)>.*?</\\1>");
    private static final String REPOSITORY = """
        <%1$s>
          <id>downloaded</id>
          <url>%2$s</url>
          <releases><checksumPolicy>ignore</checksumPolicy></releases>
          <snapshots><enabled>false</enabled></snapshots>
        </%1$s>
        """;

    @Test
    void shouldComeToAVerdictWhenTheDocumentIsFollowed() throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mvn"))), "no mvn in the path");
        final Path user = Files.createDirectories(TARGET.resolve("user/.m2")).getParent();
        final Path folder = TARGET.resolve("folder");
        delete(folder);
        delete(user.resolve(".m2/repository/io/jconntrack"));
        Files.writeString(user.resolve(".m2/settings.xml"), settings());
        cloneTo(Files.createDirectories(folder.resolve("jconntrack")));

        final List<String> wrong = FollowedDocument.follow(DocumentStep.of(EmbeddingDocumentTest.lines()), folder,
            Map.of("HOME", user.toString(),
                "MAVEN_OPTS", Objects.requireNonNullElse(System.getenv("MAVEN_OPTS"), "") + " -Duser.home=" + user,
                "JAVA_HOME", System.getProperty("jconntrack.maven.java", System.getProperty("java.home"))));
        assertEquals("", String.join("\n", wrong));
    }

    private static String settings() throws IOException {
        final Path own = Path.of(System.getProperty("user.home"), ".m2/settings.xml");
        final String way = Files.exists(own) ? WAY_OUT.matcher(Files.readString(own)).results()
            .map(MatchResult::group).collect(Collectors.joining("\n")) : "";
        final String downloaded = Path.of(System.getProperty("jconntrack.repository",
            System.getProperty("user.home") + "/.m2/repository")).toUri().toString();
        return SETTINGS.formatted(REPOSITORY.formatted("repository", downloaded),
            REPOSITORY.formatted("pluginRepository", downloaded), way);
    }

    /** What a clone has, without tests, other modules' code, and what was built. */
    private static void cloneTo(final Path clone) throws IOException {
        for (final String part : List.of("pom.xml", ".config", "engine/pom.xml", "engine/src/main", "ingest/pom.xml",
            "ingest/bin", "bench/pom.xml")) {
            final Path from = PROJECT.resolve(part);
            Files.createDirectories(clone.resolve(part).getParent());
            try (Stream<Path> files = Files.walk(from)) {
                for (final Path file : files.toList()) {
                    Files.copy(file, clone.resolve(PROJECT.relativize(file)));
                }
            }
        }
    }

    private static void delete(final Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (final Path file : files.toList().reversed()) {
                    Files.delete(file);
                }
            }
        }
    }
}
