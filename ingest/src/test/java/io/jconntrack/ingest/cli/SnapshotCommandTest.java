/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.agent.Idle;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerOptions;
import io.jconntrack.ingest.agent.TrackerProcess;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.SnapshotLoader;
import io.jconntrack.snapshot.SnapshotReader;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verbs of snapshot, as a user runs them.
 */
class SnapshotCommandTest {
    private static final Path CAPTURE =
        Path.of("../engine/src/test/resources/io/jconntrack/parity/mixed.pcap.gz");

    @TempDir
    private Path folder;
    private String out;
    private String err;

    private int run(final String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        final Path errors = folder.resolve("stderr");
        final Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        final int code = process.waitFor();
        err = Files.readString(errors);
        return code;
    }

    private String replay(final String name, final String until) throws IOException, InterruptedException {
        final String file = folder.resolve(name).toString();
        assertEquals(0, run("replay", "--profile", "linux", "--set", "acct=1", "--set", "timestamp=1", "--until",
            until, "--save", file, CAPTURE.toString()), err);
        return file;
    }

    @Test
    void shouldShowCompareAndFindWhatAReplaySaved() throws IOException, InterruptedException {
        final String before = replay("before.snap", "300");
        final String table = out;
        final String first = table.lines().findFirst().orElseThrow();
        assertEquals(0, run("snapshot", "show", before), err);
        assertEquals(table, out);
        final String after = replay("after.snap", "330");
        assertEquals(0, run("snapshot", "diff", before, after), err);
        assertTrue(err.matches("(?s)appeared=\\d+ gone=[1-9]\\d* replaced=0 changed=\\d+ grew=\\d+\n"), err);
        assertTrue(out.lines().allMatch(line -> line.matches(" *(appeared|gone|changed|grew) ipv[46] .*")), out);
        assertEquals(0, run("snapshot", "find", before, after, first), err);
        assertEquals(before + ": " + first, out.lines().findFirst().orElseThrow());
        assertEquals(1, run("snapshot", "find", before, "203.0.113.0/24"), err);
        assertEquals(2, run("snapshot", "find", before, "nothing"), err);
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithAFile() throws IOException, InterruptedException {
        final Path cut = folder.resolve("cut.snap");
        final byte[] whole = Files.readAllBytes(Path.of(replay("whole.snap", "300")));
        Files.write(cut, Arrays.copyOf(whole, whole.length - 1));
        assertEquals(1, run("snapshot", "show", cut.toString()));
        assertEquals("jconntrack: " + cut + ": not a snapshot that can be read: offset=" + (whole.length - 1)
            + ", end of file, expected the trailer\n", err);
        assertEquals(1, run("snapshot", "show", folder.resolve("none").toString()));
        assertEquals("jconntrack: " + folder.resolve("none") + ": no such file\n", err);
        assertEquals(2, run("track", "--workers", "2", "--load", cut.toString()));
        assertTrue(err.startsWith("jconntrack track: --load goes with --workers 1: "), err);
    }

    @Test
    void shouldGoOnWithASnapshotInANewTableOnly() throws IOException, InterruptedException {
        final Path file = Path.of(replay("whole.snap", "300"));
        final long saved;
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            long count = 0;
            while (reader.next()) {
                count++;
            }
            saved = count;
        }
        final TrackerFiles files = new TrackerFiles("loaded", folder);
        final TrackerOptions options = new TrackerOptions(new Settings(Profile.LINUX).set("max", "1000"), 1,
            MemoryOptions.ON_DEMAND, Set.of(), false, 1 << 16, 64, Idle.BACKOFF, List.of(), false);
        for (final String said : List.of("loaded=", "not loaded: the table that was taken over is newer")) {
            final List<String> log = new ArrayList<>();
            try (SnapshotLoader loader = SnapshotLoader.open(file, Profile.LINUX);
                TrackerProcess process = TrackerProcess.start(files, options, log::add, loader)) {
                assertEquals(1, process.workers());
                final String line = log.stream().filter(text -> text.startsWith(file + ": ")).findFirst().orElseThrow();
                assertTrue(line.startsWith(file + ": " + said), line);
                // the capture is years old: all of it is over by the wall clock
                assertTrue(!said.equals("loaded=") || line.endsWith("expired=" + saved + " duplicates=0 full=0"), line);
                assertEquals(said.equals("loaded="), log.stream().anyMatch(text -> text.matches(
                    ".*whole\\.snap: is of \\d{4}-.*Z, \\d+ s ago; time-outs went on .* all are over")), log::toString);
            }
        }
    }

    @Test
    void shouldHideATableThatIsBeingLoadedAndBeginAnewWhenThatFails() throws IOException, InterruptedException {
        final Path file = Path.of(replay("whole.snap", "300"));
        final byte[] whole = Files.readAllBytes(file);
        final TrackerFiles files = new TrackerFiles("loading", folder);
        final TrackerOptions options = new TrackerOptions(new Settings(Profile.LINUX).set("max", "1000"), 1,
            MemoryOptions.ON_DEMAND, Set.of(), false, 1 << 16, 64, Idle.BACKOFF, List.of(), false);
        try (SnapshotLoader loader = SnapshotLoader.open(file, Profile.LINUX)) {
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));
            assertThrows(IOException.class, () -> TrackerProcess.start(files, options, line -> { }, loader));
        }
        assertFalse(TableFile.isThere(files.table()));
        Files.write(file, whole);
        final List<String> log = new ArrayList<>();
        try (SnapshotLoader loader = SnapshotLoader.open(file, Profile.LINUX);
            TrackerProcess process = TrackerProcess.start(files, options, line -> {
                log.add(line);
                assertThrows(IOException.class, () -> MappedTable.open(files.table()), line);
            }, loader)) {
            assertEquals(1, process.workers());
            assertEquals(files.table() + ": made anew: it held no table that was ever ready", log.getFirst());
            assertTrue(log.get(1).startsWith(file + ": loaded="), log::toString);
            MappedTable.open(files.table()).close();
        }
        assertTrue(TableFile.isThere(files.table()));
    }
}
