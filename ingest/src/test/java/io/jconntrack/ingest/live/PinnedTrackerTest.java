/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.memory.Affinity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code track --cpu} takes what the kernel gives, whatever mask the process was started with: that of an isolated core
 * lacks it.
 */
class PinnedTrackerTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path directory;
    private final TrackerFiles files = new TrackerFiles("pinned-" + ProcessHandle.current().pid());
    private final BitSet cores = Affinity.cores();
    private Path err;
    private Process tracker;

    @BeforeEach
    void setUp() {
        assumeTrue(Hosts.has("taskset"), "needs taskset, of Debian's package util-linux");
        assumeTrue(cores.cardinality() > 1, "needs two cores");
        err = directory.resolve("err");
    }

    @AfterEach
    void tearDown() throws IOException, InterruptedException {
        if (tracker != null) {
            tracker.destroyForcibly().waitFor();
        }
        if (Files.exists(files.directory())) {
            try (Stream<Path> left = Files.walk(files.directory())) {
                for (final Path file : left.toList().reversed()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A tracker that is started on the first core alone. */
    private void start(final int core) throws IOException {
        final List<String> command = new ArrayList<>(List.of("taskset", "-c", String.valueOf(cores.nextSetBit(0))));
        command.addAll(new Programs(directory).jconntrack("track", "--name", files.name(), "--user", "nobody",
            "--set", "max=1000", "--idle", "backoff", "--cpu", String.valueOf(core)));
        tracker = new ProcessBuilder(command).redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** How many of the tracker's threads may run on these cores alone. */
    private long threadsOn(final String list) throws IOException {
        long threads = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + tracker.pid() + "/task"))) {
            for (final Path task : tasks.toList()) {
                try {
                    final List<String> status = Files.readAllLines(task.resolve("status"));
                    threads += status.contains("Cpus_allowed_list:\t" + list) ? 1 : 0;
                } catch (final IOException ended) {
                    continue;
                }
            }
        }
        return threads;
    }

    @Test
    void shouldRunItsWorkerOnACoreThatIsNotInItsMask() throws Exception {
        final int core = cores.length() - 1;
        start(core);
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!files.isReady(tracker.pid()) || threadsOn(String.valueOf(core)) != 1) {
            if (!tracker.isAlive() || System.nanoTime() - deadline > 0) {
                fail(Files.readString(err));
            }
            Thread.sleep(20);
        }
        assertTrue(threadsOn(String.valueOf(cores.nextSetBit(0))) > 1, "all others stay where they were started");
        tracker.destroy();
        assertEquals(0, tracker.waitFor(), () -> "ended by SIGTERM");
    }

    @Test
    void shouldSayWhichCoresThereAreWhenThereIsNoSuchCore() throws Exception {
        start(8000);
        assertEquals(2, tracker.waitFor());
        assertEquals(List.of("jconntrack track: --cpu 8000: no such core for this process: core=8000, allowed="
            + cores.nextSetBit(0), "see: jconntrack track --help"), Files.readAllLines(err));
    }
}
