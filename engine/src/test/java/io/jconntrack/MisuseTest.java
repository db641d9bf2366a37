/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.settings.SettingException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What an embedder may do wrong is told clearly; with assertions on, as they are in tests.
 */
class MisuseTest {
    private static final long NOW = 1_000_000_000L;
    private static final int ETHERNET = 1;
    private static final long YEAR = 365L * 24 * 3600 * 1_000_000_000L;

    private final Conntrack conntrack = Conntrack.builder().capacity(100).build();
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));

    @AfterEach
    void close() {
        conntrack.close();
    }

    private static void assertTold(final String message, final Executable misuse) {
        assertEquals(message, assertThrows(AssertionError.class, misuse).getMessage());
    }

    private void assertOutside(final Executable misuse) {
        assertThrows(IndexOutOfBoundsException.class, misuse);
    }

    private static Throwable failureOf(final Executable action) throws InterruptedException {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread thread = new Thread(() -> {
            try {
                action.execute();
            } catch (final Throwable e) {
                failure.set(e);
            }
        }, "another");
        thread.start();
        thread.join();
        return failure.get();
    }

    @Test
    void shouldTellOfAWrongThreadWhenTheOwnerLives() throws InterruptedException {
        conntrack.process(buffer, 0, 20, NOW);
        final String told = "a tracker is used by one thread: owner=" + Thread.currentThread().getName()
            + " caller=another";
        assertEquals(told, failureOf(() -> conntrack.process(buffer, 0, 20, NOW)).getMessage());
        assertEquals(told, failureOf(() -> conntrack.poll(NOW, 1)).getMessage());
        assertEquals(told, failureOf(() -> conntrack.process(new PacketBatch())).getMessage());
        assertEquals(told, failureOf(() -> conntrack.delete(0, NOW)).getMessage());
        assertEquals(told, failureOf(() -> conntrack.discard(0)).getMessage());
        assertEquals(told, failureOf(() -> conntrack.listener(null)).getMessage());
    }

    @Test
    void shouldTakeAnotherThreadWhenItWasHandedOverOrItsOwnerHasEnded() throws InterruptedException {
        conntrack.delete(0, NOW);
        assertEquals(null, failureOf(() -> conntrack.poll(NOW, 1)));
        conntrack.poll(NOW, 1);
        conntrack.handOver();
        assertEquals(null, failureOf(() -> conntrack.poll(NOW, 1)));
    }

    @Test
    void shouldTellOfUseAfterClose() {
        conntrack.close();
        assertTold("the tracker is closed", () -> conntrack.process(buffer, 0, 20, NOW));
        assertTold("the tracker is closed", () -> conntrack.poll(NOW, 1));
        assertTold("the tracker is closed", () -> conntrack.find(conntrack.newKey(), NOW));
    }

    @Test
    void shouldTellOfUseAfterTheTableIsClosed() {
        final Conntrack[] workers = Conntrack.builder().capacity(100).workers(2).buildWorkers();
        workers[0].close();
        assertTold("the table is closed: it went with the first of its trackers", () -> workers[1].poll(NOW, 1));
        workers[1].close();
    }

    @Test
    void shouldTellOfTimeThatRunsBackwards() {
        conntrack.poll(NOW, 1);
        conntrack.process(buffer, 0, 20, NOW);
        assertTold("time must not run backwards: nowNanos=999999999 lastNanos=1000000000",
            () -> conntrack.process(buffer, 0, 20, NOW - 1));
        final PacketBatch batch = conntrack.newBatch().reset(buffer);
        batch.add(0, 20, NOW + 2);
        batch.add(0, 20, NOW + 1);
        assertTold("time must not run backwards: nowNanos=1000000001 lastNanos=1000000002",
            () -> conntrack.process(batch));
    }

    @Test
    void shouldTellOfTimeOfAnotherClock() {
        conntrack.poll(-YEAR, 1);
        conntrack.poll(3 * YEAR, 1);
        assertTold("time went on by more than five years; one clock, in nanoseconds: nowNanos=" + 56 * YEAR
            + " lastNanos=" + 3 * YEAR, () -> conntrack.process(buffer, 0, 20, 56 * YEAR));
    }

    @Test
    void shouldTellOfABatchThatIsFull() {
        final PacketBatch batch = new PacketBatch().reset(buffer);
        for (int i = 1; i < PacketBatch.CAPACITY; i++) {
            assertTrue(batch.add(0, 20, NOW));
        }
        assertFalse(batch.add(0, 20, NOW));
        assertEquals("the batch is full: capacity=64",
            assertThrows(IndexOutOfBoundsException.class, () -> batch.add(0, 20, NOW)).getMessage());
    }

    @Test
    void shouldRefuseAPacketOutsideItsBuffer() {
        final MemorySegment segment = MemorySegment.ofArray(new byte[64]);
        assertOutside(() -> conntrack.process(buffer, 50, 20, NOW));
        assertOutside(() -> conntrack.process(buffer, -1, 20, NOW));
        assertOutside(() -> conntrack.process(buffer, 0, -1, NOW));
        assertOutside(() -> conntrack.processFrame(buffer, 50, 20, 20, ETHERNET, NOW));
        assertOutside(() -> conntrack.process(segment, 50, 20, NOW));
        assertOutside(() -> conntrack.process(segment, 0, -1, NOW));
        final PacketBatch batch = new PacketBatch();
        assertOutside(() -> batch.add(0, 20, NOW));
        batch.reset(buffer);
        assertEquals("the packet is outside the buffer: offset=45 length=20 capacity=64",
            assertThrows(IndexOutOfBoundsException.class, () -> batch.add(45, 20, NOW)).getMessage());
        assertOutside(() -> batch.add(Integer.MAX_VALUE, Integer.MAX_VALUE, NOW));
        assertOutside(() -> batch.add(0, -1, NOW));
        assertEquals("the length on the wire is negative: wireLength=-1",
            assertThrows(IndexOutOfBoundsException.class, () -> batch.add(0, 20, -1, 0, NOW)).getMessage());
    }

    @Test
    void shouldRefuseASegmentWhoseArenaIsClosedOrAnotherThreads() throws InterruptedException {
        final Arena arena = Arena.ofConfined();
        final MemorySegment segment = arena.allocate(64);
        assertEquals(WrongThreadException.class,
            failureOf(() -> conntrack.process(segment, 0, 20, NOW)).getClass());
        assertEquals(WrongThreadException.class,
            failureOf(() -> new PacketBatch().reset(segment)).getClass());
        arena.close();
        assertThrows(IllegalStateException.class, () -> conntrack.process(segment, 0, 20, NOW));
        assertThrows(IllegalStateException.class, () -> new PacketBatch().reset(segment));
    }

    @Test
    void shouldRefuseWhatABuilderCannotMake() {
        assertThrows(IllegalArgumentException.class, () -> Conntrack.builder().zone(65536));
        assertThrows(IllegalArgumentException.class, () -> Conntrack.builder().workers(0));
        assertThrows(IllegalStateException.class, () -> Conntrack.builder().workers(2).build());
        assertThrows(SettingException.class, () -> Conntrack.builder().capacity(-1).build());
        assertThrows(IllegalStateException.class,
            () -> Conntrack.builder().hashSeed(1, 2).open(Path.of("never.dat"), NOW));
    }

    @Test
    void shouldTellNothingWhenAssertionsAreOff() throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-da", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "-Xshare:auto", "-cp", System.getProperty("java.class.path"), Careless.class.getName())
            .redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertEquals("invalid=3", said.strip());
    }

    /** Runs without assertions: time runs backwards, another thread goes on; nothing of it is looked at. */
    static final class Careless {
        private Careless() {
        }

        public static void main(final String[] args) throws InterruptedException {
            final UnsafeBuffer nothing = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
            try (Conntrack conntrack = Conntrack.builder().capacity(100).build()) {
                conntrack.process(nothing, 0, 20, NOW);
                conntrack.process(nothing, 0, 20, NOW - 1);
                final Throwable failure = failureOf(() -> conntrack.process(nothing, 0, 20, NOW + 9 * YEAR));
                System.out.println(failure == null
                    ? "invalid=" + conntrack.statistics().packets(ConnState.INVALID) : failure);
            }
        }
    }
}
