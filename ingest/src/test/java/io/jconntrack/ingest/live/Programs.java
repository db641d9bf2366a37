/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jconntrack program as any user of the machine can start it: a copy of this test's class path in a directory that
 * all may read.
 */
final class Programs {
    private final List<String> java = new ArrayList<>();

    Programs(final Path directory) throws IOException {
        directory.toFile().setReadable(true, false);
        directory.toFile().setExecutable(true, false);
        final List<String> copies = new ArrayList<>();
        for (final String entry : System.getProperty("java.class.path").split(":")) {
            final Path path = Path.of(entry);
            if (Files.exists(path) && !entry.contains("junit") && !entry.contains("test-classes")) {
                final Path copy = directory.resolve(copies.size() + "-" + path.getFileName());
                copyAll(path, copy);
                copies.add(copy.toString());
            }
        }
        java.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-ea",
            "-cp", String.join(":", copies), "io.jconntrack.ingest.cli.Main"));
    }

    private static void copyAll(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                final Path copy = Files.copy(file, to.resolve(from.relativize(file).toString().isEmpty()
                    ? to : to.resolve(from.relativize(file))), StandardCopyOption.REPLACE_EXISTING);
                copy.toFile().setReadable(true, false);
                if (Files.isDirectory(copy)) {
                    copy.toFile().setExecutable(true, false);
                }
            }
        }
    }

    /** The command line of an example, for root alone: it is where the tests are. */
    static List<String> example(final String name, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
            .toString(), "-XX:+UseSerialGC", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "-ea", "-cp", System.getProperty("java.class.path"),
            "io.jconntrack.examples." + name));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The command line of a verb. */
    List<String> jconntrack(final String... arguments) {
        final List<String> command = new ArrayList<>(java);
        command.addAll(List.of(arguments));
        return command;
    }
}
