/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Conntrack;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.archive.Archive;
import io.jconntrack.ingest.archive.ArchiveSize;
import io.jconntrack.ingest.archive.Traffic;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SnapshotArchiveCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir
    private Path folder;

    private int run(final String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private String makeArchive() throws IOException {
        final Path file = folder.resolve("a.dat");
        try (Traffic traffic = new Traffic();
            Archive archive = Archive.openOrCreate(file, new ArchiveSize(2_000, 3), note -> { })) {
            archive.add(traffic.dump(), "one", count -> true);
            traffic.tcp(7, true, 2, 100, 0);
            archive.add(traffic.dump(), "one", count -> true);
            traffic.tcp(7, false, 18, 500, 101);
            traffic.tcp(7, true, 16, 101, 501);
            archive.add(traffic.dump(), "one", count -> true);
            traffic.pass(500_000);
            archive.add(traffic.dump(), "one", count -> true);
            for (int i = 0; i < 1_100; i++) {
                traffic.udp(i, true);
            }
            archive.add(traffic.dump(), "a \"na\u001bme\"", count -> false);
        }
        return file.toString();
    }

    @Test
    void shouldTellAConnectionsLifeALineForEachChange() throws IOException {
        final String file = makeArchive();
        assertEquals(0, run("snapshot", "history", "--archive", file, "tcp", "10.1.0.0:80", "10.0.0.7:1000"),
            err::toString);
        assertEquals(List.of("tcp 10.1.0.0:80 10.0.0.7:1000",
            "2025-11-24 16:00:01.000Z one #1 first seen: SYN_SENT 120 s left, packets 1/0, bytes 40/0",
            "2025-11-24 16:00:01.000Z one #2 changed: SYN_SENT -> ESTABLISHED, +SEEN_REPLY, +ASSURED, packets +1/+1, "
                + "bytes +40/+40",
            "2025-11-30 10:53:21.000Z one #3 gone"), out.toString().lines().toList());
        assertEquals(0, run("snapshot", "history", "--archive", file, "-o", "json",
            "tcp      6 117 SYN_SENT src=10.0.0.7 dst=10.1.0.0 sport=1000 dport=80 [UNREPLIED] src=10.1.0.0 "
                + "dst=10.0.0.7 sport=80 dport=1000 use=1"));
        final List<String> lines = out.toString().lines().toList();
        assertEquals("{\"tuple\":\"tcp 10.0.0.7:1000 10.1.0.0:80\",\"observations\":2,\"dropped\":0,\"damaged\":0}",
            lines.getFirst());
        assertEquals("first,changed,gone", String.join(",", lines.stream().skip(1)
            .map(line -> line.replaceAll(".*\"change\":\"(\\w+)\".*", "$1")).toList()));
        assertTrue(lines.get(2).contains("\"now\":{\"t\":1764000001.000000,\"snapshot\":2,\"id\":"), lines.get(2));
    }

    @Test
    void shouldTellWhichSnapshotsItHas() throws IOException {
        final String file = makeArchive();
        assertEquals(0, run("snapshot", "archive", "--list", "--archive", file));
        assertEquals(List.of("#0 2025-11-24 16:00:01.000Z one 0 connections",
            "#1 2025-11-24 16:00:01.000Z one 1 connection", "#2 2025-11-24 16:00:01.000Z one 1 connection",
            "#3 2025-11-30 10:53:21.000Z one 0 connections", "#4 2025-11-30 10:53:21.000Z a \"na?me\" incomplete"),
            out.toString().lines().toList());
        assertEquals(0, run("snapshot", "archive", "--list", "-o", "json", "--archive", file));
        assertEquals("{\"snapshot\":4,\"t\":1764500001.000000,\"tracker\":\"a \\\"na\\u001bme\\\"\",\"complete\":false,"
            + "\"size\":null}", out.toString().lines().toList().getLast());
    }

    @Test
    void shouldAddTheTableOfATrackerThatHasEnded() throws IOException {
        final String name = "archive-test-" + ProcessHandle.current().pid();
        final TrackerFiles files = new TrackerFiles(name);
        final String file = folder.resolve("new/b.dat").toString();
        Files.createDirectories(files.directory());
        try {
            final Settings settings = new Settings(Profile.LINUX);
            settings.set(Setting.MAX, 100);
            Conntrack.builder().settings(settings).open(files.table(), 1).close();
            assertEquals(0, run("snapshot", "archive", "--archive", file, "--entries", "2000", "--name", name),
                err::toString);
            assertTrue(err.toString().matches("(?s)jconntrack: snapshot 0 of " + name
                + ": 0 connections in .* s; 3 of 2000 entries used\n"), err.toString());
            assertEquals(0, run("snapshot", "archive", "--archive", file, "--every", "0.01", "--name", name));
            assertTrue(err.toString().endsWith("jconntrack: the tracker has ended\n"), err.toString());
        } finally {
            Files.deleteIfExists(files.table());
            Files.deleteIfExists(files.directory());
        }
    }

    @Test
    void shouldSayWhatIsWrongOnOneLine() throws IOException {
        final String file = makeArchive();
        assertEquals(1, run("snapshot", "history", "--archive", file, "tcp", "10.1.0.0:80", "10.0.0.8:1000"));
        assertEquals("jconntrack: " + file + ": tcp 10.1.0.0:80 10.0.0.8:1000 is in none of its 5 snapshots\n",
            err.toString());
        assertEquals(2, run("snapshot", "history", "--archive", file, "tcp", "10.1.0.0:80", "10.0.0.8"));
        assertTrue(err.toString().startsWith("jconntrack snapshot history: "
            + "10.0.0.8: a port is missing, such as 10.0.0.8:80\n"), err.toString());
        assertEquals(1, run("snapshot", "history", "--archive", file + "x", "tcp", "10.1.0.0:80", "10.0.0.8:1"));
        assertEquals("jconntrack: " + file + "x: no such file\n", err.toString());
        assertEquals(2, run("snapshot", "archive", "--archive", file, "--for", "1"));
        assertTrue(err.toString().startsWith("jconntrack snapshot archive: --for: goes with --every\n"),
            err.toString());
        assertEquals(2, run("snapshot", "archive", "--archive", file, "--every", "0"));
        assertTrue(err.toString().startsWith("jconntrack snapshot archive: --every 0.0 is out of range\n"),
            err.toString());
        assertEquals(2, run("snapshot", "archive", "--archive", file, "--entries", "5"));
        assertTrue(err.toString().startsWith("jconntrack snapshot archive: "
            + "--entries 5 not in 1000 to 2000000000\n"), err.toString());
    }
}
