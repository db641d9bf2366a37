/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RingTest {
    private static final int CAPACITY = 1 << 14;

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void makeRing() throws IOException {
        file = directory.resolve("ring-0.dat");
        RingFile.create(file, CAPACITY, false);
    }

    @Test
    void shouldHandOverEveryFrameWholeAndInOrderWhenSizesAreRandom() throws IOException {
        final SplittableRandom random = new SplittableRandom(NumberedFrames.seed());
        final NumberedFrames frames = new NumberedFrames(700);
        try (RingReader reader = RingReader.attach(file); RingWriter writer = RingWriter.attach(file)) {
            long written = 0;
            long read = 0;
            while (written < 200_000) {
                for (int i = random.nextInt(60); i > 0; i--) {
                    frames.write(writer, written++);
                }
                writer.flush();
                for (int count = reader.next(); count > 0; count = reader.next()) {
                    assertEquals(read, reader.sequence());
                    for (int i = 0; i < count; i++) {
                        assertEquals(read++, frames.check(reader, i));
                    }
                    if (random.nextBoolean()) {
                        reader.done();
                    }
                }
                assertEquals(0, writer.counters().droppedFrames());
                assertEquals(written, read);
            }
            assertEquals(written, reader.counters().takenFrames());
            assertEquals(written, writer.counters().frames());
            assertEquals(writer.counters().batches(), reader.counters().takenBatches());
            assertEquals(0, reader.counters().lostInRing() + reader.counters().corruptBatches());
        }
    }

    @Test
    void shouldDropAndCountWhenTheRingIsFullAndGoOnWhenThereIsRoom() throws IOException {
        final SplittableRandom random = new SplittableRandom(NumberedFrames.seed());
        final NumberedFrames frames = new NumberedFrames(300);
        try (RingReader reader = RingReader.attach(file); RingWriter writer = RingWriter.attach(file)) {
            long written = 0;
            long read = 0;
            long last = -1;
            for (int round = 0; round < 3000; round++) {
                for (int i = random.nextInt(200); i > 0; i--) {
                    frames.write(writer, written++);
                }
                writer.flush();
                for (int batches = random.nextInt(4); batches > 0; batches--) {
                    final int count = reader.next();
                    for (int i = 0; i < count; i++) {
                        final long number = frames.check(reader, i);
                        assertTrue(number > last, "order");
                        last = number;
                    }
                    read += count;
                }
            }
            for (int count = reader.next(); count > 0; count = reader.next()) {
                read += count;
            }
            assertTrue(writer.counters().droppedFrames() > 0, "something was dropped");
            assertEquals(written, read + writer.counters().droppedFrames());
            assertEquals(writer.counters().frames(), reader.counters().takenFrames());
            assertEquals(0, reader.counters().lostInRing() + reader.counters().corruptBatches());
        }
    }

    @Test
    void shouldCountDroppedBytesAsOnTheWire() throws IOException {
        final UnsafeBuffer bytes = new UnsafeBuffer(BufferUtil.allocateDirectAligned(64, 8));
        try (RingWriter writer = RingWriter.attach(file)) {
            for (int i = 0; i < 1000; i++) {
                writer.frame(i, bytes.addressOffset(), 64, 1500, 1, 0, 0);
            }
            writer.flush();
            final RingCounters counters = writer.counters();
            assertEquals(1000, counters.frames() + counters.droppedFrames());
            assertEquals(1500 * counters.droppedFrames(), counters.droppedBytes());
            assertEquals(1500 * counters.frames(), counters.bytes());
            assertEquals(counters.frames(), counters.truncatedFrames());
            assertEquals(0, counters.cutFrames());
        }
    }

    @Test
    void shouldCutAFrameThatIsTooLargeForTheRing() throws IOException {
        final int length = CAPACITY;
        final UnsafeBuffer bytes = new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, 8));
        bytes.setMemory(0, length, (byte)5);
        try (RingReader reader = RingReader.attach(file); RingWriter writer = RingWriter.attach(file)) {
            writer.frame(9, bytes.addressOffset(), length, length, 1, FrameFlags.OUTGOING, 0);
            writer.flush();
            assertEquals(1, reader.next());
            assertEquals(writer.maxCapturedLength(), reader.capturedLength(0));
            assertEquals(length, reader.originalLength(0));
            assertEquals(FrameFlags.OUTGOING | FrameFlags.TRUNCATED, reader.flags(0));
            assertEquals(5, reader.buffer().getByte(reader.offset(0) + reader.capturedLength(0) - 1));
            assertEquals(1, writer.counters().cutFrames());
            assertEquals(1, writer.counters().truncatedFrames());
        }
    }

    @Test
    void shouldTakeFramesWithoutBytes() throws IOException {
        try (RingReader reader = RingReader.attach(file); RingWriter writer = RingWriter.attach(file)) {
            writer.frame(1, 0, 0, 60, 1, 0, 0);
            writer.flush();
            assertEquals(1, reader.next());
            assertEquals(0, reader.capturedLength(0));
            assertEquals(60, reader.originalLength(0));
        }
    }

    @Test
    void shouldHandOverAFullBatchWithoutBeingAsked() throws IOException {
        final NumberedFrames frames = new NumberedFrames(8);
        final Path large = directory.resolve("ring-1.dat");
        RingFile.create(large, 2 * CAPACITY, false);
        try (RingReader reader = RingReader.attach(large); RingWriter writer = RingWriter.attach(large)) {
            for (int i = 0; i < BatchDescriptor.MAX_FRAMES - 1; i++) {
                frames.write(writer, i);
            }
            assertEquals(0, reader.next());
            frames.write(writer, 63);
            assertEquals(BatchDescriptor.MAX_FRAMES, reader.next());
        }
    }

    @Test
    void shouldRefuseASecondHelperAndASecondTracker() throws IOException {
        final long pid = ProcessHandle.current().pid();
        try (RingReader reader = RingReader.attach(file); RingWriter writer = RingWriter.attach(file)) {
            assertTrue(reader.counters().isHelperAlive());
            assertTrue(writer.counters().isTrackerAlive());
            assertEquals(file + ": another helper has this ring: pid=" + pid,
                assertThrows(RingInUseException.class, () -> RingWriter.attach(file)).getMessage());
        }
        try (RingReader reader = RingReader.attach(file)) {
            assertFalse(reader.counters().isHelperAlive());
            assertEquals(file + ": another tracker has this ring: pid=" + pid,
                assertThrows(RingInUseException.class, () -> RingReader.attach(file)).getMessage());
        }
    }

    @Test
    void shouldCountWhatTheHelperTellsAcrossHelpers() throws IOException {
        for (int helper = 1; helper <= 2; helper++) {
            try (RingWriter writer = RingWriter.attach(file)) {
                writer.kernelDrops(5);
                writer.notIpFrames(7);
                writer.heartbeat(helper);
            }
        }
        try (RingCounters counters = RingCounters.open(file)) {
            assertEquals(10, counters.kernelDrops());
            assertEquals(14, counters.notIpFrames());
            assertEquals(2, counters.helperHeartbeat());
            assertEquals(2, counters.helperAttachments());
            assertEquals(0, counters.helperPid());
            assertEquals(CAPACITY, counters.capacity());
            assertFalse(counters.isTrackerAlive());
        }
    }

    @Test
    void shouldGoOnWhereTheLastOnesEndedWhenBothSidesAttachAnew() throws IOException {
        final NumberedFrames frames = new NumberedFrames(300);
        for (int i = 0; i < 100; i++) {
            try (RingWriter writer = RingWriter.attach(file)) {
                frames.write(writer, i);
                frames.write(writer, i + 1000);
            }
            try (RingReader reader = RingReader.attach(file)) {
                assertEquals(2, reader.next());
                assertEquals(2 * i, reader.sequence());
                assertEquals(i, frames.check(reader, 0));
                assertEquals(i + 1000, frames.check(reader, 1));
            }
        }
    }

    @Test
    void shouldMakeAFileThatOnlyTheOwnerWrites() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        final Path other = directory.resolve("ring-1.dat");
        RingFile.create(other, CAPACITY, true);
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(other)));
        assertEquals(RingDescriptor.fileLength(CAPACITY), Files.size(other));
        assertThrows(FileAlreadyExistsException.class, () -> RingFile.create(other, CAPACITY, true));
        assertEquals("capacity of a ring must be a power of two from 4096 to 1073741824: capacity=5000",
            assertThrows(IllegalArgumentException.class, () -> RingFile.create(other, 5000, true)).getMessage());
    }
}
