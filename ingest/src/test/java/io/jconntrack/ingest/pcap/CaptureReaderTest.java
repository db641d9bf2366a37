/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureReaderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadPcapInEitherByteOrder(final boolean bigEndian) throws IOException {
        final ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        try (CaptureReader reader = CaptureReader.open(write(pcap(order, 0xA1B2C3D4, 3)))) {
            assertTrue(reader.next());
            assertEquals(7_000_005_000L, reader.timestampNanos());
            assertEquals(4, reader.capturedLength());
            assertEquals(60, reader.originalLength());
            assertEquals(101, reader.linkType());
            assertEquals((byte)0x45, reader.buffer().getByte(reader.offset()));
            assertTrue(reader.next());
            assertTrue(reader.next());
            assertFalse(reader.next());
            assertNull(reader.warning());
        }
    }

    @Test
    void shouldReadNanosecondsAndGzip() throws IOException {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B23C4D, 2));
        }
        try (CaptureReader reader = CaptureReader.open(write(packed.toByteArray()))) {
            assertTrue(reader.next());
            assertEquals(7_000_000_005L, reader.timestampNanos());
            assertTrue(reader.next());
            assertFalse(reader.next());
            assertNull(reader.warning());
        }
    }

    @Test
    void shouldReportATruncatedLastRecordAndUseTheRest() throws IOException {
        final byte[] whole = pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 2);
        final Path file = write(Arrays.copyOf(whole, whole.length - 2));
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertTrue(reader.next());
            assertFalse(reader.next());
            assertEquals(file + ": truncated: 4 bytes announced, 2 there, in record 1 at offset 44; "
                + "the 1 records before it were used", reader.warning());
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoCapture() throws IOException {
        final Path file = write("hello, world".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(file + ": not a capture file: unknown magic 0x68656c6c at offset 0",
            assertThrows(CaptureFormatException.class, () -> CaptureReader.open(file)).getMessage());
        final Path empty = write(new byte[0]);
        assertEquals(empty + ": not a capture file: it is empty",
            assertThrows(CaptureFormatException.class, () -> CaptureReader.open(empty)).getMessage());
    }

    @Test
    void shouldReadPcapngWithSectionsOfBothByteOrdersAndSeveralInterfaces() throws IOException {
        final ByteBuffer b = ByteBuffer.allocate(1024);
        section(b, ByteOrder.LITTLE_ENDIAN);
        describe(b, 1, 6);
        describe(b, 101, 9);
        enhanced(b, 0, 7_000_001L);
        enhanced(b, 1, 8_000_000_001L);
        section(b, ByteOrder.BIG_ENDIAN);
        describe(b, 113, 0x80 | 1);
        enhanced(b, 0, 7);
        try (CaptureReader reader = CaptureReader.open(write(Arrays.copyOf(b.array(), b.position())))) {
            assertTrue(reader.next());
            assertEquals(1, reader.linkType());
            assertEquals(7_000_001_000L, reader.timestampNanos());
            assertTrue(reader.next());
            assertEquals(101, reader.linkType());
            assertEquals(8_000_000_001L, reader.timestampNanos());
            assertTrue(reader.next());
            assertEquals(113, reader.linkType());
            assertEquals(3_500_000_000L, reader.timestampNanos());
            assertFalse(reader.next());
            assertNull(reader.warning());
        }
    }

    @Test
    void shouldSurviveRandomBytesBehindAGoodHeader() throws IOException {
        final long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CaptureReaderTest seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            final byte[] bytes = new byte[200];
            random.nextBytes(bytes);
            final ByteBuffer b = ByteBuffer.wrap(bytes);
            if (random.nextBoolean()) {
                b.put(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 0));
            } else {
                section(b, ByteOrder.LITTLE_ENDIAN);
                describe(b, 1, 6);
            }
            try (CaptureReader reader = CaptureReader.open(write(bytes))) {
                while (reader.next()) {
                    assertTrue(reader.offset() + reader.capturedLength() <= reader.buffer().capacity());
                }
            }
        }
    }

    private static byte[] pcap(final ByteOrder order, final int magic, final int records) {
        final ByteBuffer b = ByteBuffer.allocate(24 + records * 20).order(order);
        b.putInt(magic).putShort((short)2).putShort((short)4).putLong(0).putInt(65535).putInt(101);
        for (int i = 0; i < records; i++) {
            b.putInt(7 + i).putInt(5).putInt(4).putInt(60).put(new byte[] {0x45, 0, 0, 0});
        }
        return b.array();
    }

    private static void section(final ByteBuffer b, final ByteOrder order) {
        b.order(order).putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D).putShort((short)1).putShort((short)0)
            .putLong(-1).putInt(28);
    }

    private static void describe(final ByteBuffer b, final int linkType, final int resolution) {
        b.putInt(1).putInt(32).putShort((short)linkType).putShort((short)0).putInt(0);
        b.putShort((short)9).putShort((short)1).put((byte)resolution).put(new byte[3]).putInt(0).putInt(32);
    }

    private static void enhanced(final ByteBuffer b, final int number, final long units) {
        b.putInt(6).putInt(36).putInt(number).putInt((int)(units >>> 32)).putInt((int)units).putInt(4).putInt(60);
        b.putInt(0x45000000).putInt(36);
    }

    private Path write(final byte[] bytes) throws IOException {
        return Files.write(folder.resolve("capture-" + System.nanoTime()), bytes);
    }
}
