/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/**
 * A client's way to one worker: sends commands, waits for their answers. Used by one thread.
 */
final class WorkerChannel {
    /** How long a tracker may make no progress. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    /** How often a waiting client looks whether the tracker lives. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final TrackerClient client;
    private final int worker;
    private final ManyToOneRingBuffer ring;
    private final UnsafeBuffer answers;
    private final long[] answer = new long[2];

    WorkerChannel(final TrackerClient client, final CncReader cnc, final int worker) {
        this.client = client;
        this.worker = worker;
        ring = cnc.commands(worker);
        answers = cnc.answers(worker);
    }

    /** A command that is on its way. */
    record Sent(long correlation, long end) {
    }

    /** A number that no other command of this worker has. */
    long newCorrelation() {
        return ring.nextCorrelationId() + 1;
    }

    /** Send a command; waits while the ring is full. */
    Sent send(final int type, final DirectBuffer message, final int length, final long correlation)
        throws IOException {
        final Patience patience = new Patience();
        while (!ring.write(type, message, 0, length)) {
            patience.pause();
        }
        return new Sent(correlation, ring.producerPosition());
    }

    /** Whether a command is done. */
    boolean isAnswered(final Sent sent) {
        return AnswerDescriptor.read(answers, sent.correlation(), answer);
    }

    /**
     * Wait until a command is done.
     *
     * @return the answer's DONE.
     * @throws IOException when the worker refused it, or ended, or makes no progress, or we slept too long.
     */
    long await(final Sent sent) throws IOException {
        final Patience patience = new Patience();
        while (true) {
            // first of all: a command is answered before it is consumed
            final boolean isConsumed = ring.consumerPosition() - sent.end() >= 0;
            if (isAnswered(sent)) {
                if (answer[0] != AnswerDescriptor.CARRIED_OUT) {
                    throw new IOException("the tracker refused a command" + where());
                }
                return answer[1];
            }
            if (isConsumed) {
                throw new IOException("the answer to a command is lost: " + AnswerDescriptor.SLOTS
                    + " others were answered since, or the command ring was damaged" + where());
            }
            patience.pause();
        }
    }

    private String where() {
        return ": name=" + client.name() + " worker=" + worker;
    }

    /** Waits as long as there is hope. */
    private final class Patience {
        private long seen = -1;
        private long sinceNanos;
        private long lookedNanos;

        void pause() throws IOException {
            final long now = System.nanoTime();
            if (seen == -1 || now - lookedNanos > LOOK_NANOS) {
                lookedNanos = now;
                client.requireTheSame();
                final long progress = ring.consumerPosition() + client.deleted();
                if (progress != seen) {
                    seen = progress;
                    sinceNanos = now;
                } else if (now - sinceNanos > PATIENCE_NANOS) {
                    throw new IOException("the tracker does not answer; it will carry the command out when it goes on"
                        + where());
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
