/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/**
 * Keys as they are pressed. Used by one thread.
 */
final class Keyboard {
    private static final long SEQUENCE_MILLIS = 50;
    private static final int LONGEST = 8;

    private final NonBlockingReader reader;

    Keyboard(final NonBlockingReader reader) {
        this.reader = reader;
    }

    /**
     * Wait for a key.
     *
     * @return it, or {@link NonBlockingReader#READ_EXPIRED} after a time, or {@link NonBlockingReader#EOF}.
     */
    int read(final long millis) throws IOException {
        final int first = reader.read(millis);
        if (first != Key.ESCAPE) {
            return first;
        }
        final StringBuilder sequence = new StringBuilder();
        while (sequence.length() < LONGEST) {
            final int next = reader.read(SEQUENCE_MILLIS);
            if (next < 0) {
                break;
            }
            sequence.append((char)next);
            final boolean isIntroducer = sequence.length() == 1 && (next == '[' || next == 'O');
            if (!isIntroducer && next >= '@' || next == '~') {
                break;
            }
        }
        return Key.ofSequence(sequence.toString());
    }
}
