/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.ring.RingCounters;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tracker and capture helper are killed, stopped and started again under load.
 */
class KilledTest {
    private static final int KILLS = 3;

    @TempDir
    private Path directory;
    private Hosts hosts;
    private LiveTracker live;
    private Generator load;

    @BeforeEach
    void setUp() throws IOException {
        hosts = new Hosts();
        live = new LiveTracker(hosts, directory);
        live.track();
        live.capture();
        load = new Generator(hosts);
        // the handshakes are over: from now on a lost packet costs no connection
        live.await("all connections are open",
            () -> live.ring(RingCounters::takenFrames) > 4L * Generator.CONNECTIONS);
    }

    @AfterEach
    void tearDown() throws Exception {
        if (load != null) {
            load.close();
        }
        if (live != null) {
            live.close();
        }
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void shouldGoOnWhenTheHelperIsKilled() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            awaitFrames();
            live.signalHelper("KILL");
            live.helperEnd();
            live.capture();
        }
        awaitFrames();
        finish();
        assertEquals(KILLS + 1, live.ring(RingCounters::helperAttachments));
        assertEquals(1, live.ring(RingCounters::trackerAttachments));
    }

    @Test
    void shouldHaveItsConnectionsWhenTheTrackerIsKilled() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            awaitFrames();
            final Set<String> before = connections();
            assertEquals(0, live.counter(TrackerCounter.INVALID), "a packet was misread");
            live.signalTracker("KILL");
            live.trackerEnd();
            live.track();
            final Set<String> after = connections();
            before.removeAll(after);
            assertEquals(Set.of(), before, () -> "connections were lost" + live.logs());
        }
        awaitFrames();
        finish();
        assertEquals(1, live.ring(RingCounters::helperAttachments));
        assertEquals(KILLS + 1, live.ring(RingCounters::trackerAttachments));
    }

    @Test
    void shouldLoseAndCountPacketsWhileTheTrackerStandsStill() throws Exception {
        awaitFrames();
        live.signalTracker("STOP");
        load.fasterThanARing();
        live.await("packets are lost", () -> live.ring(RingCounters::droppedFrames) > 0);
        load.slow();
        live.signalTracker("CONT");
        awaitFrames();
        live.await("the rings are no longer full", this::noneIsLost);
        final long lost = live.ring(RingCounters::droppedFrames);
        for (int i = 0; i < 10; i++) {
            awaitFrames();
        }
        finish();
        assertEquals(lost, live.ring(RingCounters::droppedFrames), "it lost packets after it had recovered");
    }

    @Test
    void shouldGoOnWhenTheHelperHasStoodStill() throws Exception {
        awaitFrames();
        live.signalHelper("STOP");
        live.settle();
        final Set<String> before = connections();
        final long beats = live.ring(RingCounters::trackerHeartbeat);
        live.await("the tracker works without packets", () -> live.ring(RingCounters::trackerHeartbeat) > beats);
        assertEquals(before, connections());
        live.signalHelper("CONT");
        for (int i = 0; i < 3; i++) {
            awaitFrames();
        }
        finish();
        assertEquals(1, live.ring(RingCounters::helperAttachments));
        assertEquals(1, live.ring(RingCounters::trackerAttachments));
    }

    @Test
    void shouldGoOnWhileAReaderStandsStill() throws Exception {
        final File frames = directory.resolve("top.log").toFile();
        final Process reader = hosts.start(hosts.near, frames.toPath(),
            live.programs().jconntrack("top", "--name", live.files.name(), "--batch"));
        live.await("frames are printed", () -> frames.length() > 0);
        hosts.on(hosts.near, "kill", "-STOP", String.valueOf(reader.pid()));
        for (int i = 0; i < 10; i++) {
            awaitFrames();
        }
        connections();
        final long printed = frames.length();
        hosts.on(hosts.near, "kill", "-CONT", String.valueOf(reader.pid()));
        live.await("frames are printed again", () -> frames.length() > printed);
        hosts.on(hosts.near, "kill", "-TERM", String.valueOf(reader.pid()));
        assertTrue(reader.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, reader.exitValue(), live::logs);
        finish();
    }

    @Test
    void shouldRunWithoutAnyPrivilege() throws Exception {
        for (final long pid : List.of(live.trackerPid(), live.helperPid())) {
            for (final Path task : tasks(pid)) {
                final List<String> status = status(task);
                if (status.isEmpty()) {
                    continue;
                }
                assertTrue(status.contains("NoNewPrivs:\t1"), () -> task + " " + status);
                for (final String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
                    assertTrue(status.contains(set + ":\t0000000000000000"), () -> task + " " + set + " " + status);
                }
                assertTrue(status.stream().noneMatch(line -> line.matches("[UG]id:.*\\b0\\b.*")),
                    () -> task + " " + status);
            }
        }
    }

    @Test
    void shouldRefuseASecondTrackerWhileTheFirstStandsStill() throws Exception {
        live.signalTracker("STOP");
        final Hosts.Ended second = hosts.tryOn(hosts.near, live.programs().jconntrack("track", "--name",
            live.files.name(), "--user", "nobody", "--profile", "linux", "--set", "max=100000", "--for", "1")
            .toArray(String[]::new));
        live.signalTracker("CONT");
        assertEquals(1, second.status(), second.output());
        assertTrue(second.output().contains("a tracker of this name is running: name=" + live.files.name() + " pid="
            + live.trackerPid()), second.output());
    }

    @Test
    void shouldEndCleanlyWhenItIsTold() throws Exception {
        awaitFrames();
        live.signalHelper("TERM");
        live.signalTracker("TERM");
        assertEquals(0, live.helperEnd(), live::logs);
        assertEquals(0, live.trackerEnd(), live::logs);
        assertTrue(live.ask("list").lines().count() > 0, "the table of a tracker that has ended can be read");
    }

    /** Empty for a thread that has ended meanwhile. */
    private static List<String> status(final Path task) throws IOException {
        try {
            return Files.readAllLines(task.resolve("status"));
        } catch (final IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            return List.of();
        }
    }

    private boolean noneIsLost() {
        final long before = live.ring(RingCounters::droppedFrames);
        for (int i = 0; i < 10; i++) {
            awaitFrames();
        }
        return live.ring(RingCounters::droppedFrames) == before;
    }

    private static List<Path> tasks(final long pid) throws IOException {
        try (var tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return tasks.toList();
        }
    }

    /** Wait until the tracker has tracked some more. */
    private void awaitFrames() {
        final long before = live.ring(RingCounters::takenFrames);
        live.await("packets are tracked", () -> live.ring(RingCounters::takenFrames) > before + Generator.CONNECTIONS);
    }

    /** The load's connections, without their times. */
    private Set<String> connections() {
        final Set<String> connections = new TreeSet<>();
        live.ask("list", "-o", "nf").lines().filter(line -> line.contains("src=" + Generator.SOURCE))
            .forEach(line -> connections.add(line.replaceFirst("(tcp +6) \\d+", "$1")));
        assertEquals(Generator.CONNECTIONS, connections.size(), live::logs);
        return connections;
    }

    /** Everything that was handed over was tracked or is counted as lost; nothing was misread. */
    private void finish() throws IOException {
        load.close();
        live.settle();
        assertEquals(live.ring(RingCounters::frames), live.ring(RingCounters::takenFrames)
            + live.ring(RingCounters::lostInRing) + live.ring(RingCounters::lostAtRestart), live::logs);
        assertEquals(0, live.ring(RingCounters::corruptBatches));
        assertEquals(0, live.counter(TrackerCounter.INVALID), "a packet was misread");
        connections();
    }
}
