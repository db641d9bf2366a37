/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.capture.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The helper as a process of its own, in a network namespace. */
class CaptureCommandTest {
    @TempDir
    private Path folder;
    private NetworkNamespace namespace;
    private Process process;

    @BeforeEach
    void makeNamespace() throws Exception {
        namespace = new NetworkNamespace();
    }

    @AfterEach
    void clean() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "root"})
    void shouldHoldNoPrivilegeOnAnyThreadOnceItCaptures(final String user) throws Exception {
        final BufferedReader err = start("-i", NetworkNamespace.FAR, "--dry-run", "--idle", "poll", "--queues", "2",
            "--user", user);
        final String uid = user.equals("root") ? "0" : "65534";
        assertEquals("capture: user " + user + " (" + uid + "), no capability, no_new_privs", err.readLine());
        assertEquals("capture: capturing on " + NetworkNamespace.FAR + ", V2, 2 queues", err.readLine());
        int threads = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (final Path task : (Iterable<Path>)tasks::iterator) {
                final List<String> status = Files.readAllLines(task.resolve("status"));
                for (final String set : new String[] {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
                    assertTrue(status.contains(set + ":\t0000000000000000"), task + ": " + status);
                }
                assertTrue(status.contains("NoNewPrivs:\t1"), task + ": " + status);
                assertTrue(status.contains("Uid:\t" + (uid + "\t").repeat(4).strip()), task + ": " + status);
                threads++;
            }
        }
        assertTrue(threads > 3, "threads=" + threads);
        namespace.inside("ping -c 1 -W 1 10.9.0.2 >/dev/null; true");
        // Process.destroy() would close the stream that is read below
        process.toHandle().destroy();
        final List<String> rest = err.lines().toList();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), rest::toString);
        assertTrue(rest.getLast().startsWith("capture: 1 packets, 0 cut to the snap length, 0 dropped by the kernel"),
            rest::toString);
    }

    @Test
    void shouldEndWithOneAndSayWhyWhenTheInterfaceGoes() throws Exception {
        final BufferedReader err = start("-i", NetworkNamespace.FAR, "--dry-run", "--user", "root");
        err.readLine();
        err.readLine();
        namespace.inside("ip link del " + NetworkNamespace.FAR);
        final List<String> rest = err.lines().toList();
        assertEquals(1, process.waitFor());
        assertTrue(rest.stream().anyMatch(line -> line.contains("network interface jct1 is gone")), rest::toString);
    }

    @Test
    void shouldSayWhatTheUserCannotReadBeforeItBecomesThatUser() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        final BufferedReader err = start(false, "-i", NetworkNamespace.FAR, "--dry-run", "--user", "nobody");
        final List<String> lines = err.lines().toList();
        assertEquals(1, process.waitFor());
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("capture: user nobody (65534) cannot read " + folder), lines::toString);
    }

    @Test
    void shouldSayThatTheTrackerIsMissing() throws Exception {
        final String name = "missing-" + ProcessHandle.current().pid();
        final List<String> lines = start("-i", "lo", "--name", name, "--user", "root").lines().toList();
        assertEquals(1, process.waitFor());
        assertTrue(lines.getLast().startsWith("capture: no tracker " + name + " has a worker 0: "), lines::toString);
    }

    private BufferedReader start(final String... options) throws IOException {
        return start(true, options);
    }

    /** Starts the command from a copy of the class path, which everyone can read if so told. */
    private BufferedReader start(final boolean readable, final String... options) throws IOException {
        if (readable) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), "io.jconntrack.ingest.cli.Main", "capture"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).start();
        return process.errorReader();
    }

    private String classPath() throws IOException {
        final List<String> copies = new ArrayList<>();
        int number = 0;
        for (final String entry : System.getProperty("java.class.path").split(":")) {
            if (entry.contains("junit") || entry.contains("surefire") || entry.endsWith("test-classes")
                || !Files.exists(Path.of(entry))) {
                continue;
            }
            final Path copy = folder.resolve(number++ + (Files.isDirectory(Path.of(entry)) ? "" : ".jar"));
            copy(Path.of(entry), copy);
            copies.add(copy.toString());
        }
        return String.join(":", copies);
    }

    private static void copy(final Path from, final Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(final Path directory, final BasicFileAttributes attributes)
                throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                throws IOException {
                final Path copy = file.equals(from) ? to : to.resolve(from.relativize(file).toString());
                Files.write(copy, Files.readAllBytes(file));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
