/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.SharedTable;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.memory.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/**
 * Does what short commands do, so that the JVM sees which classes they need; it keeps those in its start-up cache.
 */
final class StartupTraining {
    private StartupTraining() {
    }

    /**
     * Run commands on a table of our own, which is gone afterwards.
     *
     * @param args none.
     * @throws IOException when the table can't be made.
     */
    public static void main(final String[] args) throws IOException {
        final TrackerFiles files = new TrackerFiles("startup-" + ProcessHandle.current().pid());
        Files.createDirectory(files.directory());
        try {
            final Settings settings = new Settings(Profile.CLASSIC);
            settings.set(Setting.MAX, 1);
            SharedTable.open(files.table(), settings, 1, MemoryOptions.DEFAULT, Set.of(), false, System.nanoTime())
                .close();
            runAll(files.name());
        } finally {
            Files.deleteIfExists(files.table());
            Files.deleteIfExists(files.directory());
        }
        // the way out counts too
        Main.main(new String[] {"--version"});
    }

    private static void runAll(final String name) {
        run("--help");
        run("--version");
        run("count", "--help");
        run("count", "--name", name);
        run("count", "--by", "state", "-p", "tcp", "--name", name);
        run("get", "-p", "tcp", "-s", "192.168.1.5", "-d", "192.168.1.35", "--sport", "1031", "--dport", "23",
            "--name", name);
        run("list", "--name", name);
        run("list", "-o", "json", "--name", name);
        run("settings", "--profile", "linux", "--set", "tcp_loose=0");
    }

    private static void run(final String... words) {
        final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main.commandLine(List.of(words)).setOut(nowhere).setErr(nowhere).execute(words);
    }
}
