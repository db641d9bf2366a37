/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Conntrack;
import io.jconntrack.SharedTable;
import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.Idle;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerOptions;
import io.jconntrack.ingest.agent.TrackerProcess;
import io.jconntrack.ingest.page.SnapshotPage;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.Dump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SnapshotHtmlCommandTest {
    private final StringWriter err = new StringWriter();
    @TempDir
    private Path folder;

    @Test
    void shouldWriteThePageOfATracker() throws IOException {
        final TrackerFiles files = new TrackerFiles("html-test-" + ProcessHandle.current().pid());
        Files.createDirectories(files.directory());
        final Settings settings = new Settings(Profile.LINUX).set(Setting.MAX, 100);
        try (SharedTable table = Conntrack.builder().settings(settings).open(files.table(), System.nanoTime())) {
            assertEquals(0, table.worker(0).count());
            final Path page = Files.writeString(folder.resolve("page.html"), "an older one");
            assertEquals(0, run("--name", files.name(), "-p", "tcp", "--dport", "443", page.toString()),
                err::toString);
            final String text = Files.readString(page);
            assertTrue(text.contains("<title>" + files.name()), text.substring(0, 1000));
            assertTrue(text.contains("\"rows\":0,\"leftOut\":0,\"profile\":\"linux\""), "no connection");
            assertTrue(text.contains("-p tcp --dport 443"), "the page says what was asked for");
            assertTrue(err.toString().startsWith("0 connections in "), err.toString());
            assertEquals(1, folder.toFile().list().length, "no draft is left");
            final String saved = folder.resolve("saved.jct").toString();
            assertEquals(0, Main.commandLine().execute("snapshot", "save", "--name", files.name(), saved));
            assertEquals(0, run(saved, page.toString()), err::toString);
            assertTrue(Files.readString(page).contains("<h1>" + files.name() + "</h1>"), "named for its tracker");
            assertTrue(Files.readString(page).contains("[\"snapshot\",\"" + saved + "\"]"), "and its file");
            assertEquals(2, run("--name", files.name(), saved, page.toString()));
        } finally {
            Cleaner.clean(files);
        }
    }

    @Test
    void shouldTellWhatTheTrackerCounted() throws IOException {
        final TrackerFiles files = new TrackerFiles("html-facts", folder);
        final TrackerOptions options = new TrackerOptions(new Settings(Profile.LINUX).set(Setting.MAX, 100), 1,
            MemoryOptions.ON_DEMAND, Set.of(), false, 1 << 16, 64, Idle.BACKOFF, List.of(), false);
        try (TrackerProcess process = TrackerProcess.startInvoked(files, options, line -> { });
            RingWriter ring = RingWriter.attach(files.ring(0))) {
            final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(34));
            frame.putShort(12, (short)0x0800, ByteOrder.BIG_ENDIAN);
            ring.frame(1, frame.addressOffset(), 34, 34, 1, 0, 0);
            ring.flush();
            assertEquals(1, process.doWork());
        }
        // it tells its last counters when it ends
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Dump dump = TrackerTable.open(files)) {
            TrackerFacts.add(files, new SnapshotPage("facts", 1)).write(dump, connection -> true, bytes);
        }
        final String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("\"facts\":[[\"packets NEW\",\"0\"],[\"packets ESTABLISHED\",\"0\"],"
            + "[\"packets RELATED\",\"0\"],[\"packets INVALID\",\"1\"],[\"packets UNTRACKED\",\"0\"],"
            + "[\"INVALID: ip_header\",\"1\"],[\"early drops\",\"0\"],[\"lost frames\",\"0\"]]"),
            () -> text.substring(text.lastIndexOf("\"facts\":")).lines().findFirst().orElseThrow());
    }

    @Test
    void shouldNotWriteThroughALinkThatSomebodyLaidBesideThePage() throws IOException {
        final Path other = Files.writeString(folder.resolve("other"), "of somebody else");
        final TrackerFiles files = new TrackerFiles("html-link-" + ProcessHandle.current().pid());
        Files.createDirectories(files.directory());
        try (SharedTable table = Conntrack.builder().settings(new Settings(Profile.LINUX).set(Setting.MAX, 100))
            .open(files.table(), System.nanoTime())) {
            assertEquals(0, table.worker(0).count());
            Files.createSymbolicLink(folder.resolve("page.html.part"), other);
            assertEquals(0, run("--name", files.name(), folder.resolve("page.html").toString()), err::toString);
            assertEquals("of somebody else", Files.readString(other));
        } finally {
            Cleaner.clean(files);
        }
    }

    @Test
    void shouldRefuseWrongUsageWithTwo() {
        assertEquals(2, run("--max", "0", "page.html"));
        assertTrue(err.toString().startsWith("jconntrack snapshot html: --max: 0 is below 1"), err.toString());
        assertEquals(2, run());
        assertEquals(2, run("--dport", "https", "page.html"));
    }

    @Test
    void shouldFailWithOneAndLeaveTheOldPageWhenThereIsNoTracker() throws IOException {
        final Path page = folder.resolve("page.html");
        assertEquals(1, run("--name", "html-test-no-such", page.toString()));
        assertTrue(err.toString().endsWith("/table.dat: no such file" + System.lineSeparator()), err.toString());
        assertFalse(Files.exists(page));
    }

    private int run(final String... args) {
        final CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        final String[] all = new String[args.length + 2];
        all[0] = "snapshot";
        all[1] = "html";
        System.arraycopy(args, 0, all, 2, args.length);
        return line.execute(all);
    }
}
