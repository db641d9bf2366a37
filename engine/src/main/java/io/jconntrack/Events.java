/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.event.EventCause;
import io.jconntrack.event.EventListener;
import io.jconntrack.event.EventType;

/**
 * Between a tracker and its listener: holds NEW back until the embedder had its say, since a connection whose first
 * packet it discards never was one. What else happens to a connection pushes its NEW out first.
 */
final class Events {
    private final EventListener listener;
    /** Entries whose NEW is held back, in the order of their packets; a batch opens one for each packet at the most. */
    private final int[] held = new int[PacketBatch.CAPACITY];
    private final long[] heldNanos = new long[PacketBatch.CAPACITY];
    private int heldCount;
    private long nowNanos;

    Events(final EventListener listener) {
        this.listener = listener;
    }

    /** Give out what is held back: the verdicts before this moment are final. */
    void settle(final long now) {
        nowNanos = now;
        for (int i = 0; i < heldCount; i++) {
            listener.onEvent(EventType.NEW, 0, held[i], heldNanos[i]);
        }
        heldCount = 0;
    }

    void opened(final int number, final long now) {
        held[heldCount] = number;
        heldNanos[heldCount++] = now;
    }

    void updated(final int number, final int cause, final long now) {
        giveOut(number);
        listener.onEvent(EventType.UPDATE, cause, number, now);
    }

    void destroyed(final int number, final int cause, final long now) {
        giveOut(number);
        listener.onEvent(EventType.DESTROY, cause, number, now);
    }

    /** The embedder drops the packet that opened a connection, or a later one of it. */
    void discarded(final int number) {
        if (!forget(number)) {
            listener.onEvent(EventType.DESTROY, EventCause.DISCARDED, number, nowNanos);
        }
    }

    private void giveOut(final int number) {
        final int i = indexOf(number);
        if (i >= 0) {
            final long when = heldNanos[i];
            drop(i);
            listener.onEvent(EventType.NEW, 0, number, when);
        }
    }

    private boolean forget(final int number) {
        final int i = indexOf(number);
        if (i >= 0) {
            drop(i);
        }
        return i >= 0;
    }

    private int indexOf(final int number) {
        int i = heldCount - 1;
        while (i >= 0 && held[i] != number) {
            i--;
        }
        return i;
    }

    private void drop(final int i) {
        heldCount--;
        System.arraycopy(held, i + 1, held, i, heldCount - i);
        System.arraycopy(heldNanos, i + 1, heldNanos, i, heldCount - i);
    }
}
