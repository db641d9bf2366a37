/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.text.TupleText;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other processes, at once and killed.
 */
class ArchiveProcessesTest {
    private static final int CONNECTIONS = 300;
    private static final int KILLS = Integer.getInteger("jconntrack.kills", 5);
    private static final String ENTRIES = "200000";

    @TempDir
    private Path folder;
    private final List<Process> started = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Path file() {
        return folder.resolve("archive.dat");
    }

    private Process start(final String name, final int first, final int snapshots) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("--") || flag.startsWith("-D")).toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ArchiveProcess.class.getName(),
            file().toString(), name, "" + first, "" + CONNECTIONS, "" + snapshots, ENTRIES));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(process);
        return process;
    }

    @AfterEach
    void endThem() {
        started.forEach(Process::destroyForcibly);
    }

    private Archive open() throws IOException {
        return Archive.open(file(), notes::add);
    }

    /** All observations of a process's connections are those of its snapshots that are complete, or of incomplete. */
    private static void check(final Archive archive, final String name, final int first) {
        final Map<Integer, SnapshotInfo> catalogue =
            archive.catalogue().stream().collect(Collectors.toMap(SnapshotInfo::number, Function.identity()));
        final List<Integer> complete = catalogue.values().stream()
            .filter(s -> s.isComplete() && s.source().startsWith(name + '-')).map(SnapshotInfo::number).sorted()
            .toList();
        for (int i = 0; i < CONNECTIONS; i++) {
            final int client = first + i;
            final History history = archive.history(TupleText.parse("udp 10.0." + client / 256 + '.' + client % 256
                + ":1000 10.1.0.0:80"));
            final List<Integer> shown = new ArrayList<>();
            for (final Observation o : history.observations()) {
                final SnapshotInfo snapshot = catalogue.get(o.snapshot());
                assertNotNull(snapshot, () -> "an observation of no snapshot: " + o);
                if (snapshot.source().startsWith(name + '-')) {
                    final int n = Integer.parseInt(snapshot.source().substring(name.length() + 1));
                    assertEquals(n + 1, o.packets());
                    assertEquals(28L * (n + 1), o.bytes());
                    assertEquals(snapshot.epochNanos(), o.epochNanos());
                    if (snapshot.isComplete()) {
                        assertEquals(CONNECTIONS, snapshot.size());
                        shown.add(o.snapshot());
                    }
                }
            }
            assertEquals(complete, shown.stream().sorted().toList(), () -> "10.0.*.* " + client);
            // the one slot that was being written by who was killed
            assertTrue(history.damaged() <= 1, () -> "damaged " + history.damaged());
        }
    }

    @Test
    void shouldHoldEverythingWhenTwoProcessesAddAndAThirdReads() throws IOException, InterruptedException {
        final Process one = start("one", 0, 40);
        // half of the connections are the same
        final Process two = start("two", CONNECTIONS / 2, 40);
        assertNotNull(one.inputReader().readLine());
        assertNotNull(two.inputReader().readLine());
        int looks = 0;
        try (Archive archive = open()) {
            while (one.isAlive() || two.isAlive()) {
                // a snapshot that becomes complete between the two looks is not yet in the first
                final List<SnapshotInfo> catalogue = archive.catalogue();
                final History history = archive.history(TupleText.parse("udp 10.0.0.200:1000 10.1.0.0:80"));
                final List<Integer> seen = history.observations().stream().map(Observation::snapshot).toList();
                catalogue.stream().filter(SnapshotInfo::isComplete)
                    .forEach(s -> assertTrue(seen.contains(s.number()), () -> s + " not in " + seen));
                looks++;
            }
        }
        assertEquals(0, one.waitFor());
        assertEquals(0, two.waitFor());
        assertTrue(looks > 0);
        try (Archive archive = open()) {
            assertEquals(80, archive.catalogue().stream().filter(SnapshotInfo::isComplete).count());
            check(archive, "one", 0);
            check(archive, "two", CONNECTIONS / 2);
        }
        assertEquals(List.of(), notes);
    }

    @Test
    void shouldStillHaveWhatWasCompleteWhenProcessesAreKilled() throws IOException, InterruptedException {
        final long seed = Long.getLong("conntrack.seed", System.nanoTime());
        System.out.println("ArchiveProcessesTest: -Dconntrack.seed=" + seed);
        final Random random = new Random(seed);
        final List<String> promised = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            final Process process = start("k" + kill, 0, 1_000_000);
            final BufferedReader out = process.inputReader();
            assertEquals("open", out.readLine());
            for (int i = random.nextInt(8); i >= 0; i--) {
                promised.add(out.readLine());
            }
            Thread.sleep(random.nextInt(40));
            // not the Process itself, which would close the stream
            process.toHandle().destroyForcibly();
            // what it said before it was killed counts
            out.lines().forEach(promised::add);
            process.waitFor();
        }
        try (Archive archive = open()) {
            final List<String> complete = archive.catalogue().stream().filter(SnapshotInfo::isComplete)
                .map(s -> s.number() + " " + s.source()).toList();
            assertTrue(complete.containsAll(promised), () -> promised + " but " + complete + " seed=" + seed);
            assertTrue(complete.size() <= promised.size() + KILLS, () -> "seed=" + seed);
            for (int kill = 0; kill < KILLS; kill++) {
                check(archive, "k" + kill, 0);
            }
        }
        assertEquals(List.of(file() + ": a process was killed while it had the archive open; repairing it"), notes);
    }
}
