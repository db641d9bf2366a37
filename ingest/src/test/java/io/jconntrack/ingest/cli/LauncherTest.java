/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.settings.Setting;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a house of its own, with the jars that the build would make. */
class LauncherTest {
    private static final String JAVA = System.getProperty("java.home") + "/bin/java";
    private static final String VERSION = "jconntrack 0.1.0\n";

    @TempDir
    private Path house;
    private Path startup;
    private Path jar;
    private Path loaded;
    private String java = JAVA;

    @BeforeEach
    void build() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
        final Path lib = Files.createDirectories(house.resolve("ingest/target/lib"));
        final Path bin = Files.createDirectories(house.resolve("ingest/bin"));
        Files.createDirectories(house.resolve("engine/target"));
        startup = house.resolve("ingest/target/startup");
        loaded = house.resolve("loaded");
        jar = house.resolve("ingest/target/jconntrack-ingest-0.1.0-SNAPSHOT.jar");
        jar(Main.class, jar);
        jar(Setting.class, house.resolve("engine/target/jconntrack-engine-0.1.0-SNAPSHOT.jar"));
        for (final String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            final Path file = Path.of(path);
            if (file.getFileName().toString().matches("(picocli|agrona|HdrHistogram)-.*\\.jar")) {
                Files.copy(file, lib.resolve(file.getFileName()));
            }
        }
        try (Stream<Path> files = Files.list(Path.of("bin"))) {
            for (final Path file : files.toList()) {
                Files.copy(file, bin.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldMakeACacheOnFirstUseAndANewOneWhenAJarIsNewer() throws Exception {
        assertEquals(VERSION, run("--version"));
        final Path cache = cache();
        assertTrue(run("--help").startsWith("Usage: jconntrack"));
        assertTrue(isFromCache("picocli.CommandLine"));
        assertTrue(isFromCache(Main.class.getName()));
        final Object first = Files.readAttributes(cache, "unix:ino").get("ino");
        assertEquals("", run("demo", "--help").lines().filter(line -> line.contains("rror")).findAny().orElse(""));
        assertEquals(first, Files.readAttributes(cache, "unix:ino").get("ino"), "made once");

        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        assertEquals(VERSION, run("--version"));
        assertFalse(first.equals(Files.readAttributes(cache, "unix:ino").get("ino")), "made anew");
        assertTrue(isFromCache("picocli.CommandLine"));

        // a link to the launcher, a directory elsewhere, and a file that is named from there
        final Path elsewhere = Files.createDirectory(house.resolve("else where"));
        final Path link = Files.createSymbolicLink(elsewhere.resolve("ct"), house.resolve("ingest/bin/jconntrack"));
        assertEquals(0, run(elsewhere, link.toString(), "generate", "--connections", "3", "three.pcap").status);
        assertTrue(Files.exists(elsewhere.resolve("three.pcap")));
        assertEquals(VERSION, run(elsewhere, "./ct", "--version").text);
        assertTrue(isFromCache("picocli.CommandLine"));

        // a cache that is none
        Files.writeString(cache, "Dear all,");
        assertEquals(VERSION, run("--version"));
        assertFalse(isFromCache("picocli.CommandLine"));
    }

    @Test
    void shouldRunWithoutACacheWhereNoneCanBeMade() throws Exception {
        Files.writeString(startup, "no directory");
        assertEquals(VERSION, run("--version"));
        assertEquals("no directory", Files.readString(startup));
        Files.delete(startup);

        // and does not try again until something changes
        final Path broken = house.resolve("ingest/target/lib/picocli-0.jar");
        Files.writeString(broken, "no jar");
        assertEquals(VERSION, run("--version"));
        try (Stream<Path> files = Files.list(startup)) {
            assertEquals(List.of(true), files.map(file -> file.toString().endsWith(".aot.failed")).toList());
        }
        assertEquals(VERSION, run("--version"));
    }

    @Test
    void shouldLeaveTheCompilerAloneForWhatRunsLong() throws Exception {
        assertEquals(0, run(house, launcher(), "generate", "--connections", "3", house.resolve("f").toString()).status);
        assertFalse(Files.exists(startup));
    }

    @Test
    void shouldAskForTheVectorsOfJavaWhereTheyAreWanted() throws Exception {
        // a Java that says what it was asked
        final Path bin = Files.createDirectories(house.resolve("jdk/bin"));
        Files.writeString(bin.resolve("../release"), "JAVA_RUNTIME_VERSION=\"25.0.1+8\"\n");
        final Path fake = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho \"$@\"\n");
        assertTrue(fake.toFile().setExecutable(true));
        java = fake.toString();
        assertTrue(run("track", "--vectors").contains(" --add-modules jdk.incubator.vector "));
        assertFalse(run("track").contains("--add-modules"));
    }

    @Test
    void shouldRunAnExampleFromItsSource() throws Exception {
        final Path source = Path.of("src/examples/java/io/jconntrack/examples/Analyser.java");
        Files.createDirectories(house.resolve("ingest").resolve(source).getParent());
        Files.copy(source, house.resolve("ingest").resolve(source));
        assertEquals(0, run(house, launcher(), "generate", "--connections", "3", "three.pcap").status);
        final Result result = run(house, "ingest/bin/jconntrack-example", "analyse", "three.pcap");
        assertTrue(result.text.contains("connections: 3 opened"), result.text);
        assertEquals(0, result.status);
    }

    private Path cache() throws IOException {
        try (Stream<Path> files = Files.list(startup)) {
            return files.filter(file -> file.toString().endsWith(".aot")).findAny().orElseThrow();
        }
    }

    private boolean isFromCache(final String type) throws IOException {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.filter(line -> line.contains(' ' + type + ' ')).findAny().orElseThrow()
                .contains("shared objects file");
        }
    }

    private String launcher() {
        return house.resolve("ingest/bin/jconntrack").toString();
    }

    private String run(final String... words) throws Exception {
        final List<String> command = new ArrayList<>(List.of(launcher()));
        command.addAll(Arrays.asList(words));
        final Result result = run(house, command.toArray(String[]::new));
        assertEquals(0, result.status, result.text);
        return result.text;
    }

    private Result run(final Path directory, final String... command) throws Exception {
        final ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
            .redirectError(house.resolve("errors").toFile());
        builder.environment().put("JCONNTRACK_JAVA", java);
        builder.environment().put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
        final Process process = builder.start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final Result result = new Result(process.waitFor(), text);
        // the JVM tells that it has read the variable
        assertEquals(List.of(), Files.readAllLines(house.resolve("errors")).stream()
            .filter(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS")
                && !line.matches(".*packets.*connections.*|\\d+ .*")).toList());
        return result;
    }

    private static void jar(final Class<?> type, final Path to) throws URISyntaxException, IOException {
        final Path from = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isRegularFile(from)) {
            Files.copy(from, to);
        } else {
            assertEquals(0, ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create",
                "--file", to.toString(), "-C", from.toString(), "."));
        }
    }

    /** What a command printed, and how it ended. */
    private record Result(int status, String text) {
    }
}
