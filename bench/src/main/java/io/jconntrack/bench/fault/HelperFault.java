/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.ingest.ring.RingFile;
import io.jconntrack.ingest.ring.RingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A capture helper is killed while it writes the packet ring. The tracker's side, here, goes on reading: each frame is
 * whole, comes once and in order, and only what was being written is gone.
 */
final class HelperFault implements Fault {
    private static final int CAPACITY = 1 << 18;

    private final Path directory;
    private final Path ring;
    private final Path notes;
    private final long longestNanos;
    private final RingReader reader;
    private Child next;
    private long last;
    private long received;

    /**
     * A ring.
     *
     * @param directory for its files.
     * @param longestMillis latest moment of a kill, from the first frame on.
     */
    HelperFault(final Path directory, final int longestMillis) throws IOException {
        this.directory = directory;
        longestNanos = longestMillis * 1_000_000L;
        ring = directory.resolve("ring.dat");
        notes = directory.resolve("ring-notes");
        RingFile.create(ring, CAPACITY, false);
        reader = RingReader.attach(ring);
    }

    private Child start() throws IOException {
        return Child.start(RingChild.class.getName(), 1, directory.resolve("helper.log"), "helper", ring, notes);
    }

    @Override
    public void once(final SplittableRandom random, final Tally tally) throws IOException {
        Files.deleteIfExists(notes);
        final long droppedBefore = reader.counters().droppedFrames();
        final long halfBefore = reader.counters().halfWrittenBatches();
        final long first = last + 1;
        received = 0;
        final long handedOver;
        try (Child child = next == null ? start() : next; Notes done = Notes.open(notes)) {
            next = null;
            child.go(first);
            final long start = System.nanoTime();
            child.await(() -> {
                drain(tally);
                return received > 0;
            });
            tally.recovered(System.nanoTime() - start);
            final long end = System.nanoTime() + random.nextLong(longestNanos);
            while (System.nanoTime() - end < 0) {
                drain(tally);
            }
            child.kill();
            handedOver = done.get(RingChild.DONE);
        }
        next = start();
        drain(tally);
        final long dropped = reader.counters().droppedFrames() - droppedBefore;
        final long lost = Math.max(0, handedOver - received - dropped);
        tally.lost(lost);
        tally.expected(received + lost);
        tally.note("dropped, ring full", dropped);
        tally.note("half written batches", reader.counters().halfWrittenBatches() - halfBefore);
        if (lost > 0 || reader.counters().corruptBatches() > 0) {
            throw new IllegalStateException("lost=" + lost + " corrupt=" + reader.counters().corruptBatches());
        }
        // whatever the next one was going to write begins behind all that this one can have written
        last = first + (1L << 32);
    }

    private void drain(final Tally tally) {
        for (int count = reader.next(); count > 0; count = reader.next()) {
            for (int i = 0; i < count; i++) {
                final long number = NumberedFrame.number(reader, i);
                if (number <= last) {
                    tally.strange(1);
                } else {
                    last = number;
                    received++;
                }
            }
        }
        reader.done();
    }

    @Override
    public void close() {
        if (next != null) {
            next.close();
        }
        reader.close();
    }
}
