/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.MappedTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A tracker in a process of its own that churns until it is killed: connections open, move on, close, are dropped early
 * and expire, as fast as it can.
 */
final class ChurningProcess implements AutoCloseable {
    /** Connections below are established once, and see no other packet. */
    static final int LASTING = 600;
    /** Connections below come and go. */
    static final int ALL = 12_000;

    private static final int CAPACITY = 4000;
    private static final long STEP_NANOS = 40_000;

    private final Process process;

    /** Start it, and wait until the lasting connections are there. */
    ChurningProcess(final Path file, final Profile profile, final long nowNanos, final long seed) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX")).forEach(command::add);
        command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path"),
            ChurningProcess.class.getName(), file.toString(), profile.name(), "" + nowNanos, "" + seed));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        final BufferedReader out =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        final String line = out.readLine();
        if (!"ready".equals(line)) {
            throw new IOException("the process says " + line);
        }
    }

    static Settings settings(final Profile profile) {
        return Crowd.settings(profile, "max=" + CAPACITY, "acct=1");
    }

    static SharedTable open(final Path file, final Profile profile, final long nowNanos) throws IOException {
        return Conntrack.builder().settings(settings(profile)).open(file, nowNanos);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL, wherever it is. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }

    static long ownersNanos(final Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (MappedTable view = MappedTable.open(file)) {
            return view.ownersNanos();
        }
    }

    /**
     * The process.
     *
     * @param args file, profile, time to begin with, seed.
     */
    public static void main(final String[] args) throws IOException {
        final Path file = Path.of(args[0]);
        final SplittableRandom random = new SplittableRandom(Long.parseLong(args[3]));
        final Crowd crowd = new Crowd();
        long now = Long.parseLong(args[2]);
        try (SharedTable table = open(file, Profile.valueOf(args[1]), now)) {
            final Conntrack conntrack = table.worker(0);
            if (table.isNew()) {
                for (int id = 0; id < LASTING; id++) {
                    crowd.establish(conntrack, id, now);
                }
            }
            conntrack.poll(now, 100);
            System.out.println("ready");
            // orphaned, it ends by itself
            final ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
            while (parent.isAlive()) {
                for (int i = 0; i < 100_000; i++) {
                    crowd.sendAny(conntrack, random, LASTING, ALL, now);
                    now += STEP_NANOS;
                    if ((i & 31) == 0) {
                        conntrack.poll(now, 100);
                    }
                }
            }
        }
    }
}
