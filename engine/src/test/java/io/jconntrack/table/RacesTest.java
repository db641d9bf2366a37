/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The races of {@link IndexRaces} and {@link ReaderRaces}, shortly; src/stress/run-jcstress runs them longer. */
class RacesTest {
    private static final String PACKAGE = "io.jconntrack.table.";
    private static final int RACES = 10;

    @Test
    void shouldSeeNoForbiddenResultWhenThreadsRaceInTheTable() throws IOException, InterruptedException {
        final Path target = Path.of("target").toAbsolutePath();
        final Path output = Files.createDirectories(target.resolve("jcstress")).resolve("output.txt");
        final Process process = new ProcessBuilder(command(target.resolve("jcstress").toString()))
            // it leaves its raw results in the working directory
            .directory(target.resolve("jcstress").toFile())
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(240, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        final String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        assertEquals(RACES, text.lines().filter(line -> line.contains("[OK] " + PACKAGE)).distinct().count(), text);
    }

    private static List<String> command(final String results) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.openjdk.jcstress.Main");
        command.addAll(List.of("-v", "-t", PACKAGE, "-r", results, "-f", "1", "-iters", "1", "-time", "400",
            "-sc", "false", "-af", "NONE", "-spinStyle", "THREAD_YIELD", "-strideSize", "50", "-strideCount", "100",
            "-jvmArgs", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED "
            + "-XX:+UseSerialGC"));
        return command;
    }
}
