/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are no rings are refused; rings that are damaged while in use are read and written without an exception or
 * a look outside, and get in order again.
 */
final class RingDamageTest {
    private static final int CAPACITY = RingDescriptor.MIN_CAPACITY;
    private static final int LENGTH = RingDescriptor.fileLength(CAPACITY);
    private static final int TRAILER = RingDescriptor.RING_OFFSET + CAPACITY;

    @TempDir
    private Path directory;
    private Path file;
    private final UnsafeBuffer bytes = new UnsafeBuffer(BufferUtil.allocateDirectAligned(512, 8));

    @BeforeEach
    void makeRing() throws IOException {
        file = directory.resolve("ring-0.dat");
        RingFile.create(file, CAPACITY, false);
    }

    private void assertRefused(final String message) {
        assertEquals(file + ": not a packet ring of version 1: " + message,
            assertThrows(RingFormatException.class, () -> RingReader.attach(file)).getMessage());
        assertThrows(RingFormatException.class, () -> RingWriter.attach(file));
        assertThrows(RingFormatException.class, () -> RingCounters.open(file));
    }

    private void put(final int offset, final int value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, value), offset);
        }
    }

    private void putLong(final int offset, final long value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(0, value), offset);
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenAFileIsNoRing() throws IOException {
        put(RingDescriptor.STATE_OFFSET, 0);
        assertRefused("state=0x0, expected 0x1");
        put(RingDescriptor.CAPACITY_OFFSET, 5000);
        put(RingDescriptor.STATE_OFFSET, 1);
        assertRefused("capacity=5000, expected a power of two from 4096 to 1073741824");
        put(RingDescriptor.CAPACITY_OFFSET, 8192);
        assertRefused("length=12288, expected 16384 for capacity=8192");
        put(RingDescriptor.VERSION_OFFSET, 2);
        assertRefused("version=0x2, expected 0x1");
        put(RingDescriptor.BYTE_ORDER_OFFSET, 0x04030201);
        assertRefused("byteOrder=0x4030201, expected 0x1020304");
        put(RingDescriptor.MAGIC_OFFSET, 0);
        assertRefused("magic=0xa474e4900000000, expected 0xa474e495254434a");
        Files.write(file, new byte[100]);
        assertRefused("length=100, expected at least 4096");
    }

    @Test
    void shouldRefuseAFileThatIsCutOff() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = LENGTH - 1; length >= 0; length -= 97) {
                channel.truncate(length);
                assertRefused(length < 4096 ? "length=" + length + ", expected at least 4096"
                    : "length=" + length + ", expected " + LENGTH + " for capacity=4096");
            }
        }
    }

    @Test
    void shouldRefuseToWriteWhenPositionsMakeNoSense() throws IOException {
        putLong(TRAILER + 128, 12);
        assertEquals(file + ": not a packet ring of version 1: tail=12, expected a multiple of 8 from 0 on",
            assertThrows(RingFormatException.class, () -> RingWriter.attach(file)).getMessage());
        putLong(TRAILER + 128, 8000);
        assertEquals(file + ": not a packet ring of version 1: head=0, expected a multiple of 8 from 3912 to tail=8000",
            assertThrows(RingFormatException.class, () -> RingWriter.attach(file)).getMessage());
        try (RingReader reader = RingReader.attach(file)) {
            assertEquals(0, reader.next());
            assertEquals(1, reader.counters().corruptBatches());
        }
        RingWriter.attach(file).close();
    }

    @Test
    void shouldReadNothingButWholeBatchesWhenAttachedToRandomBytes() throws IOException {
        final SplittableRandom random = new SplittableRandom(NumberedFrames.seed());
        final byte[] content = Files.readAllBytes(file);
        int refused = 0;
        int attached = 0;
        for (int i = 0; i < 2000; i++) {
            final byte[] damaged = content.clone();
            final ByteBuffer view = ByteBuffer.wrap(damaged).order(ByteOrder.nativeOrder());
            for (int j = random.nextInt(200); j > 0; j--) {
                view.putLong(128 + random.nextInt((LENGTH - 128) / 8) * 8, anyWord(random));
            }
            for (int j = random.nextInt(8); j > 0; j--) {
                view.putLong(TRAILER + random.nextInt(8) * 128, anyWord(random));
            }
            Files.write(file, damaged);
            try (RingReader reader = RingReader.attach(file)) {
                look(reader);
                try (RingWriter writer = RingWriter.attach(file)) {
                    attached++;
                    write(writer, random);
                    look(reader);
                } catch (final RingFormatException e) {
                    refused++;
                }
                look(reader);
            }
        }
        assertTrue(refused > 0 && attached > 0, "refused=" + refused + " attached=" + attached);
    }

    @Test
    void shouldGetInOrderAgainWhenTheRingIsDamagedWhileInUse() throws IOException {
        final SplittableRandom random = new SplittableRandom(NumberedFrames.seed());
        int empty = 0;
        for (int i = 0; i < 300; i++) {
            Files.delete(file);
            RingFile.create(file, CAPACITY, false);
            try (RingReader reader = RingReader.attach(file); RingWriter writer = RingWriter.attach(file)) {
                final RingMapping mapping = writer.mapping();
                for (int j = 0; j < 100; j++) {
                    write(writer, random);
                    if (random.nextInt(4) == 0) {
                        damage(mapping, random);
                    }
                    if (random.nextBoolean()) {
                        look(reader);
                    }
                }
                for (int j = 0; j < 4; j++) {
                    look(reader);
                    write(writer, random);
                }
                look(reader);
                for (int j = 0; j < 50; j++) {
                    write(writer, random);
                    final int found = look(reader);
                    assertTrue(found > 0, "in order again: round " + i + ", batch " + j);
                }
                empty += reader.counters().corruptBatches() == 0 ? 1 : 0;
            }
        }
        assertTrue(empty < 100, "damage was found but in " + empty + " rounds");
    }

    private static void damage(final RingMapping mapping, final SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> mapping.words.putLong(128 + random.nextInt(100) * 8, anyWord(random));
            case 1 -> mapping.ring.putLong(CAPACITY + random.nextInt(6) * 128, anyWord(random));
            default -> {
                for (int j = random.nextInt(20); j > 0; j--) {
                    mapping.ring.putLong(random.nextInt(CAPACITY / 8) * 8, anyWord(random));
                }
            }
        }
    }

    /** Numbers that look right, nearly right, or wrong. */
    private static long anyWord(final SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(2 * CAPACITY) & -8;
            case 2 -> 1L << 32 | random.nextInt(600);
            case 3 -> -random.nextInt(600);
            case 4 -> 0;
            default -> (long)random.nextInt(80) << 16 | 1 | (long)random.nextInt(600) << 32;
        };
    }

    private void write(final RingWriter writer, final SplittableRandom random) {
        for (int i = random.nextInt(10); i >= 0; i--) {
            writer.frame(i, bytes.addressOffset(), random.nextInt(100), 100, 1, 0, 0);
        }
        writer.flush();
    }

    /** Read all there is; returns the frames. */
    private static int look(final RingReader reader) {
        int sum = 0;
        for (int calls = 0; calls < 20; calls++) {
            final int count = reader.next();
            assertTrue(count >= 0 && count <= BatchDescriptor.MAX_FRAMES, "count=" + count);
            for (int i = 0; i < count; i++) {
                final int length = reader.capturedLength(i);
                assertTrue(length >= 0 && reader.offset(i) >= 0 && reader.offset(i) + length <= CAPACITY,
                    "offset=" + reader.offset(i) + " length=" + length);
                assertTrue(reader.originalLength(i) >= length, "original length");
            }
            sum += count;
        }
        return sum;
    }
}
