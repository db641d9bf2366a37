/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import io.jconntrack.snapshot.SnapshotFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A damaged snapshot is refused, and the message says where.
 */
class SnapshotDamageTest {
    private static final long NOW = 5_000_000_000_000L;
    private static final int RECORD = 184;

    private final byte[] bytes;
    private final int header;

    SnapshotDamageTest() throws IOException {
        final Conntrack conntrack = Conntrack.builder()
            .settings(Crowd.settings(Profile.LINUX, "max=2000", "acct=1", "timestamp=1"))
            .columns(Column.MARK, Column.LABELS).build();
        try (conntrack) {
            final Crowd crowd = new Crowd();
            for (int id = 0; conntrack.count() < 18; id++) {
                crowd.establish(conntrack, id, NOW);
            }
            bytes = Snapshots.save(conntrack, NOW, NOW);
        }
        header = little(bytes).getInt(12);
    }

    private static ByteBuffer little(final byte[] of) {
        return ByteBuffer.wrap(of).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static SplittableRandom random() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("SnapshotDamageTest: -Djconntrack.seed=" + seed);
        return new SplittableRandom(seed);
    }

    private static SnapshotFormatException refused(final byte[] damaged, final String what) {
        return assertThrows(SnapshotFormatException.class, () -> Snapshots.lines(damaged), what);
    }

    @Test
    void shouldRefuseTheFileWhateverByteIsChanged() throws IOException {
        final SplittableRandom random = random();
        assertEquals(18, Snapshots.lines(bytes).size());
        for (int at = 0; at < bytes.length; at++) {
            for (final int change : new int[] {0xFF, 1 << random.nextInt(8)}) {
                final byte[] damaged = bytes.clone();
                damaged[at] ^= (byte)change;
                final SnapshotFormatException e = refused(damaged, "at=" + at + ", change=" + change);
                // a wrong length or count shows where the file ends
                final boolean isLength = at < 16 || at >= header && at < header + 16;
                assertTrue(e.offset() <= at || isLength, "at=" + at + ": " + e.getMessage());
            }
        }
    }

    @Test
    void shouldRefuseTheFileWhereverItIsCut() {
        for (int length = 0; length < bytes.length; length++) {
            final SnapshotFormatException e = refused(Arrays.copyOf(bytes, length), "length=" + length);
            assertEquals(length, e.offset());
            assertTrue(e.getMessage().startsWith("memory: not a snapshot that can be read: offset=" + length
                + ", end of file, expected "), e.getMessage());
        }
        assertTrue(refused(Arrays.copyOf(bytes, bytes.length + 1), "longer").getMessage()
            .endsWith("offset=" + bytes.length + ", more bytes, expected the end of the file"));
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertEquals("memory: not a snapshot that can be read: offset=0, magic=23206e6f74206120 expected "
            + "894a4354530d0a1a", refused("# not a snapshot".getBytes(), "text").getMessage());
        assertEquals("memory: not a snapshot that can be read: offset=8, version=2 expected at most 1",
            refused(with(8, 2), "version").getMessage());
        assertTrue(refused(with(header + 16 + 3 * RECORD, 99), "record").getMessage().startsWith(
            "memory: not a snapshot that can be read: offset=" + header + ", checksum of block 0=0x"));
    }

    /** Fields that a checksum vouches for. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "16 | 1 | offset=16, flags=1 expected 0",
        "20 | 31 | offset=20, columns=31 expected 15",
        "24 | 1 | offset=24, record length=1 expected 184",
        "29 | 128 | offset=28, entries per block=32768 expected 16384",
        "56 | 120 | offset=56, unknown profile 'x"})
    void shouldNameTheFieldOfTheHeader(final int offset, final int value, final String text) {
        final byte[] damaged = with(offset, value);
        seal(damaged, 0, header - 4);
        assertTrue(refused(damaged, text).getMessage().contains(text), refused(damaged, text).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | 5 | l3=5 expected 4 or 6",
        "4 | 77 | state=77 expected one of protocol",
        "5 | 64 | worker=64 expected 0 to 63",
        "6 | 1 | reserved=1 expected 0",
        "8 | 16 | status=0x10 expected CONFIRMED and known bits",
        "63 | 127 | deadline="})
    void shouldNameTheFieldOfTheRecord(final int offset, final int value, final String text) {
        assertRecordRefused(5, offset, value, text);
    }

    @ParameterizedTest
    @CsvSource({"110, 15", "110, 255", "111, 15", "111, 128", "117, 15", "117, 255"})
    void shouldRefuseAWindowScaleThatTcpHasNot(final int offset, final int value) {
        int tcp = 0;
        while (bytes[header + 16 + tcp * RECORD + 1] != 6) {
            tcp++;
        }
        assertRecordRefused(tcp, offset, value, "window scales=");
    }

    private void assertRecordRefused(final int entry, final int offset, final int value, final String text) {
        final byte[] damaged = bytes.clone();
        final int record = header + 16 + entry * RECORD;
        damaged[record + offset] = (byte)value;
        seal(damaged, header, 16 + 18 * RECORD);
        final String message = refused(damaged, text).getMessage();
        assertTrue(message.startsWith("memory: not a snapshot that can be read: offset=" + record
            + ", block=0, entry=" + entry + ", " + text), message);
    }

    @Test
    void shouldThrowNothingElseForGarbage() {
        final SplittableRandom random = random();
        for (int i = 0; i < 20_000; i++) {
            final byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            final int kept = random.nextInt(3) * 8;
            System.arraycopy(bytes, 0, garbage, 0, Math.min(kept, garbage.length));
            refused(garbage, "round=" + i);
        }
    }

    @Test
    void shouldShowOrRefuseWhateverStandsUnderRightChecksums() throws IOException {
        final SplittableRandom random = random();
        int shown = 0;
        for (int i = 0; i < 5000; i++) {
            final byte[] damaged = bytes.clone();
            final int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                damaged[random.nextInt(16, damaged.length - 4)] = (byte)random.nextInt();
            }
            little(damaged).putInt(12, header);
            seal(damaged, 0, header - 4);
            seal(damaged, header, 16 + 18 * RECORD);
            sealTrailer(damaged);
            try {
                Snapshots.lines(damaged);
                shown++;
            } catch (final SnapshotFormatException e) {
                assertTrue(e.offset() >= 0);
            }
        }
        assertTrue(shown > 500, "shown=" + shown);
    }

    private byte[] with(final int offset, final int value) {
        final byte[] damaged = bytes.clone();
        damaged[offset] = (byte)value;
        return damaged;
    }

    private static int crc(final byte[] of, final int from, final int length) {
        final CRC32C crc = new CRC32C();
        crc.update(of, from, length);
        return (int)crc.getValue();
    }

    private static void seal(final byte[] part, final int from, final int length) {
        little(part).putInt(from + length, crc(part, from, length));
    }

    private void sealTrailer(final byte[] file) {
        final int trailer = file.length - 20;
        final ByteBuffer sums = ByteBuffer.allocate(8);
        sums.put(file, header - 4, 4).put(file, trailer - 4, 4);
        little(file).putInt(trailer + 4, crc(sums.array(), 0, 8));
        seal(file, trailer, 16);
    }
}
