/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jconntrack live}, as a user starts and stops it.
 */
class LiveCommandTest {
    private static final long PATIENCE_SECONDS = 60;

    private final TrackerFiles files = new TrackerFiles("live-" + ProcessHandle.current().pid());
    @TempDir
    private Path directory;
    private Hosts hosts;
    private Programs programs;
    private Path log;

    @BeforeEach
    void setUp() throws IOException {
        hosts = new Hosts();
        programs = new Programs(directory);
        log = directory.resolve("live.log");
    }

    @AfterEach
    void tearDown() throws InterruptedException {
        if (hosts != null) {
            hosts.close();
        }
        // a helper whose parent was killed ends a moment later
        await("the files are removed", this::isClean);
    }

    private boolean isClean() {
        try {
            final Cleaner.Result result = Cleaner.clean(files);
            return result == Cleaner.Result.REMOVED || result == Cleaner.Result.ABSENT;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process live(final String... options) {
        final List<String> arguments = new ArrayList<>(List.of("live", "-i", "near", "--name", files.name(), "--user",
            "nobody", "--idle", "backoff"));
        arguments.addAll(List.of(options));
        return hosts.start(hosts.near, log, programs.jconntrack(arguments.toArray(String[]::new)));
    }

    private int end(final Process process) throws Exception {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "it does not end\n" + text());
        return process.exitValue();
    }

    private String text() {
        try {
            return Files.readString(log);
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private void await(final String what, final BooleanSupplier condition) throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> what + "\n" + text());
            Thread.sleep(20);
        }
    }

    private boolean isCapturing() {
        try (TrackerStatus status = new TrackerStatus(files)) {
            return files.isAlive() && status.areHelpersAlive();
        } catch (final IOException notYet) {
            return false;
        }
    }

    private long trackerPid() throws IOException {
        try (TrackerStatus status = new TrackerStatus(files)) {
            return status.cnc().pid();
        }
    }

    @Test
    void shouldShowWhatCrossesAnInterfaceAndEndByItself() throws Exception {
        final Process live = live("--for", "4", "--set", "max=1000");
        await("it captures", this::isCapturing);
        hosts.on(hosts.far, "ping", "-c", "3", "-i", "0.2", "10.77.0.1");
        assertEquals(0, end(live), this::text);
        assertTrue(text().contains("wire to verdict"), this::text);
        assertTrue(text().matches("(?s).*\n[1-9][0-9]* packets, 1 entries; lost: 0 by the kernel.*"), this::text);
        assertFalse(files.isAlive());
    }

    @Test
    void shouldServeItsCountersAndGoOnWhenTheServerIsKilled() throws Exception {
        assumeTrue(Hosts.has("curl"), "needs curl, of Debian's package curl");
        final Process live = live("--set", "max=1000", "--metrics", ":9400");
        await("it captures", this::isCapturing);
        hosts.on(hosts.far, "ping", "-c", "3", "-i", "0.2", "10.77.0.1");
        await("the packets are served", () -> metrics().contains("\njconntrack_entries{worker=\"0\"} 1.0\n"));
        assertTrue(metrics().contains("\njconntrack_up 1.0\n"), this::metrics);
        final long server = live.descendants()
            .filter(child -> child.info().commandLine().orElse("").contains("--serve")).findFirst().orElseThrow().pid();
        hosts.on(hosts.near, "kill", "-KILL", String.valueOf(server));
        await("it is started again", () -> text().contains("the metrics server was killed by signal 9"));
        await("it serves again", () -> metrics().contains("\njconntrack_up 1.0\n"));
        assertTrue(hosts.tryOn(hosts.far, "curl", "-s", "-m", "2", "http://10.77.0.1:9400/metrics").status() != 0,
            "on the loopback interface only");
        hosts.on(hosts.near, "kill", "-TERM", String.valueOf(live.pid()));
        assertEquals(0, end(live), this::text);
        assertEquals("", metrics(), "the server ends with it");
    }

