/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Any bytes as a packet ring: it is refused, or no frame reaches beyond the ring, and there is an end to it.
 */
class RingFuzzTest {
    private static final int CAPACITY = RingDescriptor.MIN_CAPACITY;
    /** Of the words before the ring: those of the tracker. */
    private static final int WORDS = 640;
    private static final int WORDS_LENGTH = 96;
    private static final int TRAILER = RingDescriptor.RING_OFFSET + CAPACITY;
    private static final int CALLS = 200;
    private static final Path FILE = Path.of("target", "fuzz-ring.dat");

    /** The file as it is when it is new. */
    private static byte[] fresh() throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.deleteIfExists(FILE);
        RingFile.create(FILE, CAPACITY, false);
        return Files.readAllBytes(FILE);
    }

    /** Head and tail in two bytes each (times eight), the next sequence number, the tracker's words, the messages. */
    @FuzzTest(maxDuration = "1m")
    void messages(final byte[] input) throws IOException {
        final byte[] ring = fresh();
        if (input.length < 8) {
            return;
        }
        put(ring, TRAILER + 256, position(input, 0));
        put(ring, TRAILER + 128, position(input, 2));
        put(ring, RingDescriptor.NEXT_SEQUENCE_OFFSET, position(input, 4));
        final int words = Math.min(input[6] & 0xFF, Math.min(WORDS_LENGTH, input.length - 8));
        System.arraycopy(input, 8, ring, WORDS, words);
        System.arraycopy(input, 8 + words, ring, RingDescriptor.RING_OFFSET,
            Math.min(CAPACITY, input.length - 8 - words));
        use(ring);
    }

    /** The whole file. */
    @FuzzTest(maxDuration = "1m")
    void file(final byte[] input) throws IOException {
        final byte[] ring = fresh();
        System.arraycopy(input, 0, ring, 0, Math.min(ring.length, input.length));
        use(ring);
    }

    private static long position(final byte[] input, final int at) {
        return ((input[at] & 0xFF) << 8 | input[at + 1] & 0xFF) * 8L;
    }

    private static void put(final byte[] ring, final int at, final long value) {
        for (int i = 0; i < 8; i++) {
            ring[at + i] = (byte)(value >>> 8 * i);
        }
    }

    private static void use(final byte[] ring) throws IOException {
        Files.write(FILE, ring);
        try (RingReader reader = RingReader.attach(FILE)) {
            look(reader);
            try (RingWriter writer = RingWriter.attach(FILE)) {
                writer.frame(1, writer.mapping().words.addressOffset(), 60, 60, 1, 0, 0);
                writer.flush();
                look(reader);
            }
        } catch (final RingFormatException e) {
            if (e.getMessage().indexOf('\n') >= 0) {
                throw new AssertionError(e);
            }
        }
    }

    private static void look(final RingReader reader) {
        for (int calls = 0; calls < CALLS; calls++) {
            final int count = reader.next();
            if (count < 0 || count > BatchDescriptor.MAX_FRAMES) {
                throw new AssertionError("count=" + count);
            }
            for (int i = 0; i < count; i++) {
                final int length = reader.capturedLength(i);
                if (length < 0 || reader.offset(i) < 0 || reader.offset(i) + length > CAPACITY
                    || reader.originalLength(i) < length) {
                    throw new AssertionError("offset=" + reader.offset(i) + " length=" + length);
                }
            }
        }
        if (reader.next() != 0) {
            throw new AssertionError("no end");
        }
    }
}
