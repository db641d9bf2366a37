/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients change the connections of a tracker that works.
 */
@Timeout(300)
class CommandsTest {
    private static final int WORKERS = 2;
    private static final int CLIENTS = 4;
    private static final int NOISE_PORT = 9;

    @TempDir
    private Path shared;

    private TrackerFiles files() {
        return new TrackerFiles("one", shared);
    }

    private TrackerProcess start(final Set<Column> columns) throws IOException {
        final Settings settings = new Settings(Profile.LINUX).set("max", "20000").set("checksum", "0")
            .set("udp_timeout", "100000");
        return TrackerProcess.start(files(), new TrackerOptions(settings, WORKERS, MemoryOptions.ON_DEMAND, columns,
            false, 1 << 20, 64, Idle.YIELD, List.of(), false), line -> { });
    }

    private RingWriter[] rings() throws IOException {
        final RingWriter[] rings = new RingWriter[WORKERS];
        for (int worker = 0; worker < WORKERS; worker++) {
            rings[worker] = RingWriter.attach(files().ring(worker));
        }
        return rings;
    }

    private long counted(final TrackerCounter counter) throws IOException {
        try (CncReader cnc = CncReader.open(files().cnc())) {
            return cnc.get(counter);
        }
    }

    private void await(final TrackerCounter counter, final long value) {
        await(() -> {
            try {
                return counted(counter) == value;
            } catch (final IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void await(final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** Packets of connections that no client knows, as fast as the rings take them. */
    private static void noise(final RingWriter[] rings, final AtomicBoolean isOver) {
        final UdpFrame frame = new UdpFrame(6);
        for (int i = 0; !isOver.get(); i++) {
            CommandClient.send(rings[i % rings.length], frame.ports(1 + i % 500, NOISE_PORT));
            Thread.yield();
        }
    }

    @Test
    void shouldDoWhatEachOfManyClientsAsksForUnderTraffic() throws Exception {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("CommandsTest: -Djconntrack.seed=" + seed);
        final AtomicBoolean isOver = new AtomicBoolean();
        try (TrackerProcess tracker = start(Set.of(Column.MARK));
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1)) {
            final RingWriter[] rings = rings();
            final Future<?> noise = threads.submit(() -> noise(rings, isOver));
            final List<Future<long[]>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(new CommandClient(files(), rings, 100 + i, seed)));
            }
            long deleted = 0;
            long updated = 0;
            try {
                for (final Future<long[]> client : clients) {
                    deleted += client.get()[0];
                    updated += client.get()[1];
                }
            } finally {
                isOver.set(true);
            }
            noise.get();
            assertTrue(tracker.isWhole());
            await(TrackerCounter.DELETED, deleted);
            await(TrackerCounter.UPDATED, updated);
            assertEquals(0, counted(TrackerCounter.REFUSED));
            System.out.println("CommandsTest: deleted " + deleted + ", updated " + updated + " of "
                + counted(TrackerCounter.NEW) + " connections in " + counted(TrackerCounter.FRAMES) + " frames");
            CloseHelper.closeAll(rings);
            shouldFlushTheRest();
        }
    }

    private void shouldFlushTheRest() throws IOException {
        try (TrackerClient client = new TrackerClient(files())) {
            assertEquals(0, client.flush(4));
            final long left = client.flush(6);
            assertTrue(left > 0 && left <= 1000, "left=" + left);
            assertEquals(0, client.flush());
        }
    }

    /** Open so many connections of worker 0, and wait until they are there. */
    private void open(final int connections) throws IOException {
        final UdpFrame frame = new UdpFrame(4);
        try (RingWriter ring = RingWriter.attach(files().ring(0))) {
            for (int i = 1; i <= connections; i++) {
                CommandClient.send(ring, frame.ports(i, NOISE_PORT));
            }
        }
        await(TrackerCounter.ENTRIES, connections);
    }

    @Test
    void shouldGoOnBehindAClientThatWasKilledWhileItWrote() throws Exception {
        try (TrackerProcess tracker = start(Set.of())) {
            open(100);
            final List<String> command = new ArrayList<>();
            command.add(System.getProperty("java.home") + "/bin/java");
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX")).forEach(command::add);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), KilledClient.class.getName(), "one",
                shared.toString()));
            final Process killed =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try {
                assertEquals("claimed", killed.inputReader().readLine());
            } finally {
                killed.destroyForcibly().waitFor();
            }
            try (TrackerClient client = new TrackerClient(files())) {
                assertEquals(100, client.flush());
            }
            assertTrue(tracker.isWhole());
            // counters are published every 10 ms
            await(TrackerCounter.ENTRIES, 0);
            assertEquals(0, counted(TrackerCounter.REFUSED));
        }
    }

    @Test
    void shouldWaitWhileTheRingIsFull() throws Exception {
        try (TrackerProcess tracker = start(Set.of()); TrackerClient client = new TrackerClient(files());
            CncReader cnc = CncReader.on(files().cnc(), SharedFiles.map(files().cnc(), true))) {
            open(300);
            final ManyToOneRingBuffer ring = cnc.commands(0);
            final int claimed = ring.tryClaim(CommandDescriptor.DELETE, 32);
            final var filler = new org.agrona.concurrent.UnsafeBuffer(new byte[32]);
            int fillers = 0;
            while (ring.write(CommandDescriptor.DELETE, filler, 0, 32)) {
                fillers++;
            }
            assertTrue(fillers > 1000);
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                final Future<Long> flushed = thread.submit(() -> client.flush());
                assertThrows(java.util.concurrent.TimeoutException.class,
                    () -> flushed.get(100, TimeUnit.MILLISECONDS));
                ring.abort(claimed);
                assertEquals(300, flushed.get());
            }
            assertTrue(tracker.isWhole());
        }
    }

    @Test
    void shouldSayWhenTheTrackerEndedOrWasStartedAgain() throws Exception {
        final TrackerProcess first = start(Set.of());
        open(1);
        try (TrackerClient client = new TrackerClient(files())) {
            first.close();
            assertEquals("no tracker of this name is running: name=one",
                assertThrows(IOException.class, client::flush).getMessage());
            final ConnectionCommand<Object> late = client.delete((item, isDone) -> { });
            try (TrackerProcess second = start(Set.of());
                TableDump dump = TableDump.open(files().table(), System.nanoTime(), 0)) {
                assertTrue(second.isWhole());
                assertTrue(dump.next());
                late.add(dump.connection(), "");
                assertEquals("the tracker was started again in the meantime: name=one",
                    assertThrows(IOException.class, late::finish).getMessage());
                assertTrue(dump.view().size() == 1, "the new one never heard of it");
            }
        }
    }
}
