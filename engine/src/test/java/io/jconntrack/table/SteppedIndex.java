/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** An index in which a thread can be held at the places that {@link ConnectionIndex#step} names. */
final class SteppedIndex extends ConnectionIndex {
    private final ThreadLocal<Deque<Stop>> stops = new ThreadLocal<>();

    SteppedIndex(final DroppableMap droppable, final long buckets, final long bucketCount, final long entries) {
        super(droppable, buckets, bucketCount, entries);
    }

    @Override
    void step(final int place) {
        final Deque<Stop> mine = stops.get();
        if (mine != null && !mine.isEmpty() && mine.peek().isAt(place)) {
            mine.poll().hold();
        }
    }

    /** Run an operation in a thread of its own that is held at the stops, one after the other. */
    <T> Operation<T> start(final Callable<T> operation, final Stop... at) {
        final FutureTask<T> task = new FutureTask<>(() -> {
            stops.set(new ArrayDeque<>(List.of(at)));
            return operation.call();
        });
        final Thread thread = new Thread(task, "held");
        thread.setDaemon(true);
        thread.start();
        return new Operation<>(task);
    }

    /** A running operation. */
    record Operation<T>(FutureTask<T> task) {
        T result() throws Exception {
            return task.get(60, TimeUnit.SECONDS);
        }
    }

    /** Where a thread is held: the first time it passes a place, or the n-th. */
    static final class Stop {
        private final int place;
        private int passes;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Stop(final int place) {
            this(place, 1);
        }

        Stop(final int place, final int passes) {
            this.place = place;
            this.passes = passes;
        }

        private boolean isAt(final int passed) {
            return passed == place && --passes == 0;
        }

        private void hold() {
            reached.countDown();
            try {
                released.await();
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Wait until the thread is held here. */
        void awaitReached() throws InterruptedException {
            if (!reached.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the thread never came to place " + place);
            }
        }

        void release() {
            released.countDown();
        }
    }
}
