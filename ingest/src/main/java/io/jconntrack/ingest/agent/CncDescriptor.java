/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import org.agrona.BitUtil;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Layout of the command and control file, in the machine's own byte order. A reader checks version and lengths before
 * it trusts anything else.
 * <pre>
 *  | metadata (4096) | commands, a ring for each worker | answers, of each worker |
 *  | latencies, one for each worker | counters' labels | counters' values | distinct errors | settings |
 *
 *  metadata
 *   0         4         8                   16                  24
 *  +---------+---------+-------------------+-------------------+-------------------+
 *  | version |         | activity (ms)     | pid               | started (ms)      |
 *  +---------+---------+---------+---------+---------+---------+---------+---------+  32
 *  | workers | command | labels  | values  | errors  | settings| started (ns)      |
 *  +---------+---------+---------+---------+---------+---------+---------+---------+  64
 *  | active (ns)       |
 *  +---------+---------+  72
 * </pre>
 * The version is 0 until the file is ready. Activity and start are there twice: in milliseconds since 1970, and in
 * nanoseconds of {@link System#nanoTime()}, by which a reader tells how long ago they were, whatever is done to the
 * wall clock. What follows workers are lengths: of one worker's command ring, and of the regions. Commands are an
 * Agrona ManyToOneRingBuffer ({@link CommandDescriptor}, {@link AnswerDescriptor}), labels and values those of a
 * CountersManager, errors a DistinctErrorLog, settings lines of {@code name = value} in UTF-8.
 */
final class CncDescriptor {
    /** Version of this layout. */
    static final int CNC_VERSION = 3;

    static final int VERSION = 0;
    static final int ACTIVITY = 8;
    static final int PID = 16;
    static final int STARTED = 24;
    static final int WORKERS = 32;
    static final int COMMAND_LENGTH = 36;
    static final int LABELS_LENGTH = 40;
    static final int VALUES_LENGTH = 44;
    static final int ERRORS_LENGTH = 48;
    static final int SETTINGS_LENGTH = 52;
    static final int STARTED_NANOS = 56;
    static final int ACTIVE_NANOS = 64;
    /** Bytes of the metadata. */
    static final int METADATA_LENGTH = 4096;

    private CncDescriptor() {
    }

    /** Bytes of a command ring that holds so many. */
    static int commandLength(final int capacity) {
        return capacity + RingBufferDescriptor.TRAILER_LENGTH;
    }

    /** Where the regions of a file lie. */
    record Layout(int workers, int commandLength, int labelsLength, int valuesLength, int errorsLength,
        int settingsLength) {
        int commands(final int worker) {
            return METADATA_LENGTH + worker * aligned(commandLength);
        }

        int answers(final int worker) {
            return commands(workers) + worker * AnswerDescriptor.LENGTH;
        }

        int latencies(final int worker) {
            return answers(workers) + worker * aligned(LatencyCounts.LENGTH);
        }

        int labels() {
            return latencies(workers);
        }

        int values() {
            return labels() + aligned(labelsLength);
        }

        int errors() {
            return values() + aligned(valuesLength);
        }

        int settings() {
            return errors() + aligned(errorsLength);
        }

        int length() {
            return settings() + aligned(settingsLength);
        }

        private static int aligned(final int length) {
            return BitUtil.align(length, 128);
        }
    }
}
