/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.ingest.ring.RingReader;
import io.jconntrack.ingest.ring.RingWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One side of a packet ring, a process that works until it is killed: the helper's side writes numbered frames, the
 * tracker's side takes them. Either notes what it has done.
 */
final class RingChild {
    /** Helper: frames that were handed over. Tracker: number of the last frame that it has seen. */
    static final int DONE = 0;
    /** Tracker: frames that were not whole, or came twice. */
    static final int STRANGE = 1;
    private static final int BATCH = 37;

    private RingChild() {
    }

    /**
     * The process: side, ring, notes; then a line on standard input with the first frame's number.
     *
     * @param args of it.
     * @throws IOException when the ring can't be had.
     */
    public static void main(final String[] args) throws IOException {
        final String[] go = Child.ready();
        final Path ring = Path.of(args[1]);
        try (Notes notes = Notes.open(Path.of(args[2]))) {
            if (args[0].equals("helper")) {
                help(ring, notes, Long.parseLong(go[0]));
            } else {
                track(ring, notes);
            }
        }
    }

    private static void help(final Path ring, final Notes notes, final long first) throws IOException {
        final NumberedFrame frame = new NumberedFrame();
        try (RingWriter writer = RingWriter.attach(ring)) {
            for (long done = 0;; done += BATCH) {
                for (int i = 0; i < BATCH; i++) {
                    frame.write(writer, first + done + i);
                }
                writer.flush();
                notes.put(DONE, done + BATCH);
            }
        }
    }

    private static void track(final Path ring, final Notes notes) throws IOException {
        try (RingReader reader = RingReader.attach(ring)) {
            while (true) {
                final int count = reader.next();
                for (int i = 0; i < count; i++) {
                    final long number = NumberedFrame.number(reader, i);
                    if (number <= notes.get(DONE)) {
                        notes.put(STRANGE, notes.get(STRANGE) + 1);
                    } else {
                        notes.put(DONE, number);
                    }
                }
                reader.done();
            }
        }
    }
}
