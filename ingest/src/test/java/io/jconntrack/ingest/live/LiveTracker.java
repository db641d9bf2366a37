/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.ingest.ring.RingCounters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A tracker and a capture helper on the near host, each a process of its own, as a test starts, kills and asks them.
 */
final class LiveTracker implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    final TrackerFiles files = new TrackerFiles("test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    private final Hosts hosts;
    private final Path directory;
    private final Programs programs;
    private Process tracker;
    private Process helper;

    LiveTracker(final Hosts hosts, final Path directory) throws IOException {
        this.hosts = hosts;
        this.directory = directory;
        programs = new Programs(directory);
    }

    /** Start the tracker, as the user nobody, and wait until helpers may attach. */
    LiveTracker track(final String... options) {
        tracker = start("track", join(List.of("track", "--name", files.name(), "--user", "nobody", "--profile", "linux",
            "--set", "max=100000", "--idle", "backoff"), options));
        await("the tracker is ready", tracker, () -> {
            try {
                return files.isReady(pid(tracker));
            } catch (final IOException e) {
                return false;
            }
        });
        return this;
    }

    /** Start the capture helper on the cable, and wait until it captures. */
    LiveTracker capture(final String... options) {
        final long before = helpers();
        helper = start("capture", join(List.of("capture", "--name", files.name(), "-i", "near", "--user", "nobody"),
            options));
        await("the helper captures", helper, () -> helpers() > before);
        return this;
    }

    private static List<String> join(final List<String> some, final String... more) {
        final List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private Process start(final String verb, final List<String> arguments) {
        return hosts.start(hosts.near, directory.resolve(verb + ".log"),
            programs.jconntrack(arguments.toArray(String[]::new)));
    }

    private long helpers() {
        return ring(RingCounters::helperAttachments);
    }

    /** A counter of the packet ring, or -1 while there is none. */
    long ring(final java.util.function.ToLongFunction<RingCounters> counter) {
        try (RingCounters ring = RingCounters.open(files.ring(0))) {
            return counter.applyAsLong(ring);
        } catch (final IOException notYet) {
            return -1;
        }
    }

    /** A counter of the tracker. */
    long counter(final TrackerCounter counter) throws IOException {
        try (TrackerStatus status = new TrackerStatus(files)) {
            return status.cnc().get(counter);
        }
    }

    /** Number of the tracker's process; {@code ip netns exec} becomes the program that it is told to run. */
    long trackerPid() {
        return pid(tracker);
    }

    long helperPid() {
        return pid(helper);
    }

    private static long pid(final Process process) {
        return process.pid();
    }

    /** Send a signal to the tracker. */
    void signalTracker(final String signal) {
        hosts.on(hosts.near, "kill", "-" + signal, String.valueOf(trackerPid()));
    }

    /** Send a signal to the helper. */
    void signalHelper(final String signal) {
        hosts.on(hosts.near, "kill", "-" + signal, String.valueOf(helperPid()));
    }

    /** Wait for the end of the tracker; gives its exit status. */
    int trackerEnd() throws InterruptedException {
        return end(tracker);
    }

    /** Wait for the end of the helper; gives its exit status. */
    int helperEnd() throws InterruptedException {
        return end(helper);
    }

    private static int end(final Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            fail("it does not end");
        }
        return process.exitValue();
    }

    /** What a verb prints about this tracker. */
    String ask(final String verb, final String... options) {
        final List<String> command = join(List.of(verb, "--name", files.name()), options);
        final Hosts.Ended ended =
            hosts.tryOn(hosts.near, programs.jconntrack(command.toArray(String[]::new)).toArray(String[]::new));
        assertEquals(0, ended.status(), ended.output());
        return ended.output();
    }

    /** What a verb prints in the end. */
    Programs programs() {
        return programs;
    }

    /** Wait until the helper has handed over what it has, and the tracker has tracked it. */
    void settle() {
        final long[] before = {-1};
        await("all packets are tracked", tracker, () -> {
            final long now = ring(RingCounters::frames);
            final boolean settled = now == before[0] && ring(RingCounters::takenFrames)
                + ring(RingCounters::lostInRing) + ring(RingCounters::lostAtRestart) >= now;
            before[0] = now;
            pause(200);
            return settled;
        });
    }

    /** Wait until something holds. */
    void await(final String what, final BooleanSupplier condition) {
        await(what, null, condition);
    }

    private void await(final String what, final Process process, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || process != null && !process.isAlive()) {
                fail("it does not come true that " + what + logs());
            }
            pause(20);
        }
    }

    private static void pause(final long millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the programs have printed. */
    String logs() {
        final StringBuilder logs = new StringBuilder();
        for (final String verb : List.of("track", "capture")) {
            final Path log = directory.resolve(verb + ".log");
            try {
                logs.append("\n").append(verb).append(": ")
                    .append(Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "not started");
            } catch (final IOException e) {
                logs.append(e);
            }
        }
        return logs.toString();
    }

    @Override
    public void close() throws IOException {
        for (final Process process : new Process[] {helper, tracker}) {
            if (process != null) {
                process.destroyForcibly().onExit().join();
            }
        }
        Cleaner.clean(files);
    }
}
