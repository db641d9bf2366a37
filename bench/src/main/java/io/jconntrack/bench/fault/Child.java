/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.TrackerFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A process that is there to be killed.
 */
final class Child implements AutoCloseable {
    private static final String READY = "ready";
    private static final int PATIENCE_SECONDS = 60;
    private static final long LOOK_NANOS = 20_000;

    private static final List<String> QUICK = new ArrayList<>();

    private final Process process;
    private final BufferedReader out;
    private final Path complaints;

    private Child(final Process process, final Path complaints) {
        this.process = process;
        this.complaints = complaints;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Let those that are started from now on find loaded classes in a cache (JEP 514): a start is most of what a try
     * takes. Where that can't be made they start without.
     *
     * @param directory for the cache, of use as long as that is there.
     */
    static void quicken(final Path directory) throws IOException {
        QUICK.clear();
        final Path cache = directory.resolve("classes.aot");
        QUICK.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=off,cds*=off"));
        final TrackerFiles files = new TrackerFiles("faults-" + ProcessHandle.current().pid() + "-0");
        try (Child child = start(RunningTracker.PROGRAM, 4, directory.resolve("quicken.log"), "track", "--name",
            files.name(), "--set", "max=1000", "--ring-size", "1048576", "--user", System.getProperty("user.name"),
            "--for", "1")) {
            child.await();
        } finally {
            QUICK.clear();
            Cleaner.clean(files);
        }
        if (Files.exists(cache)) {
            QUICK.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off"));
        }
    }

    /**
     * Without privileges, which root has: {@code track} would give them up by starting anew, which takes as long again.
     */
    private static List<String> withoutPrivileges() {
        final Path setpriv = Path.of("/usr/bin/setpriv");
        return System.getProperty("user.name").equals("root") && Files.isExecutable(setpriv)
            ? List.of(setpriv.toString(), "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs") : List.of();
    }

    /**
     * Start a class of this program.
     *
     * @param main class to run.
     * @param compilers 1 for a process that is quick to start, 4 for one with all optimisations.
     * @param complaints file that takes its standard error.
     * @param arguments of it.
     */
    static Child start(final String main, final int compilers, final Path complaints, final Object... arguments)
        throws IOException {
        final List<String> command = new ArrayList<>(withoutPrivileges());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle")).forEach(command::add);
        command.addAll(QUICK);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=" + compilers, "-Xmx64m",
            "-cp", System.getProperty("java.class.path"), main));
        for (final Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Child(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(complaints.toFile()))
            .start(), complaints);
    }

    /** In the process itself: say that it is there, and wait for what it is to do. It ends when its parent does. */
    static String[] ready() throws IOException {
        System.out.println(READY);
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        final String line = in.readLine();
        if (line == null) {
            Runtime.getRuntime().halt(1);
        }
        Thread.ofPlatform().daemon().start(() -> {
            try {
                in.readLine();
            } catch (final IOException e) {
                // the same
            }
            Runtime.getRuntime().halt(1);
        });
        return line.split(" ");
    }

    /** Wait until it is there, then tell it what to do. */
    void go(final Object... words) throws IOException {
        final String line = out.readLine();
        if (!READY.equals(line)) {
            throw new IOException("a process did not start: " + line + ' ' + complaints());
        }
        final StringBuilder text = new StringBuilder();
        for (final Object word : words) {
            text.append(word).append(' ');
        }
        process.outputWriter(StandardCharsets.UTF_8).append(text.append('\n')).flush();
    }

    /** Wait until something has come true. */
    void await(final BooleanSupplier condition) throws IOException {
        final long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (!isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new IOException("a process does not work: " + complaints());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** SIGKILL after a time. */
    void killAfter(final long nanos) {
        final long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        kill();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Exit status of a process that ends by itself. */
    int await() throws IOException {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("a process does not end: " + complaints());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return process.exitValue();
    }

    /** What it wrote to its standard error. */
    String complaints() throws IOException {
        return Files.readString(complaints, StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        kill();
    }
}
