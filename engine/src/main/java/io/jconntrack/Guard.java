/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

/**
 * Tells an embedder what it does wrong, where assertions are on. Every method is called by an {@code assert} and gives
 * true or throws, so that nothing of it runs where they are off.
 */
final class Guard {
    /** Nobody waits so long: a step of this size means that the time is of another clock, or in another unit. */
    static final long LONGEST_STEP_NANOS = 5L * 365 * 24 * 3600 * 1_000_000_000L;

    /** The guard of the tracker with which the table is closed; null for that one itself. */
    private final Guard first;
    private Thread owner;
    private volatile boolean closed;
    private boolean hasTime;
    private long lastNanos;

    Guard(final Guard first) {
        this.first = first;
    }

    /** A packet or a poll: the first one makes its thread the owner. */
    boolean allows(final long nowNanos) {
        allows();
        owner = Thread.currentThread();
        step(nowNanos);
        return true;
    }

    /** A batch of packets. */
    boolean allows(final PacketBatch batch) {
        allows();
        owner = Thread.currentThread();
        for (int i = 0; i < batch.size; i++) {
            step(PacketRow.nanos(batch.row(i)));
        }
        return true;
    }

    /** Anything else; before the first packet from any thread. */
    boolean allows() {
        if (closed) {
            throw new AssertionError("the tracker is closed");
        }
        if (first != null && first.closed) {
            throw new AssertionError("the table is closed: it went with the first of its trackers");
        }
        final Thread caller = Thread.currentThread();
        if (owner != null && owner != caller && owner.isAlive()) {
            throw new AssertionError("a tracker is used by one thread: owner=" + owner.getName() + " caller="
                + caller.getName());
        }
        return true;
    }

    private void step(final long nowNanos) {
        final long step = nowNanos - lastNanos;
        if (hasTime && step < 0) {
            throw new AssertionError("time must not run backwards: nowNanos=" + nowNanos + " lastNanos=" + lastNanos);
        }
        if (hasTime && step > LONGEST_STEP_NANOS) {
            throw new AssertionError("time went on by more than five years; one clock, in nanoseconds: nowNanos="
                + nowNanos + " lastNanos=" + lastNanos);
        }
        hasTime = true;
        lastNanos = nowNanos;
    }

    /** The next packet or poll finds an owner again. */
    boolean handOver() {
        allows();
        owner = null;
        return true;
    }

    void close() {
        closed = true;
    }
}