    private String metrics() {
        return hosts.tryOn(hosts.near, "curl", "-s", "-m", "10", "http://127.0.0.1:9400/metrics").output();
    }

    @Test
    void shouldSayWhenItCantServe() throws Exception {
        assertEquals(1, end(live("--metrics", ":80")), this::text);
        assertTrue(text().contains(":80: ports below 1024 need a privilege"), this::text);
        assertEquals(2, end(live("--metrics", "9400x")), this::text);
        assertTrue(text().contains("--metrics 9400x is not HOST:PORT"), this::text);
    }

    @Test
    void shouldGoOnWithASnapshotThatItsUserMayNotRead() throws Exception {
        final String[] settings = {"--set", "max=1000", "--set", "icmp_timeout=3600"};
        final Process first = live(settings);
        await("it captures", this::isCapturing);
        hosts.on(hosts.far, "ping", "-c", "1", "10.77.0.1");
        await("the ping is tracked", () -> jconntrack("list", "--name", files.name()).contains("icmp"));
        hosts.on(hosts.near, "kill", "-TERM", String.valueOf(first.pid()));
        assertEquals(0, end(first), this::text);
        final String saved = directory.resolve("saved.snap").toString();
        jconntrack("snapshot", "save", "--name", files.name(), saved);
        await("the files are removed", this::isClean);
        assertEquals(0, end(live("--for", "1", "--load", saved, settings[0], settings[1], settings[2], settings[3])),
            this::text);
        assertTrue(text().matches("(?s).*saved\\.snap: loaded=[1-9]\\d* expired=\\d+ duplicates=0 full=0\n.*"),
            this::text);
        final String list = jconntrack("list", "--name", files.name());
        assertTrue(list.contains("icmp") && list.contains("src=10.77.0.2"), list);
    }

    private String jconntrack(final String... arguments) {
        return hosts.tryOn(hosts.near, programs.jconntrack(arguments).toArray(String[]::new)).output();
    }

    @Test
    void shouldStartAgainWhatIsKilledAndEndWithoutLeavingAnything() throws Exception {
        final Process live = live("--set", "max=1000");
        await("it captures", this::isCapturing);
        final long killed = trackerPid();
        hosts.on(hosts.near, "kill", "-KILL", String.valueOf(killed));
        await("another tracker runs", () -> text().contains("the tracker was killed by signal 9")
            && isCapturing());
        hosts.on(hosts.near, "kill", "-TERM", String.valueOf(live.pid()));
        assertEquals(0, end(live), this::text);
        await("nothing is left", () -> !isCapturing());
        assertFalse(files.isAlive());
    }

    @Test
    void shouldTakeItsProcessesAlongWhenItIsKilled() throws Exception {
        final Process live = live("--set", "max=1000");
        await("it captures", this::isCapturing);
        hosts.on(hosts.near, "kill", "-KILL", String.valueOf(live.pid()));
        end(live);
        await("the tracker ends", () -> {
            try {
                return !files.isAlive();
            } catch (final IOException e) {
                return false;
            }
        });
    }

    @Test
    void shouldEndCleanlyBeforeItHasBegun() throws Exception {
        final Process live = live();
        hosts.on(hosts.near, "sleep", "0.3");
        hosts.on(hosts.near, "kill", "-TERM", String.valueOf(live.pid()));
        final int status = end(live);
        // the JVM itself dies of the signal as long as our handler is not there
        assertTrue(status == 0 || status == 143, () -> status + text());
        assertFalse(text().contains("Exception"), this::text);
    }

    @Test
    void shouldSayWhatIsWrongInTheCommandLine() throws Exception {
        for (final String[] wrong : new String[][] {{"--set", "nonsense=1"}, {"--queues", "0"}, {"--profile", "foo"},
            {"--for", "-1"}, {"--idle", "poll"}}) {
            assertEquals(2, end(live(wrong)), this::text);
            assertTrue(text().contains(wrong[1].replaceFirst("=.*", "")), this::text);
        }
    }
}
