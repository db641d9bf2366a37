/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.ingest.ring.RingFile;
import io.jconntrack.ingest.ring.RingReader;
import io.jconntrack.ingest.ring.RingWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.agrona.collections.LongArrayList;

/**
 * A tracker is killed while it takes frames from the packet ring. The helper's side, here, goes on writing; the next
 * tracker sees no frame again, and what neither has seen is counted.
 */
final class RingReaderFault implements Fault {
    private static final int CAPACITY = 1 << 18;
    private static final int BATCH = 29;

    private final NumberedFrame frame = new NumberedFrame();
    private final Path directory;
    private final Path ring;
    private final Path notes;
    private final long longestNanos;
    private final RingWriter writer;
    /** What is or was in the ring since the last try. */
    private final LongArrayList written = new LongArrayList();
    private Child next;
    private long number;

    /**
     * A ring.
     *
     * @param directory for its files.
     * @param longestMillis latest moment of a kill, from the first frame on.
     */
    RingReaderFault(final Path directory, final int longestMillis) throws IOException {
        this.directory = directory;
        longestNanos = longestMillis * 1_000_000L;
        ring = directory.resolve("taken-ring.dat");
        notes = directory.resolve("taken-notes");
        RingFile.create(ring, CAPACITY, false);
        writer = RingWriter.attach(ring);
    }

    private Child start() throws IOException {
        return Child.start(RingChild.class.getName(), 1, directory.resolve("taker.log"), "tracker", ring, notes);
    }

    private void write() {
        final long dropped = writer.counters().droppedFrames();
        final int before = written.size();
        for (int i = 0; i < BATCH; i++) {
            frame.write(writer, ++number);
            written.addLong(number);
        }
        writer.flush();
        if (writer.counters().droppedFrames() > dropped) {
            // all of a batch or nothing
            while (written.size() > before) {
                written.removeAt(written.size() - 1);
            }
        }
    }

    @Override
    public void once(final SplittableRandom random, final Tally tally) throws IOException {
        Files.deleteIfExists(notes);
        written.clear();
        final long seen;
        try (Child child = next == null ? start() : next; Notes done = Notes.open(notes)) {
            next = null;
            done.put(RingChild.DONE, number);
            final long before = number;
            child.go();
            final long start = System.nanoTime();
            write();
            child.await(() -> done.get(RingChild.DONE) != before);
            tally.recovered(System.nanoTime() - start);
            final long end = System.nanoTime() + random.nextLong(longestNanos);
            while (System.nanoTime() - end < 0) {
                write();
            }
            child.kill();
            seen = done.get(RingChild.DONE);
            tally.strange(done.get(RingChild.STRANGE));
        }
        next = start();
        goOn(seen, tally);
    }

    private void goOn(final long seen, final Tally tally) throws IOException {
        final long countedBefore = writer.counters().lostAtRestart();
        long taken = 0;
        long last = seen;
        try (RingReader reader = RingReader.attach(ring)) {
            for (int count = reader.next(); count > 0; count = reader.next()) {
                for (int i = 0; i < count; i++) {
                    final long one = NumberedFrame.number(reader, i);
                    tally.strange(one <= last ? 1 : 0);
                    last = Math.max(last, one);
                    taken++;
                }
            }
            reader.done();
            final long counted = reader.counters().lostAtRestart() - countedBefore;
            final long missing = written.longStream().filter(one -> one > seen).count() - taken;
            tally.lost(Math.max(0, missing - counted));
            tally.expected(written.size());
            tally.note("frames lost and counted", counted);
            if (missing > counted || counted > BATCH || reader.counters().corruptBatches() > 0) {
                throw new IllegalStateException("missing=" + missing + " counted=" + counted);
            }
        }
    }

    @Override
    public void close() {
        if (next != null) {
            next.close();
        }
        writer.close();
    }
}
