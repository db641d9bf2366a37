/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A helper or a tracker is killed between any two of its stores, while it attaches or works, with the ring's end at any
 * place; the next one may be killed as well.
 */
final class RingKillTest {
    private static final int CAPACITY = RingDescriptor.MIN_CAPACITY;
    private static final int SCENARIOS = 150;
    /** More than one scenario stores. */
    private static final int NEVER = 1_000_000;

    @TempDir
    private Path directory;
    private RingMapping helper;
    private RingMapping tracker;
    private final NumberedFrames frames = new NumberedFrames(200);

    /** Numbers of the frames that must arrive, and of those that may. */
    private final List<Long> sure = new ArrayList<>();
    private final Set<Long> possible = new HashSet<>();
    private final List<Long> seen = new ArrayList<>();
    private long next;
    private int kills;

    @BeforeEach
    void makeRing() throws IOException {
        final Path file = directory.resolve("ring-0.dat");
        RingFile.create(file, CAPACITY, false);
        helper = RingMapping.attach(file, RingSide.HELPER);
        tracker = RingMapping.attach(file, RingSide.TRACKER);
    }

    @AfterEach
    void close() {
        helper.close();
        tracker.close();
    }

    private void reset() {
        helper.words.setMemory(128, RingDescriptor.RING_OFFSET - 128, (byte)0);
        helper.ring.setMemory(0, helper.ring.capacity(), (byte)0);
        sure.clear();
        possible.clear();
        seen.clear();
        next = 0;
        kills = 0;
    }

    private RingReader reader(final int limit) {
        final LimitedStores stores = new LimitedStores(limit);
        return new RingReader(tracker, stores.limit(tracker.words), stores.limit(tracker.ring));
    }

    private RingWriter writer(final int limit) throws IOException {
        final LimitedStores stores = new LimitedStores(limit);
        return new RingWriter(helper, stores.limit(helper.words), stores.limit(helper.ring));
    }

    /** Write a batch of a few frames. */
    private void writeBatch(final RingWriter writer, final SplittableRandom random) {
        final List<Long> batch = new ArrayList<>();
        int length = BatchDescriptor.HEAD_LENGTH;
        for (int i = random.nextInt(5); i >= 0; i--) {
            length += FrameDescriptor.length(frames.length(next));
            if (length > CAPACITY / 8) {
                // it would begin another batch
                next++;
                break;
            }
            batch.add(next);
            frames.write(writer, next++);
        }
        possible.addAll(batch);
        final long dropped = writer.counters().droppedFrames();
        writer.flush();
        possible.removeAll(batch);
        if (writer.counters().droppedFrames() == dropped) {
            sure.addAll(batch);
        }
    }

    private void read(final RingReader reader, final int batches) {
        for (int i = 0; i < batches; i++) {
            final int count = reader.next();
            for (int j = 0; j < count; j++) {
                seen.add(frames.check(reader, j));
            }
        }
    }

    /** Let a helper work that is killed after some stores; returns whether it was. */
    private boolean helperIsKilled(final RingReader reader, final int limit, final SplittableRandom random)
        throws IOException {
        final int batches = 1 + random.nextInt(4);
        try {
            final RingWriter writer = writer(limit);
            for (int i = 0; i < batches; i++) {
                writeBatch(writer, random);
                read(reader, random.nextInt(3));
            }
            return false;
        } catch (final LimitedStores.Killed e) {
            kills++;
            read(reader, random.nextInt(3));
            return true;
        }
    }

