/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import io.jconntrack.settings.Pages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that several processes map.
 */
class SharedFileTest {
    private static final long MIB = 1 << 20;
    private static final MemoryOptions SMALL = MemoryOptions.ON_DEMAND.withPages(Pages.SMALL);

    @TempDir
    Path directory;

    private Path path() {
        return directory.resolve("file");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldShowToOthersWhatIsWritten(final boolean prefault) throws IOException {
        final MemoryOptions options = MemoryOptions.DEFAULT.withPrefault(prefault);
        try (SharedFile file = SharedFile.open(path()); Region region = file.create(5 * MIB + 123, options)) {
            assertEquals(5 * MIB + 123, region.length());
            assertEquals(5 * MIB + 123, Files.size(path()));
            assertEquals(0, region.address() % Region.ALIGNMENT);
            for (long at = 0; at < region.length(); at++) {
                assertEquals(0, UnsafeApi.getByte(region.address() + at));
            }
            UnsafeApi.putLong(region.address() + 5 * MIB, 42);
            try (SharedFile other = SharedFile.openReadOnly(path()); Region read = other.map(options)) {
                assertEquals(region.length(), read.length());
                assertEquals(42, UnsafeApi.getLong(read.address() + 5 * MIB));
                UnsafeApi.putLong(region.address() + 5 * MIB, 43);
                assertEquals(43, UnsafeApi.getLong(read.address() + 5 * MIB));
            }
        }
        try (SharedFile file = SharedFile.open(path()); Region region = file.map(options)) {
            assertEquals(43, UnsafeApi.getLong(region.address() + 5 * MIB));
        }
    }

    @Test
    void shouldMapMoreThanTwoGibibytes() throws IOException {
        final long length = (5L << 30) + 8;
        try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 9}), length - 4);
        }
        try (SharedFile file = SharedFile.openReadOnly(path()); Region region = file.map(SMALL)) {
            assertEquals(length, region.length());
            assertEquals(9, UnsafeApi.getByte(region.address() + length - 1));
        }
    }

    @Test
    void shouldBeItsOwnersUnlessTheGroupMayRead() throws IOException {
        try (SharedFile file = SharedFile.open(path())) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
            file.permit(true);
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
            file.permit(false);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
        }
    }

    @Test
    void shouldHoldItsLockUntilItIsClosedWhoeverElseOpensAndCloses() throws IOException {
        try (SharedFile other = SharedFile.open(path())) {
            try (SharedFile file = SharedFile.open(path())) {
                assertFalse(other.isLocked());
                assertTrue(file.tryLock());
                assertTrue(file.tryLock());
                assertFalse(file.isLocked());
                for (int i = 0; i < 2; i++) {
                    assertTrue(other.isLocked());
                    assertFalse(other.tryLock());
                    SharedFile.openReadOnly(path()).close();
                    FileChannel.open(path(), StandardOpenOption.READ).close();
                }
                try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.WRITE)) {
                    assertNull(channel.tryLock());
                }
            }
            assertFalse(other.isLocked());
            try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
                assertTrue(lock.isValid());
                assertTrue(other.isLocked());
                assertFalse(other.tryLock());
            }
        }
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertEquals(path() + ": no such file",
            assertThrows(NoSuchFileException.class, () -> SharedFile.openReadOnly(path()).close()).getMessage());
        assertTrue(assertThrows(FileSystemException.class, () -> SharedFile.open(directory).close()).getMessage()
            .startsWith(directory + ": Is a directory (errno=21)"));
    }

    @Test
    void shouldRefuseToMapAnEmptyFile() throws IOException {
        try (SharedFile file = SharedFile.open(path())) {
            assertEquals(path() + ": the file is empty",
                assertThrows(FileSystemException.class, () -> file.map(SMALL).close()).getMessage());
        }
    }

    @Test
    void shouldRefuseReservedHugePages() throws IOException {
        try (SharedFile file = SharedFile.open(path())) {
            assertTrue(assertThrows(MemoryUnavailableException.class,
                () -> file.create(MIB, MemoryOptions.DEFAULT.withPages(Pages.HUGETLB)).close()).getMessage()
                .startsWith("reserved huge pages can't back a file: file=" + path() + ", pages=HUGETLB"));
        }
    }

    @Test
    void shouldRefuseMoreThanTheMachineCanSpare() throws IOException {
        try (SharedFile file = SharedFile.open(path())) {
            assertTrue(assertThrows(MemoryUnavailableException.class,
                () -> file.create(1L << 44, SMALL).close()).getMessage()
                .startsWith("not enough memory to pre-fault: wanted=" + (1L << 44)));
            assertEquals(0, file.length());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayHowMuchThereIsWhenTheFileSystemIsFull(final boolean prefault) throws Exception {
        final MemoryOptions options = MemoryOptions.DEFAULT.withPrefault(prefault);
        try (SmallFileSystem small = SmallFileSystem.mount(directory.resolve("small"), 8)) {
            assumeTrue(small != null, "no file system could be mounted: needs root");
            final Path full = directory.resolve("small/file");
            try (SharedFile file = SharedFile.open(full)) {
                final String message = assertThrows(MemoryUnavailableException.class,
                    () -> file.create(9 * MIB, options).close()).getMessage();
                assertTrue(message.matches("no space for the file: file=" + full + ", wanted=" + 9 * MIB
                    + " bytes, of which the file system has " + 8 * MIB
                    + " at most: No space left on device \\(errno=28\\)"), message);
                assertEquals(0, file.length());
                try (Region region = file.create(7 * MIB, options)) {
                    UnsafeApi.putByte(region.address() + 7 * MIB - 1, (byte)1);
                }
            }
            // a hole that can't be filled shows before anybody falls into it
            Files.delete(full);
            try (FileChannel channel = FileChannel.open(full, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), 9 * MIB);
            }
            try (SharedFile file = SharedFile.open(full)) {
                assertThrows(MemoryUnavailableException.class, () -> file.map(options).close());
            }
        }
    }
}
