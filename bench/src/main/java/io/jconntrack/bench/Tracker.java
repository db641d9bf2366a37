/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import io.jconntrack.net.Reason;

/**
 * What is measured: jconntrack, or a peer. One thread calls it; it is asked once per batch, never once per packet.
 */
interface Tracker extends AutoCloseable {
    /** Packets at a time at the most. */
    int CAPACITY = io.jconntrack.PacketBatch.CAPACITY;

    /**
     * What to call it in tables.
     *
     * @return a short name.
     */
    String name();

    /**
     * Track packets.
     *
     * @param ring that holds them.
     * @param at place of the first.
     * @param count of them, up to {@link #CAPACITY}; they follow one another and go on at the ring's start.
     * @param nowNanos time of the first.
     * @param stepNanos from each packet to the next.
     */
    void track(PreparedPackets ring, int at, int count, long nowNanos, long stepNanos);

    /**
     * Expire.
     *
     * @param nowNanos packet time.
     * @param limit entries to expire at the most.
     */
    void poll(long nowNanos, int limit);

    /**
     * Verdict on a packet of the last call of {@link #track}.
     *
     * @param index of the packet in that call.
     * @return its state.
     */
    ConnState state(int index);

    /**
     * Why a packet of the last call was refused or ignored.
     *
     * @param index of the packet in that call.
     * @return {@link Reason#NONE} for most.
     */
    Reason reason(int index);

    /**
     * Direction of a packet of the last call.
     *
     * @param index of the packet in that call.
     * @return whether it went in the reply direction.
     */
    boolean isReply(int index);

    /**
     * Packets that got a state.
     *
     * @param state of the verdict.
     * @return count since the start.
     */
    long packets(ConnState state);

    /**
     * Packets that found the table full.
     *
     * @return count since the start.
     */
    long refused();

    /**
     * Entries that made room for others.
     *
     * @return count since the start.
     */
    long earlyDrops();

    /**
     * Entries in the table.
     *
     * @return 0 to {@link #capacity()}.
     */
    int size();

    /**
     * Entries that fit.
     *
     * @return as the setting "max" says.
     */
    int capacity();

    /**
     * Memory outside the heap.
     *
     * @return in bytes.
     */
    long offHeapBytes();

    /** Let another thread go on. */
    default void handOver() {
        // whoever does not care
    }

    @Override
    void close();
}
