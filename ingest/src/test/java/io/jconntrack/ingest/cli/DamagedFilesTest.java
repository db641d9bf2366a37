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
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * A tracker's files that somebody has cut, zeroed or overwritten, before they are opened and while they are in use.
 */
@Timeout(120)
class DamagedFilesTest {
    private static final String NAME = "damaged-" + ProcessHandle.current().pid();

    @TempDir
    private Path directory;
    private final TrackerFiles files = new TrackerFiles(NAME);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private String err;

    private TrackerProcess start() throws IOException {
        return TrackerProcess.start(files, new TrackerOptions(new Settings(Profile.LINUX).set("max", "100"), 1,
            MemoryOptions.ON_DEMAND, Set.of(), false, 1 << 16, 64, Idle.BACKOFF, List.of(), false), log::add);
    }

    @AfterEach
    void clean() throws IOException {
        if (Files.exists(files.directory())) {
            try (Stream<Path> left = Files.list(files.directory())) {
                for (final Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(files.directory());
        }
    }

    private int run(final String... words) {
        final List<String> args = new ArrayList<>(List.of(words));
        args.addAll(words[0].equals("snapshot") ? 2 : 1, List.of("--name", NAME));
        final StringWriter complaints = new StringWriter();
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(new StringWriter(), true));
        line.setErr(new PrintWriter(complaints, true));
        final int status = line.execute(args.toArray(String[]::new));
        err = complaints.toString();
        return status;
    }

    private static void damage(final Path file, final String how) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        switch (how) {
            case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "empty" -> Files.write(file, new byte[0]);
            case "zeroed" -> Files.write(file, new byte[bytes.length]);
            default -> {
                new Random(5).nextBytes(bytes);
                Files.write(file, bytes);
            }
        }
    }

    static Stream<Arguments> shouldNameTheFileWhateverIsWrongWithIt() {
        return Stream.of("table.dat", "ring-0.dat", "cnc.dat", "events-0.dat").flatMap(file ->
            Stream.of("cut", "empty", "zeroed", "random").map(how -> Arguments.of(file, how)));
    }

    @ParameterizedTest
    @MethodSource
    void shouldNameTheFileWhateverIsWrongWithIt(final String file, final String how) throws IOException {
        start().close();
        final Path damaged = files.directory().resolve(file);
        damage(damaged, how);
        int refusals = 0;
        final List<String> verbs = new ArrayList<>(List.of("list", "stats", "events"));
        if (how.equals("cut")) {
            verbs.addAll(List.of("top --once", "snapshot save " + directory.resolve("s")));
        }
        for (final String words : verbs) {
            final int status = run(words.split(" "));
            assertTrue(status == 0 || status == 1, words + ": status=" + status);
            assertFalse(err.contains("Exception") || err.contains("Error"), () -> words + ": " + err);
            if (status == 1) {
                refusals++;
                assertTrue(err.contains(damaged.toString()), () -> words + ": " + err);
                assertEquals(1, err.strip().lines().count(), () -> words + ": " + err);
            }
        }
        // bytes of events mean nothing without the numbers beside them
        assertTrue(refusals > 0 || file.equals("events-0.dat"));
    }

    @Test
    void shouldSayThatATableIsMadeAnewWhenItIsAllZeros() throws IOException {
        start().close();
        damage(files.table(), "zeroed");
        start().close();
        assertEquals(List.of(files.table() + ": made anew: it held no table that was ever ready"), log);
    }

    @Test
    void shouldSayHowToKeepTheConnectionsWhenARingIsDamaged() throws IOException {
        start().close();
        damage(files.ring(0), "random");
        final String message = assertThrows(IOException.class, this::start).getMessage();
        assertTrue(message.startsWith(files.ring(0) + ": not a packet ring of version 1: magic="), message);
        assertTrue(message.endsWith("; it holds no connection: remove it to go on with those of " + files.table()),
            message);
        Files.delete(files.ring(0));
        start().close();
        assertTrue(log.getLast().startsWith(files.table() + ": taken over: "), log::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"table.dat", "ring-0.dat", "cnc.dat"})
    void shouldEndWithAPlainMessageWhenAFileIsCutUnderTheTracker(final String file) throws IOException {
        try (TrackerProcess tracker = start()) {
            cut(files.directory().resolve(file));
            while (tracker.isWhole()) {
                Thread.onSpinWait();
            }
        }
        assertEquals(List.of(files.directory() + ": a mapped file was cut short while it was in use; the tracker ends"),
            log);
    }

    @Test
    void shouldEndWithAPlainMessageWhenAFileIsCutUnderAReader() throws Exception {
        try (TrackerProcess tracker = start()) {
            final CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> run("events"));
            while (!isMapped(files.events(0), 2)) {
                Thread.onSpinWait();
            }
            cut(files.events(0));
            assertEquals(1, status.get());
            assertEquals("jconntrack: a mapped file was cut short while it was in use", err.strip());
            assertTrue(tracker.isWhole());
        }
    }

    /** Whether this process has mapped a file so many times: the tracker once, who listens to it once more. */
    private static boolean isMapped(final Path file, final int times) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.endsWith(file.toString())).count() >= times;
        }
    }

    private static void cut(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }
}
