/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.ring.RingFile;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.memory.SharedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cleaning removes what a tracker has left, and nothing else, whatever others have put there.
 */
class CleanerTest {
    @TempDir
    private Path shared;
    private TrackerFiles files;

    @BeforeEach
    void setUp() throws IOException {
        files = new TrackerFiles("one", shared);
    }

    private void leave(final String... names) throws IOException {
        Files.createDirectory(files.directory());
        for (final String name : names) {
            Files.createFile(files.directory().resolve(name));
        }
    }

    @Test
    void shouldRemoveWhatATrackerLeft() throws IOException {
        leave("lock", "cnc.dat", "cnc.dat.new", "table.dat", "ring-0.dat", "ring-12.dat", "events-0.dat");
        assertEquals(Cleaner.Result.REMOVED, Cleaner.clean(files));
        assertFalse(Files.exists(files.directory()));
        assertEquals(Cleaner.Result.ABSENT, Cleaner.clean(files));
    }

    @Test
    void shouldRemoveWhatATrackerLeftThatWasKilledEarly() throws IOException {
        leave();
        assertEquals(Cleaner.Result.REMOVED, Cleaner.clean(files));
    }

    @Test
    void shouldLeaveALivingTrackerAlone() throws IOException {
        leave("lock", "table.dat");
        try (SharedFile lock = SharedFile.open(files.lock())) {
            assertTrue(lock.tryLock());
            assertEquals(Cleaner.Result.TRACKER_LIVES, Cleaner.clean(files));
        }
        assertTrue(Files.exists(files.table()));
    }

    @Test
    void shouldLeaveTheRingOfALivingHelperAlone() throws Exception {
        leave("lock");
        RingFile.create(files.ring(0), 1 << 16, false);
        // in another process, since a process does not see its own locks
        final Process helper = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), Helper.class.getName(), files.ring(0).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals('r', helper.getInputStream().read());
            assertEquals(Cleaner.Result.HELPER_LIVES, Cleaner.clean(files));
            assertTrue(Files.exists(files.ring(0)));
        } finally {
            helper.destroyForcibly().waitFor();
        }
        assertEquals(Cleaner.Result.REMOVED, Cleaner.clean(files));
    }

    /** Takes a ring and holds it. */
    static final class Helper {
        private Helper() {
        }

        public static void main(final String[] arguments) throws Exception {
            try (RingWriter writer = RingWriter.attach(Path.of(arguments[0]))) {
                System.out.print("ready " + writer.maxCapturedLength());
                System.out.flush();
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    @Test
    void shouldNotFollowALinkInThePlaceOfTheDirectory() throws IOException {
        final Path victim = Files.createDirectory(shared.resolve("victim"));
        Files.createFile(victim.resolve("table.dat"));
        Files.createSymbolicLink(files.directory(), victim);
        assertThrows(IOException.class, () -> Cleaner.clean(files));
        assertTrue(Files.exists(victim.resolve("table.dat")));
        assertEquals(List.of(), TrackerFiles.all(shared));
    }

    @Test
    void shouldNotFollowALinkInThePlaceOfTheLock() throws IOException {
        leave("table.dat");
        Files.createSymbolicLink(files.lock(), shared.resolve("nothing"));
        assertThrows(IOException.class, () -> Cleaner.clean(files));
        assertFalse(Files.exists(shared.resolve("nothing")));
    }

    @Test
    void shouldRemoveALinkThatHasTheNameOfAFileAndNotWhatItLeadsTo() throws IOException {
        leave("lock");
        final Path victim = Files.createFile(shared.resolve("victim"));
        Files.createSymbolicLink(files.table(), victim);
        assertEquals(Cleaner.Result.REMOVED, Cleaner.clean(files));
        assertTrue(Files.exists(victim));
    }

    @Test
    void shouldKeepFilesThatAreNoTrackersAndSaySo() throws IOException {
        leave("lock", "table.dat", "diary.txt");
        final IOException e = assertThrows(IOException.class, () -> Cleaner.clean(files));
        assertEquals(files.directory() + ": holds files that are no tracker's; they are still there", e.getMessage());
        assertTrue(Files.exists(files.directory().resolve("diary.txt")));
    }

    @Test
    void shouldFindTrackersByTheirDirectoriesOnly() throws IOException {
        leave("lock");
        Files.createDirectory(shared.resolve("jconntrack-!"));
        Files.createFile(shared.resolve("jconntrack-file"));
        assertEquals(List.of("one"), TrackerFiles.all(shared).stream().map(TrackerFiles::name).toList());
    }
}
