/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.Connection;
import io.jconntrack.ConnectionId;
import io.jconntrack.Conntrack;
import io.jconntrack.entry.Column;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Carries out what other processes want changed in a worker's connections, a bounded piece at a time. Nothing in a
 * command is trusted. Used by the worker's thread.
 */
final class WorkerCommands implements CommandRing.Handler {
    private static final int ENTRIES_PER_STEP = 256;
    /** A sender that takes longer to write a command was killed in the middle of it. */
    private static final long STALLED_NANOS = 1_000_000_000L;
    private static final int V4 = 4;
    private static final int V6 = 6;

    private final Conntrack conntrack;
    private final CommandRing ring;
    private final UnsafeBuffer answers;
    private final Connection connection;
    private final ConnectionId id = new ConnectionId();
    private final boolean hasMark;
    /** A flush that is under way: where it is, whose it is. */
    private boolean isFlushing;
    private int flushed;
    private int flushedFamily;
    private long flushCorrelation;
    private long flushRemoved;
    private long deleted;
    private long updated;
    private long refused;
    private long position;
    private long positionSinceNanos;

    /**
     * Commands of a worker.
     *
     * @param conntrack whose connections they are for.
     * @param ring they come from, see {@link CommandDescriptor}.
     * @param answers they get, see {@link AnswerDescriptor}.
     */
    WorkerCommands(final Conntrack conntrack, final CommandRing ring, final UnsafeBuffer answers,
        final long nowNanos) {
        this.conntrack = conntrack;
        this.ring = ring;
        this.answers = answers;
        connection = new Connection(conntrack);
        hasMark = conntrack.table().has(Column.MARK);
        position = ring.position();
        positionSinceNanos = nowNanos;
    }

    /** Do a piece of the next command; gives 0 when there was none. */
    int poll() {
        return ring.poll(this) ? 1 : 0;
    }

    /** Skip a command whose sender was killed while it wrote; to be called now and then. */
    void unblock(final long nowNanos) {
        final long now = ring.position();
        if (now != position || !ring.isStalled()) {
            position = now;
            positionSinceNanos = nowNanos;
        } else if (nowNanos - positionSinceNanos > STALLED_NANOS) {
            ring.unblock();
            positionSinceNanos = nowNanos;
        }
    }

    @Override
    public boolean onCommand(final int type, final UnsafeBuffer buffer, final int offset, final int length) {
        if (isFlushing) {
            return flush();
        }
        if (length < CommandDescriptor.FLUSH_LENGTH) {
            refused++;
            return true;
        }
        final long correlation = buffer.getLong(offset + CommandDescriptor.CORRELATION);
        switch (type) {
            case CommandDescriptor.FLUSH -> {
                return startFlush(correlation, buffer.getInt(offset + CommandDescriptor.FAMILY));
            }
            case CommandDescriptor.DELETE, CommandDescriptor.UPDATE ->
                forEach(type, correlation, buffer, offset, length);
            default -> refuse(correlation);
        }
        return true;
    }

    private void refuse(final long correlation) {
        refused++;
        AnswerDescriptor.write(answers, correlation, AnswerDescriptor.REFUSED, 0);
    }

    private void forEach(final int type, final long correlation, final UnsafeBuffer buffer, final int offset,
        final int length) {
        final int count = buffer.getInt(offset + CommandDescriptor.COUNT);
        if (count < 0 || count > CommandDescriptor.MAX_COUNT || length < CommandDescriptor.length(count)) {
            refuse(correlation);
            return;
        }
        final boolean isUpdate = type == CommandDescriptor.UPDATE;
        final int cleared = buffer.getInt(offset + CommandDescriptor.CLEARED);
        final int flipped = buffer.getInt(offset + CommandDescriptor.FLIPPED);
        final long timeout = buffer.getLong(offset + CommandDescriptor.TIMEOUT);
        if (isUpdate && (timeout < -1 || timeout > Conntrack.LONGEST_TIMEOUT_NANOS
            || (cleared | flipped) != 0 && !hasMark)) {
            refuse(correlation);
            return;
        }
        final long now = System.nanoTime();
        long done = 0;
        for (int i = 0; i < count; i++) {
            id.getFrom(buffer, offset + CommandDescriptor.length(i));
            final int number = conntrack.find(id, now);
            if (number >= 0 && (isUpdate ? conntrack.update(number, cleared, flipped, timeout, now)
                : conntrack.delete(number, now))) {
                done |= 1L << i;
            }
        }
        if (isUpdate) {
            updated += Long.bitCount(done);
        } else {
            deleted += Long.bitCount(done);
        }
        AnswerDescriptor.write(answers, correlation, AnswerDescriptor.CARRIED_OUT, done);
    }

    private boolean startFlush(final long correlation, final int family) {
        if (family != 0 && family != V4 && family != V6) {
            refuse(correlation);
            return true;
        }
        isFlushing = true;
        flushed = 0;
        flushedFamily = family;
        flushCorrelation = correlation;
        flushRemoved = 0;
        return flush();
    }

    /** A step of a flush; true when all is done. */
    private boolean flush() {
        boolean more = false;
        try {
            final int bound = conntrack.table().bound();
            final int end = Math.min(bound, flushed + ENTRIES_PER_STEP);
            final long now = System.nanoTime();
            for (; flushed < end; flushed++) {
                if (isWanted(flushed) && conntrack.delete(flushed, now)) {
                    deleted++;
                    flushRemoved++;
                }
            }
            more = end < bound;
        } finally {
            // the next command begins anew, also after an error
            isFlushing = more;
        }
        if (!more) {
            AnswerDescriptor.write(answers, flushCorrelation, AnswerDescriptor.CARRIED_OUT, flushRemoved);
        }
        return !more;
    }

    private boolean isWanted(final int number) {
        return flushedFamily == 0 || connection.moveTo(number) && connection.l3() == flushedFamily;
    }

    /** Connections removed by command. */
    long deleted() {
        return deleted;
    }

    /** Connections updated by command. */
    long updated() {
        return updated;
    }

    /** Commands that made no sense; a ring that was thrown away counts as one. */
    long refused() {
        return refused + ring.damages();
    }
}
