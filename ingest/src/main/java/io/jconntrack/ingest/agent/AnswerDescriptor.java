/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import java.lang.invoke.VarHandle;
import org.agrona.concurrent.AtomicBuffer;

/**
 * A worker's answers to its latest commands, in the command and control file. The answer to a command stands in the
 * slot of the lower bits of its correlation until that of the {@link #SLOTS}th next command takes its place.
 * <pre>
 *   0                   8                   16                  24                  32
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | CORRELATION       | DONE              | RESULT            |                   |
 *  +-------------------+-------------------+-------------------+-------------------+
 * </pre>
 * DONE is the number of connections that a FLUSH removed; for the other commands bit n is set when the nth connection
 * was there, and was removed or updated. RESULT is {@link #CARRIED_OUT} or {@link #REFUSED}. CORRELATION is 0 while the
 * worker writes, and is written last: a client that reads its own before and after the rest has its own answer.
 */
final class AnswerDescriptor {
    /** Answers that are kept. */
    static final int SLOTS = 1024;
    /** Bytes of a worker's answers. */
    static final int LENGTH = SLOTS * 32;
    /** The command was done. */
    static final int CARRIED_OUT = 1;
    /** The command made no sense to the worker. */
    static final int REFUSED = 2;

    private static final int SLOT_SHIFT = 5;
    private static final int DONE = 8;
    private static final int RESULT = 16;

    private AnswerDescriptor() {
    }

    private static int slot(final long correlation) {
        return ((int)correlation & SLOTS - 1) << SLOT_SHIFT;
    }

    /** Answer a command. */
    static void write(final AtomicBuffer answers, final long correlation, final int result, final long done) {
        final int at = slot(correlation);
        answers.putLongRelease(at, 0);
        VarHandle.storeStoreFence();
        answers.putLong(at + DONE, done);
        answers.putLong(at + RESULT, result);
        answers.putLongRelease(at, correlation);
    }

    /** Whether the answer to a command is there, and into which array {@code [result, done]} it goes then. */
    static boolean read(final AtomicBuffer answers, final long correlation, final long[] into) {
        final int at = slot(correlation);
        if (answers.getLongVolatile(at) != correlation) {
            return false;
        }
        into[1] = answers.getLong(at + DONE);
        into[0] = answers.getLong(at + RESULT);
        VarHandle.acquireFence();
        return answers.getLongVolatile(at) == correlation;
    }
}
