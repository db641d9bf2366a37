/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Conntrack;
import io.jconntrack.SharedTable;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.Form;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Does what commands do that look at a table, so that the JVM sees which classes they need and where they spend their
 * time; it keeps both in its start-up cache.
 */
final class StartupTraining {
    /** Enough for the compiler to take an interest in each form. */
    private static final int CONNECTIONS = 20_000;
    private static final int LINKTYPE_RAW = 101;
    /** IPv4, TCP: a SYN of least size from 10.0.0.1; the checksums are left out. */
    private static final String SYN = "4500002800000000400600000a000001c0a80123"
        + "0407001700000000000000005002200000000000";
    private static final int SOURCE = 12;

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
            fill(files.table());
            runAll(files.name());
        } finally {
            Files.deleteIfExists(files.table());
            Files.deleteIfExists(files.directory());
        }
        // the way out counts too
        Main.main(new String[] {"--version"});
    }

    private static void fill(final Path file) throws IOException {
        final Settings settings = new Settings(Profile.LINUX);
        settings.set(Setting.MAX, CONNECTIONS).set(Setting.CHECKSUM, 0);
        final byte[] packet = HexFormat.of().parseHex(SYN);
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(packet.length));
        buffer.putBytes(0, packet);
        final long now = System.nanoTime();
        try (SharedTable table = Conntrack.builder().settings(settings).memory(MemoryOptions.DEFAULT).open(file, now)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                buffer.putInt(SOURCE, 10 << 24 | i * 257, ByteOrder.BIG_ENDIAN);
                table.worker(0).processFrame(buffer, 0, packet.length, packet.length, LINKTYPE_RAW, now);
            }
        }
    }

    private static void runAll(final String name) {
        run("--help");
        run("--version");
        run("count", "--help");
        run("count", "--name", name);
        run("count", "--by", "state", "-p", "tcp", "--name", name);
        run("get", "-p", "tcp", "-s", "192.168.1.5", "-d", "192.168.1.35", "--sport", "1031", "--dport", "23",
            "--name", name);
        for (final Form form : Form.values()) {
            run("list", "-o", form.name().toLowerCase(Locale.ROOT), "--name", name);
        }
        run("settings", "--profile", "linux", "--set", "tcp_loose=0");
    }

    private static void run(final String... words) {
        final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main.commandLine(List.of(words)).setOut(nowhere).setErr(nowhere).execute(words);
    }
}
