/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.ingest.ring.RingCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A tracker and a capture helper, each a process of its own, at the end of a cable.
 */
final class WireProcesses implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int LOOK_MILLIS = 20;
    private static final int SETTLED_MILLIS = 300;
    /** The helper asks the kernel for its losses more often than that. */
    private static final long COUNTED_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** What they count. */
    final TrackerStatus status;
    private final TrackerFiles files = new TrackerFiles("wire-" + ProcessHandle.current().pid());
    private final List<Process> processes = new ArrayList<>();

    /**
     * How they are run.
     *
     * @param queues of the helper, and workers.
     * @param version of the kernel's ring: 2 or 3.
     * @param kernelRing MiB of the kernel's ring of each queue.
     * @param connections that will be opened.
     * @param sleeps whether they sleep when nothing comes; otherwise they spin.
     * @param user that they become, or null for their own choice.
     */
    record Setup(int queues, int version, int kernelRing, int connections, boolean sleeps, String user) {
    }

    /**
     * Start them, and wait until they work.
     *
     * @param cable to capture at.
     * @param setup how they are run.
     */
    WireProcesses(final Cable cable, final Setup setup) throws IOException {
        final String queues = String.valueOf(setup.queues());
        boolean done = false;
        TrackerStatus opened = null;
        try {
            final Process tracker = start(setup, "track", "--profile", "linux", "--set",
                "max=" + 2 * setup.connections(), "--workers", queues, "--idle", setup.sleeps() ? "backoff" : "spin");
            while (!files.isReady(tracker.pid())) {
                pause(tracker);
            }
            final Process helper = start(setup, "capture", "-i", cable.out, "--queues", queues, "--ring-version",
                String.valueOf(setup.version()), "--ring-size", String.valueOf(setup.kernelRing()), "--idle",
                setup.sleeps() ? "poll" : "spin");
            opened = new TrackerStatus(files);
            while (!opened.areHelpersAlive()) {
                pause(helper);
            }
            status = opened;
            done = true;
        } finally {
            if (!done) {
                close(opened);
            }
        }
    }

    private Process start(final Setup setup, final String verb, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), "io.jconntrack.ingest.cli.Main"));
        command.addAll(List.of(verb, "--name", files.name()));
        if (setup.user() != null) {
            command.addAll(List.of("--user", setup.user()));
        }
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        return process;
    }

    private static void pause(final Process process) throws IOException {
        if (!process.isAlive()) {
            throw new IOException("a process of the measurement ended: status=" + process.exitValue());
        }
        sleep(LOOK_MILLIS);
    }

    private static void sleep(final int millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Wait until all that was captured has been tracked. */
    void settle() {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        long before = -1;
        long now = captured();
        while (now != before || status.ring(RingCounters::takenFrames) < now) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the tracker does not come to its end");
            }
            before = now;
            sleep(SETTLED_MILLIS);
            now = captured();
        }
    }

    /** Wait until so many frames are accounted for, tracked or lost, or nothing more is heard of them. */
    void account(final long frames) {
        final long deadline = System.nanoTime() + COUNTED_NANOS;
        while (accounted() < frames && System.nanoTime() - deadline < 0) {
            sleep(LOOK_MILLIS);
        }
    }

    /** Frames of which it is known what became of them. */
    long accounted() {
        return captured() + status.ring(RingCounters::kernelDrops) + status.ring(RingCounters::droppedFrames);
    }

    /** Frames that the helper handed over. */
    long captured() {
        return status.ring(RingCounters::frames);
    }

    @Override
    public void close() throws IOException {
        close(status);
    }

    private void close(final TrackerStatus opened) throws IOException {
        if (opened != null) {
            opened.close();
        }
        for (final Process process : processes.reversed()) {
            process.destroyForcibly().onExit().join();
        }
        Cleaner.clean(files);
    }
}
