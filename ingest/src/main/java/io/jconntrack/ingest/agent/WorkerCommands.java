/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.Conntrack;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Carries out what other processes want changed in a worker's connections, a bounded piece at a time. Used by the
 * worker's thread.
 */
final class WorkerCommands implements ControlledMessageHandler {
    private static final int ENTRIES_PER_STEP = 256;
    /** A sender that takes longer to write a command was killed in the middle of it. */
    private static final long STALLED_NANOS = 1_000_000_000L;

    private final Conntrack conntrack;
    private final RingBuffer ring;
    private int flushed;
    private long deleted;
    private long position;
    private long positionSinceNanos;

    WorkerCommands(final Conntrack conntrack, final RingBuffer ring, final long nowNanos) {
        this.conntrack = conntrack;
        this.ring = ring;
        position = ring.consumerPosition();
        positionSinceNanos = nowNanos;
    }

    /** Do a piece of the next command; gives 0 when there was none. */
    int poll() {
        return ring.size() == 0 ? 0 : ring.controlledRead(this, 1) + 1;
    }

    /** Skip a command whose sender was killed while it wrote; to be called now and then. */
    void unblock(final long nowNanos) {
        final long now = ring.consumerPosition();
        if (now != position || ring.size() == 0) {
            position = now;
            positionSinceNanos = nowNanos;
        } else if (flushed == 0 && nowNanos - positionSinceNanos > STALLED_NANOS) {
            ring.unblock();
            positionSinceNanos = nowNanos;
        }
    }

    @Override
    public Action onMessage(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        if (type == CommandDescriptor.FLUSH) {
            boolean more = false;
            try {
                more = !flush();
            } finally {
                if (!more) {
                    // the next one begins anew, also after an error
                    flushed = 0;
                }
            }
            return more ? Action.ABORT : Action.COMMIT;
        }
        return Action.COMMIT;
    }

    /** A step of a flush; true when all is done. */
    private boolean flush() {
        final int end = Math.min(conntrack.table().bound(), flushed + ENTRIES_PER_STEP);
        for (; flushed < end; flushed++) {
            if (conntrack.delete(flushed, System.nanoTime())) {
                deleted++;
            }
        }
        return end >= conntrack.table().bound();
    }

    /** Connections removed by command. */
    long deleted() {
        return deleted;
    }
}
