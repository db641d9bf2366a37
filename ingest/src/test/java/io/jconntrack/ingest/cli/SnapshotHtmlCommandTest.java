/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.SharedTable;
import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.memory.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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
        try (SharedTable table = SharedTable.open(files.table(), settings, 1, MemoryOptions.ON_DEMAND, Set.of(),
            false, System.nanoTime())) {
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
            assertTrue(Files.readString(page).contains("saved.jct</h1>"), "named for its file");
            assertEquals(2, run("--name", files.name(), saved, page.toString()));
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
