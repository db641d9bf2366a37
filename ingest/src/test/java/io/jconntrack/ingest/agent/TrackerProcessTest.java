/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.event.EventHandler;
import io.jconntrack.event.EventRecord;
import io.jconntrack.event.EventType;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.MappedTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A tracker in this process, its files in a directory of the test's.
 */
class TrackerProcessTest {
    /** UDP 10.0.0.1 to 10.0.0.2, port 53, in an Ethernet frame; the checksum is left out. */
    private static final String FRAME = "020000000002020000000001" + "0800"
        + "4500001c00000000401166cf0a0000010a000002" + "03e8003500080000";
    private static final int SOURCE_PORT = 34;

    @TempDir
    private Path shared;
    private final List<String> log = new ArrayList<>();

    private TrackerFiles files() {
        return new TrackerFiles("one", shared);
    }

    private TrackerProcess start(final int ringCapacity, final int events, final boolean groupReadable, final int max)
        throws IOException {
        return TrackerProcess.start(files(), options(ringCapacity, events, groupReadable, max), log::add);
    }

    private static TrackerOptions options(final int ringCapacity, final int events, final boolean groupReadable,
        final int max) {
        final Settings settings = new Settings(Profile.LINUX).set("max", String.valueOf(max));
        return new TrackerOptions(settings, 1, MemoryOptions.ON_DEMAND, Set.of(), groupReadable, ringCapacity, events,
            Idle.BACKOFF, List.of(), false);
    }

    private TrackerProcess start() throws IOException {
        return start(1 << 16, 64, false, 1000);
    }

    /** Hand so many new connections over. */
    private void send(final int connections) throws IOException {
        final byte[] bytes = HexFormat.of().parseHex(FRAME);
        final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
        frame.putBytes(0, bytes);
        try (RingWriter writer = RingWriter.attach(files().ring(0))) {
            for (int i = 0; i < connections; i++) {
                frame.putShort(SOURCE_PORT, (short)(1000 + i), java.nio.ByteOrder.BIG_ENDIAN);
                writer.frame(1, frame.addressOffset(), bytes.length, bytes.length, 1, 0, 0);
            }
        }
    }

