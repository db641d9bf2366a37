/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two threads at full speed; processes that are killed with SIGKILL under load.
 */
@Timeout(120)
final class RingProcessTest {
    private static final int CAPACITY = 1 << 16;
    private static final int KILLS = 8;
    /** Numbers of a helper's frames begin at a multiple of it. */
    private static final long SHARE = 1L << 32;

    @TempDir
    private Path directory;
    private Path file;
    private final List<Process> started = new ArrayList<>();
    private final NumberedFrames frames = new NumberedFrames(300);

    @BeforeEach
    void makeRing() throws IOException {
        file = directory.resolve("ring-0.dat");
        RingFile.create(file, CAPACITY, false);
    }

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(final Object... arguments) throws IOException {
        final Process process = RingProcess.start(arguments);
        started.add(process);
        return process;
    }

    @Test
    void shouldHandOverEveryFrameOfAnotherThread() throws Exception {
        final int batches = 100_000;
        try (RingReader reader = RingReader.attach(file); RingWriter writer = RingWriter.attach(file)) {
            final long[] written = new long[1];
            final Thread helper = Thread.ofPlatform().start(() -> {
                final NumberedFrames own = new NumberedFrames(300);
                final SplittableRandom random = new SplittableRandom(NumberedFrames.seed());
                for (int i = 0; i < batches; i++) {
                    for (int j = random.nextInt(20); j >= 0; j--) {
                        own.write(writer, written[0]++);
                    }
                    writer.flush();
                }
            });
            long last = -1;
            long read = 0;
            boolean ended = false;
            for (int count = 0; !ended || count > 0; read += count) {
                ended = !helper.isAlive();
                count = reader.next();
                for (int i = 0; i < count; i++) {
                    final long number = frames.check(reader, i);
                    assertTrue(number > last, "order");
                    last = number;
                }
            }
            assertEquals(written[0], read + writer.counters().droppedFrames());
            assertEquals(read, reader.counters().takenFrames());
            assertEquals(0, reader.counters().lostInRing() + reader.counters().corruptBatches());
        }
    }

    @Test
    void shouldReadOnlyWholeFramesAndCountTheOthersWhenHelpersAreKilled() throws Exception {
        final SplittableRandom random = new SplittableRandom(NumberedFrames.seed());
        try (RingReader reader = RingReader.attach(file)) {
            final Tally tally = new Tally(reader);
            for (int kill = 0; kill < KILLS; kill++) {
                final Process helper = start("helper", file, kill * SHARE);
                final long before = tally.read;
                final long batches = 1 + random.nextInt(20_000);
                for (long i = 0; i < batches || tally.read == before;) {
                    i += tally.next() ? 1 : 0;
                    assertTrue(helper.isAlive(), "helper ended by itself");
                }
                if (kill == 0) {
                    assertEquals(file + ": another helper has this ring: pid=" + helper.pid(),
                        assertThrows(RingInUseException.class, () -> RingWriter.attach(file)).getMessage());
                }
                helper.destroyForcibly();
                while (helper.isAlive() && random.nextInt(1000) != 0) {
                    tally.next();
                }
                helper.waitFor();
            }
            tally.readAll();
            final Process last = start("helper", file, KILLS * SHARE);
            while (tally.last < KILLS * SHARE) {
                tally.next();
            }
            last.destroyForcibly().waitFor();
            tally.readAll();
            final RingCounters counters = reader.counters();
            assertEquals(tally.gaps, counters.lostInRing());
            assertEquals(tally.read, counters.takenFrames());
            assertTrue(counters.frames() - tally.read - tally.gaps <= BatchDescriptor.MAX_FRAMES);
            assertTrue(counters.lostInRing() <= (KILLS + 1L) * BatchDescriptor.MAX_FRAMES);
            assertEquals(0, counters.corruptBatches() + counters.lostAtRestart());
            assertEquals(KILLS + 1, counters.helperAttachments());
        }
    }

    /** What a reader saw. */
    private final class Tally {
        private final RingReader reader;
        private long read;
        private long gaps;
        private long last = -1;
        private long expected;

        Tally(final RingReader reader) {
            this.reader = reader;
        }

        boolean next() {
            final int count = reader.next();
            if (count > 0) {
                gaps += reader.sequence() - expected;
                expected = reader.sequence() + count;
                for (int i = 0; i < count; i++) {
                    final long number = frames.check(reader, i);
                    assertTrue(number > last, "order");
                    last = number;
                }
                read += count;
                reader.done();
            }
            return count > 0;
        }

        void readAll() {
            while (next()) {
                // read on
            }
        }
    }

    @Test
    void shouldSeeNoFrameTwiceWhenTrackersAreKilled() throws Exception {
        final int most = 1 << 26;
        final SplittableRandom random = new SplittableRandom(NumberedFrames.seed());
        final Path seen = directory.resolve("seen");
        Files.write(seen, new byte[0]);
        try (RandomAccessFile marks = new RandomAccessFile(seen.toFile(), "rw")) {
            marks.setLength(most);
        }
        long written = 0;
        long lost;
        try (RingWriter writer = RingWriter.attach(file)) {
            final RingCounters counters = writer.counters();
            for (int kill = 0; kill <= KILLS; kill++) {
                final Process tracker = start("tracker", file, seen);
                final long before = counters.takenFrames();
                final long wanted = before + 1 + random.nextInt(200_000);
                while (counters.takenFrames() < wanted && written < most) {
                    assertTrue(tracker.isAlive(), "tracker ended by itself");
                    // number and sequence number are the same as long as nothing is dropped
                    if (counters.frames() - counters.takenFrames() < 256) {
                        frames.write(writer, written++);
                    }
                }
                assertTrue(written < most, "enough numbers");
                if (kill == KILLS) {
                    writer.flush();
                    while (counters.frames() > counters.accounted()) {
                        Thread.onSpinWait();
                    }
                }
                tracker.destroyForcibly().waitFor();
            }
            assertEquals(0, counters.droppedFrames() + counters.corruptBatches() + counters.lostInRing());
            assertEquals(KILLS + 1, counters.trackerAttachments());
            lost = counters.lostAtRestart();
        }
        final byte[] marks = Files.readAllBytes(seen);
        long unseen = 0;
        for (int i = 0; i < written; i++) {
            assertTrue(marks[i] == 0 || marks[i] == 1, "frame " + i + " was seen " + marks[i] + " times");
            unseen += 1 - marks[i];
        }
        assertTrue(unseen <= lost, "unseen=" + unseen + " lost=" + lost);
        assertTrue(lost <= (KILLS + 1L) * BatchDescriptor.MAX_FRAMES, "lost=" + lost);
    }
}
