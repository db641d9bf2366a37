/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.Conntrack;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Snapshots and archives on a file system that has no room for them.
 */
class FullFileSystemTest {
    private static final String NAME = "full-" + ProcessHandle.current().pid();

    @TempDir
    private Path directory;
    private final TrackerFiles files = new TrackerFiles(NAME);
    private Path small;
    private String err;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectory(directory.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small.toString()),
            "no file system could be mounted: needs root");
        Files.createDirectory(files.directory());
        Conntrack.builder().settings(new Settings(Profile.LINUX).set(Setting.MAX, 100)).open(files.table(), 1).close();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", small.toString());
        Files.deleteIfExists(files.table());
        Files.deleteIfExists(files.directory());
    }

    private static boolean run(final String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (final IOException absent) {
            return false;
        }
    }

    private int snapshot(final String... arguments) {
        final StringWriter complaints = new StringWriter();
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(new StringWriter(), true));
        line.setErr(new PrintWriter(complaints, true));
        final int status = line.execute(Stream.concat(Stream.of("snapshot"), Stream.of(arguments))
            .toArray(String[]::new));
        err = complaints.toString();
        return status;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> names = Files.list(small)) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(small.resolve("fill"))) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (final IOException full) {
            assertEquals("No space left on device", full.getMessage());
        }
    }

    @Test
    void shouldLeaveNoHalfAnArchive() throws IOException {
        final Path archive = small.resolve("a.dat");
        assertEquals(1, snapshot("archive", "--archive", archive.toString(), "--name", NAME));
        assertTrue(err.startsWith("jconntrack: " + archive + ": can't be made: Not enough space "), err);
        assertEquals(1, err.lines().count(), err);
        // what others may be waiting at stays
        assertEquals(List.of("a.dat.users"), names());
        assertEquals(0, Files.size(small.resolve("a.dat.users")));
        assertEquals(0, snapshot("archive", "--archive", archive.toString(), "--entries", "1000", "--name", NAME), err);
    }

    @Test
    void shouldKeepTheOldSnapshotWhenThereIsNoRoomForTheNew() throws IOException {
        final Path file = small.resolve("s");
        assertEquals(0, snapshot("save", "--name", NAME, file.toString()), err);
        final byte[] old = Files.readAllBytes(file);
        fill();
        assertEquals(1, snapshot("save", "--name", NAME, file.toString()));
        assertEquals("jconntrack: " + file + ": No space left on device\n", err);
        assertArrayEquals(old, Files.readAllBytes(file));
        assertEquals(List.of("fill", "s"), names());
    }
}
