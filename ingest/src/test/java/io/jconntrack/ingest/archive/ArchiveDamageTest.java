/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.text.TupleText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are not what they should be.
 */
class ArchiveDamageTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void makeOne() throws IOException {
        file = folder.resolve("archive.dat");
        try (Traffic traffic = new Traffic();
            Archive archive = Archive.openOrCreate(file, new ArchiveSize(1_000, 9), note -> { })) {
            for (int n = 0; n < 5; n++) {
                traffic.udp(1, true);
                traffic.udp(2, true);
                archive.add(traffic.dump(), "tracker", count -> true);
            }
        }
    }

    private String refusal() {
        final String message = assertThrows(IOException.class, () -> Archive.open(file, note -> { })).getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }

    /** Change the file where bytes are found that are there once. */
    private void change(final byte[] wanted, final int offset, final byte[] to) throws IOException {
        final String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        final int at = all.indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
        assertTrue(at >= 0);
        final byte[] bytes = all.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(to, 0, bytes, at + offset, to.length);
        Files.write(file, bytes);
    }

    private static byte[] bytes(final int... numbers) {
        final ByteBuffer buffer = ByteBuffer.allocate(4 * numbers.length);
        for (final int number : numbers) {
            buffer.putInt(number);
        }
        return buffer.array();
    }

    @Test
    void shouldRefuseAForeignFileAndLeaveItAlone() throws IOException {
        Files.writeString(file, "Dear all,");
        assertEquals("not an archive: no header of a Chronicle Map at its beginning", refusal());
        assertEquals("Dear all,", Files.readString(file));
        Files.write(file, new byte[0]);
        assertEquals("not an archive: no header of a Chronicle Map at its beginning", refusal());
        assertEquals(0, Files.size(file));
        assertTrue(assertThrows(IOException.class, () -> Archive.open(folder, note -> { })).getMessage()
            .endsWith(": is a directory"));
    }

    @Test
    void shouldRefuseAnotherProgramsChronicleMap() throws IOException {
        Files.delete(file);
        ChronicleMapBuilder.of(byte[].class, byte[].class).constantKeySizeBySample(new byte[8])
            .constantValueSizeBySample(new byte[16]).entries(10).createPersistedTo(file.toFile()).close();
        assertEquals("a Chronicle Map, but not an archive of layout version 1: its keys have 8 bytes and its values 16 "
            + "instead of 44 and 176", refusal());
        Files.delete(file);
        try (ChronicleMap<byte[], byte[]> map = ChronicleMapBuilder.of(byte[].class, byte[].class)
            .constantKeySizeBySample(new byte[44]).constantValueSizeBySample(new byte[176]).entries(10)
            .createPersistedTo(file.toFile())) {
            map.put(new byte[44], new byte[176]);
        }
        assertEquals("a Chronicle Map, but not an archive: the entry that tells what it is is missing", refusal());
    }

    @Test
    void shouldRepairAnArchiveWhoseUserWasKilledWithALockInHand() throws IOException {
        final byte[] locked;
        try (ChronicleMap<byte[], byte[]> map = ChronicleMapBuilder.of(byte[].class, byte[].class)
            .createPersistedTo(file.toFile());
            ExternalMapQueryContext<byte[], byte[], ?> entry = map.queryContext(Keys.about())) {
            entry.writeLock().lock();
            locked = Files.readAllBytes(file);
        }
        Files.write(file, locked);
        final byte[] users = new byte[256];
        users[64] = 1;
        Files.write(ArchiveUsers.beside(file), users);
        final List<String> notes = new ArrayList<>();
        final int snapshots = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            try (Archive archive = Archive.open(file, notes::add)) {
                return archive.catalogue().size();
            }
        });
        assertEquals(5, snapshots);
        assertEquals(1, notes.size());
    }

    @Test
    void shouldRefuseATruncatedFile() throws IOException {
        final byte[] all = Files.readAllBytes(file);
        for (final int length : new int[]{all.length - 1, all.length - 8_192, 40_960, 5_000}) {
            Files.write(file, java.util.Arrays.copyOf(all, length));
            final String message = refusal();
            assertTrue(message.contains(Integer.toString(length)), () -> length + ": " + message);
            assertEquals(length, Files.size(file));
        }
    }

    @Test
    void shouldRefuseAnArchiveOfANewerLayout() throws IOException {
        change(bytes(ArchiveDescriptor.MAGIC, 1), 4, bytes(2));
        assertEquals("layout version 2 is newer than this program's, 1", refusal());
    }

    @Test
    void shouldRefuseAnArchiveWhoseDescriptionIsDamaged() throws IOException {
        change(bytes(ArchiveDescriptor.MAGIC, 1), 8, bytes(10));
        assertEquals("damaged: the check of the entry that tells what it is does not fit", refusal());
    }

    @Test
    void shouldRefuseADamagedHeader() throws IOException {
        change("actualSegments: ".getBytes(StandardCharsets.US_ASCII), 16, new byte[]{'7'});
        assertEquals("Self Bootstrapping Header checksum doesn't match the stored checksum", refusal());
    }

    @Test
    void shouldLeaveOutAndCountADamagedObservation() throws IOException {
        // number 3 in the history, of snapshot 3
        change(bytes(3, 3), 40, bytes(0x55));
        try (Archive archive = Archive.open(file, note -> { })) {
            final History one = archive.history(TupleText.parse("udp 10.0.0.1:1000 10.1.0.0:80"));
            final History two = archive.history(TupleText.parse("udp 10.0.0.2:1000 10.1.0.0:80"));
            assertEquals(9, one.observations().size() + two.observations().size());
            assertEquals(1, one.damaged() + two.damaged());
        }
    }
}