    private static void await(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.onSpinWait();
        }
    }

    private long counted(final TrackerCounter counter) {
        try (CncReader cnc = CncReader.open(files().cnc())) {
            return cnc.get(counter);
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldTrackPublishAndFlush() throws Exception {
        final List<EventType> types = new ArrayList<>();
        try (TrackerProcess tracker = start(); TrackerEvents events = new TrackerEvents(files());
            TrackerClient client = new TrackerClient(files())) {
            assertTrue(tracker.isWhole());
            send(3);
            await("three connections", () -> counted(TrackerCounter.ENTRIES) == 3);
            client.flush();
            await("they are gone", () -> counted(TrackerCounter.DELETED) == 3);
            await("events", () -> events.poll(new EventHandler() {
                @Override
                public void onEvent(final EventRecord event) {
                    types.add(event.type());
                }

                @Override
                public void onLoss(final long count) {
                    types.clear();
                }
            }, 100) >= 0 && types.size() == 6);
        }
        assertEquals(List.of(EventType.NEW, EventType.NEW, EventType.NEW, EventType.DESTROY, EventType.DESTROY,
            EventType.DESTROY), types);
        assertEquals(List.of(), log);
    }

    @ParameterizedTest
    @MethodSource
    void shouldSayWhyItEndsAndOnlyOnce(final Throwable error, final String why) throws Exception {
        try (TrackerProcess tracker = start()) {
            tracker.end(error);
            tracker.end(new AgentTerminationException("what followed from it"));
            assertFalse(tracker.isWhole());
        }
        assertEquals(List.of(files().directory() + ": " + why + "; the tracker ends"), log);
    }

    static Stream<Arguments> shouldSayWhyItEndsAndOnlyOnce() {
        return Stream.of(
            Arguments.of(new InternalError("a fault occurred in an unsafe memory access operation"),
                "a mapped file was cut short while it was in use"),
            Arguments.of(new AgentTerminationException("eth0 is gone"), "eth0 is gone"),
            Arguments.of(new InternalError("a defect"), "java.lang.InternalError: a defect"),
            Arguments.of(new InternalError(), "java.lang.InternalError"));
    }

    @Test
    void shouldTellOnceThatTheTableIsFull() throws Exception {
        try (TrackerProcess tracker = start(1 << 16, 64, false, 3)) {
            send(50);
            await("packets", () -> counted(TrackerCounter.FRAMES) == 50);
            for (int i = 0; i < 100; i++) {
                tracker.report(System.nanoTime());
            }
            assertEquals(List.of("table full, dropping: 0 new connections refused, 47 unassured ones dropped early "
                + "for others; max=3"), log);
        }
        assertEquals(1, log.size());
    }

    @Test
    void shouldWorkWhenItsCallerTellsItTo() throws Exception {
        try (TrackerProcess tracker = TrackerProcess.startInvoked(files(), options(1 << 16, 64, false, 1000),
            log::add)) {
            assertTrue(tracker.isWhole());
            assertEquals(1, tracker.workers());
            assertEquals(0, tracker.doWork());
            send(3);
            assertEquals(0, counted(TrackerCounter.ENTRIES));
            assertEquals(3, tracker.doWork());
        }
        assertEquals(3, counted(TrackerCounter.ENTRIES));
        assertEquals(List.of(), log);
    }

    @Test
    void shouldTellItsLatenciesAndCountersAfterItsEnd() throws Exception {
        try (TrackerProcess tracker = start()) {
            send(2);
            await("two packets", () -> counted(TrackerCounter.FRAMES) == 2);
            assertTrue(tracker.isWhole());
        }
        assertFalse(files().isAlive());
        try (CncReader cnc = CncReader.open(files().cnc())) {
            assertEquals(2, cnc.get(TrackerCounter.NEW));
            final var latencies = LatencyCounts.newHistogram();
            cnc.latencies(0).addSince(LatencyCounts.newSeen(), latencies);
            assertEquals(2, latencies.getTotalCount());
            assertTrue(cnc.settings().contains("max = 1000"), cnc.settings());
        }
    }

    @Test
    void shouldTakeOverWhatATrackerBeforeItLeft() throws Exception {
        start().close();
        send(5);
        try (TrackerProcess tracker = start(1 << 20, 128, true, 1000)) {
            await("the packets that waited", () -> counted(TrackerCounter.ENTRIES) == 5);
            assertTrue(tracker.isWhole());
        }
        try (TrackerProcess tracker = start()) {
            assertEquals(1, tracker.workers());
            assertEquals(5, counted(TrackerCounter.ENTRIES));
        }
        assertTrue(log.contains(files().ring(0) + ": keeps its 65536 bytes until: jconntrack clean --name one"),
            log::toString);
        assertTrue(log.stream().anyMatch(line -> line.contains("taken over")), log::toString);
    }

    @Test
    void shouldRefuseATableOfAnotherSizeAndSayWhatToDo() throws Exception {
        start().close();
        final IOException e = assertThrows(IOException.class, () -> start(1 << 16, 64, false, 2000));
        assertTrue(e.getMessage().contains("capacity") && e.getMessage().contains("jconntrack clean --name one"),
            e.getMessage());
        try (CncReader cnc = CncReader.open(files().cnc())) {
            assertTrue(cnc.settings().contains("max = 1000"), "what the tracker before it left is still there");
        }
    }

    @Test
    void shouldRefuseToRunTwiceAndChangeNothingThen() throws Exception {
        try (TrackerProcess tracker = start(1 << 16, 64, true, 1000)) {
            assertTrue(tracker.isWhole());
            final IOException e = assertThrows(IOException.class, this::start);
            assertEquals("a tracker of this name is running: name=one pid=" + ProcessHandle.current().pid(),
                e.getMessage());
            assertEquals("rwxr-x---",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(files().directory())));
            for (final Path file : List.of(files().lock(), files().cnc(), files().table(), files().ring(0),
                files().events(0))) {
                assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                    file.toString());
            }
        }
        start().close();
        for (final Path file : List.of(files().lock(), files().cnc(), files().table(), files().ring(0),
            files().events(0))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                file.toString());
        }
    }

    @Test
    void shouldLetAReaderGoOnWhenTheNextTrackerMakesAnEventRingOfAnotherSize() throws Exception {
        start().close();
        try (TrackerEvents events = new TrackerEvents(files())) {
            start(1 << 16, 16, false, 1000).close();
            assertTrue(events.poll(new EventHandler() {
                @Override
                public void onEvent(final EventRecord event) {
                    throw new AssertionError(event.type());
                }

                @Override
                public void onLoss(final long count) {
                    throw new AssertionError(count);
                }
            }, 100) == 0);
        }
    }

    @Test
    void shouldBeReadableByItsTable() throws Exception {
        try (TrackerProcess tracker = start()) {
            assertTrue(tracker.isWhole());
            send(4);
            await("four connections", () -> counted(TrackerCounter.ENTRIES) == 4);
            try (MappedTable view = MappedTable.open(files().table())) {
                assertEquals(4, view.size());
                assertEquals("linux", view.profile());
            }
        }
    }

    @Test
    void shouldSayThatNoTrackerRuns() {
        assertEquals("no tracker of this name is running: name=one",
            assertThrows(IOException.class, () -> new TrackerClient(files()).close()).getMessage());
    }

    @Test
    void shouldRefuseADirectoryThatIsNone() throws IOException {
        Files.createFile(files().directory());
        assertEquals(files().directory() + ": not a directory",
            assertThrows(IOException.class, this::start).getMessage());
    }
}
