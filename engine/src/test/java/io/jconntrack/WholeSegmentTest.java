/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.nio.ByteBuffer;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A segment leaves the same verdict and the same entry, to the last byte, whether it is recognised as whole or is
 * decoded: of any flags and options, in both profiles and two zones, from an endpoint to itself too. The second tracker
 * is made to decode by IP options that say nothing. The seed is printed on failure and set by
 * {@code -Djconntrack.seed}.
 */
class WholeSegmentTest {
    private static final long SEED = Long.getLong("jconntrack.seed", System.nanoTime());
    private static final int PACKETS = 200_000;
    private static final int STRIDE = 256;
    private static final int HEADER = 20;
    private static final int OPTIONS = 4;
    private static final int CONNECTIONS = 6;
    private static final int[] FLAGS = {0x02, 0x12, 0x11, 0x19, 0x04, 0x14, 0x30, 0x00, 0x03, 0xC2};
    private static final int ACK = 0x10;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * STRIDE));
    private final Random random = new Random(SEED);
    private final int[][] next = new int[CONNECTIONS][2];
    private long nowNanos = 1_000_000_000_000L;
    private int length;

    @ParameterizedTest
    @CsvSource({"LINUX, tcp_loose=1", "LINUX, tcp_loose=0", "LINUX, tcp_be_liberal=1", "CLASSIC, tcp_loose=1"})
    void shouldLeaveWhatADecodedSegmentLeaves(final Profile profile, final String setting) {
        final String[] one = setting.split("=");
        final Settings settings = new Settings(profile).set("checksum", "0").set(one[0], one[1]);
        try (Conntrack whole = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
            Conntrack decoded = Conntrack.builder().settings(settings).hashSeed(1, 2).build()) {
            for (int i = 0; i < PACKETS; i++) {
                write();
                final int zone = random.nextInt(2);
                final long expected =
                    decoded.process(buffer, STRIDE, length + OPTIONS, length + OPTIONS, zone, nowNanos);
                final long verdict = whole.process(buffer, 0, length, length, zone, nowNanos);
                final String where = "seed=" + SEED + " packet=" + i;
                Duel.assertSame(decoded, expected, whole, verdict, where);
                nowNanos += random.nextInt(3000) == 0 ? 200_000_000_000L : random.nextInt(20_000_000);
                decoded.poll(nowNanos, 8);
                whole.poll(nowNanos, 8);
            }
            assertEquals(0, decoded.predicted());
        }
    }

    /** A segment at 0, and behind it the same one with options in its IP header. */
    private void write() {
        final int connection = random.nextInt(CONNECTIONS);
        final int side = random.nextInt(2);
        // the last connection is one of an endpoint with itself
        final boolean toItself = connection == CONNECTIONS - 1;
        final int client = toItself ? 0x0A01_0000 : 0x0A00_0000 + connection;
        final int clientPort = toItself ? 80 : 1000 + connection;
        final int flags = random.nextInt(40) == 0 ? FLAGS[random.nextInt(FLAGS.length)] : ACK;
        final int words = (flags & 2) != 0 || random.nextInt(8) == 0 ? 5 + random.nextInt(6) : 5;
        final int data = random.nextInt(3) == 0 ? random.nextInt(30) : 0;
        length = HEADER + words * 4 + data;
        buffer.setMemory(0, 2 * STRIDE, (byte)0);
        buffer.putShort(HEADER, (short)(side == 0 ? clientPort : 80), BIG_ENDIAN);
        buffer.putShort(HEADER + 2, (short)(side == 0 ? 80 : clientPort), BIG_ENDIAN);
        final int strayed = random.nextInt(50) == 0 ? random.nextInt() : 0;
        buffer.putInt(HEADER + 4, next[connection][side] + strayed, BIG_ENDIAN);
        buffer.putInt(HEADER + 8, next[connection][1 - side], BIG_ENDIAN);
        buffer.putByte(HEADER + 12, (byte)(random.nextInt(500) == 0 ? random.nextInt() : words << 4));
        buffer.putByte(HEADER + 13, (byte)flags);
        buffer.putShort(HEADER + 14, (short)(random.nextInt(50) == 0 ? random.nextInt() : 30_000), BIG_ENDIAN);
        writeOptions(words * 4 - 20);
        next[connection][side] += data + (flags & 1) + (flags >> 1 & 1);
        buffer.putBytes(STRIDE + HEADER + OPTIONS, buffer, HEADER, length - HEADER);
        writeIp(0, length, side == 0 ? client : 0x0A01_0000, side == 0 ? 0x0A01_0000 : client);
        writeIp(STRIDE, length + OPTIONS, side == 0 ? client : 0x0A01_0000, side == 0 ? 0x0A01_0000 : client);
        // four options "no operation" (RFC 791, section 3.1)
        buffer.putInt(STRIDE + HEADER, 0x0101_0101);
        buffer.putByte(STRIDE, (byte)0x46);
        Tester.putIpv4Checksum(buffer, 0);
        Tester.putIpv4Checksum(buffer, STRIDE);
    }

    /** A window scale, SACK permitted, SACK blocks, or noise. */
    private void writeOptions(final int bytes) {
        final int at = HEADER + 20;
        final int kind = random.nextInt(5);
        if (kind == 0 && bytes >= 4) {
            buffer.putInt(at, 0x01030300 | random.nextInt(16), BIG_ENDIAN);
        } else if (kind == 1 && bytes >= 8) {
            buffer.putLong(at, 0x0402_0303_0701_0101L, BIG_ENDIAN);
        } else if (kind == 2 && bytes >= 12) {
            buffer.putInt(at, 0x0101050A, BIG_ENDIAN);
            buffer.putLong(at + 4, random.nextLong(), BIG_ENDIAN);
        } else {
            for (int i = 0; i < bytes; i++) {
                buffer.putByte(at + i, (byte)random.nextInt(8));
            }
        }
    }

    private void writeIp(final int at, final int bytes, final int source, final int destination) {
        buffer.putInt(at, 0x4500_0000 | bytes, BIG_ENDIAN);
        buffer.putInt(at + 8, 64 << 24 | 6 << 16, BIG_ENDIAN);
        buffer.putInt(at + 12, source, BIG_ENDIAN);
        buffer.putInt(at + 16, destination, BIG_ENDIAN);
    }
}