    @Test
    void shouldLoseAtMostTheLastBatchWhenAHelperIsKilledAtAnyStore() throws IOException {
        final long seed = NumberedFrames.seed();
        long lost = 0;
        long halfWritten = 0;
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            boolean killed = true;
            for (int limit = 0; killed; limit++) {
                reset();
                final SplittableRandom random = new SplittableRandom(seed + scenario);
                final RingReader reader = reader(NEVER);
                for (int i = random.nextInt(30); i > 0; i--) {
                    helperIsKilled(reader, NEVER, random);
                }
                killed = helperIsKilled(reader, limit, random);
                for (int i = random.nextInt(3); i > 0; i--) {
                    helperIsKilled(reader, random.nextInt(40), random);
                }
                read(reader, 2 * CAPACITY);
                final RingWriter last = writer(NEVER);
                for (int i = 0; i < 20; i++) {
                    writeBatch(last, random);
                    read(reader, 3);
                }
                reader.done();
                checkHelpersKilled(reader.counters(), "scenario " + scenario + ", killed after " + limit);
                lost += reader.counters().lostInRing();
                halfWritten += reader.counters().halfWrittenBatches();
            }
        }
        assertTrue(lost > 0 && halfWritten > 0, "lost=" + lost + " halfWritten=" + halfWritten);
    }

    private void checkHelpersKilled(final RingCounters counters, final String what) {
        final List<Long> unsure = new ArrayList<>(seen);
        unsure.removeAll(new HashSet<>(sure));
        assertTrue(possible.containsAll(unsure), what + ": saw " + unsure);
        final List<Long> expected = new ArrayList<>(sure);
        expected.addAll(unsure);
        expected.sort(null);
        assertEquals(expected, seen, what);
        assertEquals(seen.size(), counters.takenFrames(), what);
        assertEquals(counters.frames(), counters.takenFrames() + counters.lostInRing(), what);
        assertTrue(counters.lostInRing() <= possible.size() - unsure.size(), what + ": lost=" + counters.lostInRing());
        assertTrue(counters.halfWrittenBatches() <= kills, what);
        assertEquals(0, counters.corruptBatches() + counters.lostAtRestart(), what);
    }

    @Test
    void shouldSeeNoFrameTwiceWhenATrackerIsKilledAtAnyStore() throws IOException {
        final long seed = NumberedFrames.seed();
        long lost = 0;
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            boolean killed = true;
            for (int limit = 0; killed; limit++) {
                reset();
                final SplittableRandom random = new SplittableRandom(seed + scenario);
                final RingReader first = reader(NEVER);
                for (int i = random.nextInt(30); i > 0; i--) {
                    helperIsKilled(first, NEVER, random);
                }
                helperIsKilled(first, random.nextInt(60), random);
                first.done();
                kills = 0;
                final RingWriter writer = writer(NEVER);
                killed = trackerIsKilled(writer, limit, random);
                for (int i = random.nextInt(3); i > 0; i--) {
                    trackerIsKilled(writer, random.nextInt(30), random);
                }
                final RingReader last = reader(NEVER);
                writeBatch(writer, random);
                read(last, 2 * CAPACITY);
                writeBatch(writer, random);
                read(last, 2);
                last.done();
                checkTrackersKilled(last.counters(), "scenario " + scenario + ", killed after " + limit);
                lost += last.counters().lostAtRestart();
            }
        }
        assertTrue(lost > 0, "lost=" + lost);
    }

    private boolean trackerIsKilled(final RingWriter writer, final int limit, final SplittableRandom random) {
        try {
            final RingReader reader = reader(limit);
            for (int i = 0; i < 4; i++) {
                writeBatch(writer, random);
                read(reader, random.nextInt(4));
            }
            reader.done();
            return false;
        } catch (final LimitedStores.Killed e) {
            kills++;
            return true;
        }
    }

    private void checkTrackersKilled(final RingCounters counters, final String what) {
        final Set<Long> once = new HashSet<>(seen);
        assertEquals(seen.size(), once.size(), what + ": seen twice");
        final Set<Long> unseen = new HashSet<>(sure);
        unseen.removeAll(once);
        assertTrue(unseen.size() <= counters.lostAtRestart(), what + ": never seen " + unseen);
        assertTrue(counters.lostAtRestart() <= kills * 5L, what + ": lost=" + counters.lostAtRestart());
        assertTrue(counters.takenFrames() <= seen.size(), what);
        assertEquals(counters.frames(), counters.takenFrames() + counters.lostInRing() + counters.lostAtRestart(),
            what);
        assertEquals(0, counters.corruptBatches(), what);
    }
}
