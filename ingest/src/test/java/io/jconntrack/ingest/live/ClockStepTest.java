/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jconntrack.Conntrack;
import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.CncReader;
import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.LoadResult;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotLoader;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.snapshot.TableDump;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock of a tracker, and the time stamps of its packets, step by five hours while it runs.
 */
class ClockStepTest {
    private static final long STEP_SECONDS = 5 * 3600;
    private static final int EACH = 20;
    private static final int RAW_IP = 101;
    private static final int TCP_SECONDS = 432_000;
    /** Much less than a step, much more than the test takes. */
    private static final int UDP_SECONDS = 3000;
    private static final int MOST_PASSED = 900;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Pattern SECONDS = Pattern.compile("(tcp|udp) +\\d+ +(\\d+) ");
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    @TempDir
    private Path directory;
    private final TrackerFiles files =
        new TrackerFiles("clock-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    private final ByteBuffer packet = ByteBuffer.allocateDirect(40);
    private final long address = new UnsafeBuffer(packet).addressOffset();
    private SteppedClock clock;
    private Programs programs;
    private Process tracker;
    private RingWriter ring;
    private long frames;

    @BeforeEach
    void setUp() throws IOException {
        clock = new SteppedClock(directory);
        programs = new Programs(directory);
        tracker = start("track", clock.with(programs.jconntrack("track", "--name", files.name(), "--profile", "linux",
            "--user", System.getProperty("user.name"), "--set", "max=1000", "--set", "checksum=0", "--set",
            "udp_timeout=" + UDP_SECONDS, "--idle", "backoff", "--parent",
            String.valueOf(ProcessHandle.current().pid()))));
        await("the tracker is ready", () -> files.isReady(tracker.pid()));
        ring = RingWriter.attach(files.ring(0));
    }

    @AfterEach
    void tearDown() throws IOException {
        if (ring != null) {
            ring.close();
        }
        if (tracker != null) {
            tracker.destroyForcibly().onExit().join();
            Cleaner.clean(files);
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(final String what, final Condition condition) {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean holds = false;
        while (!holds) {
            try {
                holds = condition.holds();
                Thread.sleep(2);
            } catch (final IOException notYet) {
                Thread.onSpinWait();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (!holds && (System.nanoTime() - deadline > 0 || !tracker.isAlive())) {
                fail("it does not come true that " + what + ": " + read(log("track")));
            }
        }
    }

    private Path log(final String verb) {
        return directory.resolve(verb + ".log");
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private Process start(final String verb, final List<String> command) throws IOException {
        final File log = log(verb).toFile();
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    }

    /** What a program prints whose clock differs from the machine's by so many seconds. */
    private String ask(final long seconds, final String... words) throws Exception {
        final Process process = start("ask", clock.with(programs.jconntrack(words), seconds));
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), words[0]);
        assertEquals(0, process.exitValue(), () -> read(log("ask")));
        return read(log("ask"));
    }

    private void send(final int protocol, final int client, final boolean forward, final int flags, final int seq,
        final long stampNanos) {
        final int length = protocol == 6 ? 40 : 28;
        final int near = 0x0A00_0001 + client;
        final int far = 0x0A01_0001;
        packet.clear().putInt(0x4500_0000 | length).putInt(0).putInt(64 << 24 | protocol << 16)
            .putInt(forward ? near : far).putInt(forward ? far : near);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += packet.getShort(i) & 0xFFFF;
        }
        packet.putShort(10, (short)~(sum + (sum >>> 16)));
        packet.putInt(forward ? 4000 << 16 | 80 : 80 << 16 | 4000);
        if (protocol == 6) {
            packet.putInt(seq).putInt((flags & ACK) == 0 ? 0 : 1).putInt(0x5000_2000 | flags << 16).putInt(0);
        } else {
            packet.putInt(8 << 16);
        }
        ring.frame(stampNanos, address, length, length, RAW_IP, 0, 0);
        frames++;
    }

    private void settle() {
        ring.flush();
        await("all is tracked", () -> count(TrackerCounter.FRAMES) == frames);
    }

    private long count(final TrackerCounter counter) throws IOException {
        try (CncReader cnc = CncReader.open(files.cnc())) {
            return cnc.get(counter);
        }
    }

    private void connect(final long stampNanos) {
        for (int client = 0; client < EACH; client++) {
            send(17, client, true, 0, 0, stampNanos);
            send(6, client, true, SYN, 0, stampNanos);
            send(6, client, false, SYN | ACK, 0, stampNanos);
            send(6, client, true, ACK, 1, stampNanos);
        }
        settle();
    }

    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    /** The clock steps, and then the stamps of packets, which are the kernel's and may step before or after. */
    private void step(final long seconds) throws IOException {
        clock.set(seconds);
        await("the tracker's clock has stepped", () -> {
            try (CncReader cnc = CncReader.open(files.cnc())) {
                return Math.abs(cnc.activeMillis() - System.currentTimeMillis() - seconds * 1000) < MOST_PASSED * 1000;
            }
        });
        for (int client = 0; client < EACH; client++) {
            send(6, client, true, ACK, 1, now() + (client % 3 - 1) * STEP_SECONDS * 1_000_000_000L);
            send(6, client, false, ACK, 1, now() + seconds * 1_000_000_000L);
        }
        settle();
    }

    private void assertAllAsBefore(final String list) {
        final List<String> lines = list.lines().filter(line -> line.contains(" src=")).toList();
        assertEquals(2 * EACH, lines.size(), list);
        for (final String line : lines) {
            final Matcher words = SECONDS.matcher(line);
            assertTrue(words.find(), line);
            final int most = words.group(1).equals("tcp") ? TCP_SECONDS : UDP_SECONDS;
            final int left = Integer.parseInt(words.group(2));
            assertTrue(left <= most && left > most - MOST_PASSED, line);
        }
    }

    /** Save on the stepped clock, load on this one. */
    private LoadResult saveAndLoad(final long seconds) throws IOException {
        final Path snapshot = directory.resolve("stepped.snapshot");
        try (TableDump dump = TableDump.open(files.table(), System.nanoTime(), now() + seconds * 1_000_000_000L)) {
            SnapshotFile.save(snapshot, new SnapshotWriter("test", 1, dump.settings(), entries -> { }), dump);
        }
        final Settings settings = new Settings(Profile.LINUX).set("max", "1000");
        try (Conntrack other = Conntrack.builder().settings(settings).build();
            SnapshotLoader loader = SnapshotLoader.open(snapshot, Profile.LINUX)) {
            return loader.load(other, System.nanoTime(), now());
        }
    }

    @Test
    void shouldKeepConnectionsAndTheirTimeWhenTheWallClockSteps() throws Exception {
        connect(now());
        for (final long seconds : new long[] {STEP_SECONDS, -STEP_SECONDS}) {
            step(seconds);
            assertEquals(0, count(TrackerCounter.EXPIRED) + count(TrackerCounter.INVALID));
            assertEquals(2 * EACH, count(TrackerCounter.ENTRIES));
            if (seconds > 0) {
                assertAllAsBefore(ask(seconds, "list", "--name", files.name()));
            } else {
                // its clock has not stepped yet
                final String top = ask(0, "top", "--once", "--name", files.name());
                assertTrue(top.lines().findFirst().orElse("").contains("  up ") && !top.contains("stands still"),
                    top);
            }
            final LoadResult result = saveAndLoad(seconds);
            assertEquals(2 * EACH, result.loaded() + result.expired());
            assertEquals(seconds > 0 ? 0 : EACH, result.expired(), "what the wall clock says has passed");
        }
        // new ones too have all of their time
        clock.set(0);
        for (int client = EACH; client < 2 * EACH; client++) {
            send(17, client, true, 0, 0, 0);
        }
        settle();
        assertEquals(3 * EACH, count(TrackerCounter.ENTRIES));
        assertEquals(0, count(TrackerCounter.EXPIRED));
    }
}
