/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.net.Reason;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Statistics that any thread may read: a copy that the tracker's thread takes when it likes
 * ({@link Statistics#copyTo}), such as once a second beside {@link Conntrack#poll}. Nothing on the packet path knows
 * of it. Made once for each tracker; neither taking nor reading allocates.
 * <p>
 * Each figure is what the tracker had when it took the copy. Who reads while a copy is taken may see some figures of
 * it, and the others of the copy before.
 */
public final class StatisticsCopy {
    private static final int STATES = ConnState.values().length;
    private static final int REASONS = Reason.values().length;
    private static final int OPENED = 0;
    private static final int EXPIRED = OPENED + 1;
    private static final int EARLY_DROPS = EXPIRED + 1;
    private static final int ENDED = EARLY_DROPS + 1;
    private static final int DELETED = ENDED + 1;
    private static final int DISCARDED = DELETED + 1;
    private static final int WHEEL_VISITS = DISCARDED + 1;
    private static final int WHEEL_MOVES = WHEEL_VISITS + 1;
    private static final int WAITING_DATAGRAMS = WHEEL_MOVES + 1;
    private static final int WAITING_BYTES = WAITING_DATAGRAMS + 1;
    private static final int BY_STATE = WAITING_BYTES + 1;
    private static final int BY_REASON = BY_STATE + STATES;

    private final AtomicLongArray figures = new AtomicLongArray(BY_REASON + REASONS);

    /** All zero. */
    public StatisticsCopy() {
        // filled by Statistics.copyTo
    }

    void take(final Statistics from) {
        figures.setOpaque(OPENED, from.opened());
        figures.setOpaque(EXPIRED, from.expired());
        figures.setOpaque(EARLY_DROPS, from.earlyDrops());
        figures.setOpaque(ENDED, from.ended());
        figures.setOpaque(DELETED, from.deleted());
        figures.setOpaque(DISCARDED, from.discarded());
        figures.setOpaque(WHEEL_VISITS, from.wheelVisits());
        figures.setOpaque(WHEEL_MOVES, from.wheelMoves());
        figures.setOpaque(WAITING_DATAGRAMS, from.waitingDatagrams());
        figures.setOpaque(WAITING_BYTES, from.waitingBytes());
        for (int i = 0; i < STATES; i++) {
            figures.setOpaque(BY_STATE + i, from.packets(ConnState.of(i)));
        }
        for (int i = 0; i < REASONS; i++) {
            figures.setOpaque(BY_REASON + i, from.packets(Reason.of(i)));
        }
    }

    /**
     * Packets that got a state.
     *
     * @param state of the verdict.
     * @return see {@link Statistics#packets(ConnState)}.
     */
    public long packets(final ConnState state) {
        return figures.getOpaque(BY_STATE + state.ordinal());
    }

    /**
     * Packets that were INVALID or ignored for a reason.
     *
     * @param reason of the verdict.
     * @return see {@link Statistics#packets(Reason)}.
     */
    public long packets(final Reason reason) {
        return figures.getOpaque(BY_REASON + reason.ordinal());
    }

    /**
     * Connections that packets opened.
     *
     * @return see {@link Statistics#opened()}.
     */
    public long opened() {
        return figures.getOpaque(OPENED);
    }

    /**
     * Connections whose time was over.
     *
     * @return see {@link Statistics#expired()}.
     */
    public long expired() {
        return figures.getOpaque(EXPIRED);
    }

    /**
     * Connections that made room for new ones.
     *
     * @return see {@link Statistics#earlyDrops()}.
     */
    public long earlyDrops() {
        return figures.getOpaque(EARLY_DROPS);
    }

    /**
     * Connections that their protocol ended at once.
     *
     * @return see {@link Statistics#ended()}.
     */
    public long ended() {
        return figures.getOpaque(ENDED);
    }

    /**
     * Connections that were deleted because somebody asked for it.
     *
     * @return see {@link Statistics#deleted()}.
     */
    public long deleted() {
        return figures.getOpaque(DELETED);
    }

    /**
     * Connections that the embedder discarded.
     *
     * @return see {@link Statistics#discarded()}.
     */
    public long discarded() {
        return figures.getOpaque(DISCARDED);
    }

    /**
     * Entries that the timer wheel visited.
     *
     * @return see {@link Statistics#wheelVisits()}.
     */
    public long wheelVisits() {
        return figures.getOpaque(WHEEL_VISITS);
    }

    /**
     * Entries that a visit linked elsewhere in the wheel.
     *
     * @return see {@link Statistics#wheelMoves()}.
     */
    public long wheelMoves() {
        return figures.getOpaque(WHEEL_MOVES);
    }

    /**
     * Datagrams of which some fragments are kept.
     *
     * @return see {@link Statistics#waitingDatagrams()}.
     */
    public long waitingDatagrams() {
        return figures.getOpaque(WAITING_DATAGRAMS);
    }

    /**
     * Memory that kept fragments take, in bytes.
     *
     * @return see {@link Statistics#waitingBytes()}.
     */
    public long waitingBytes() {
        return figures.getOpaque(WAITING_BYTES);
    }
}
