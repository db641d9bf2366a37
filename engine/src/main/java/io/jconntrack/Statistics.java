/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.net.Reason;
import io.jconntrack.packet.Reassembler;

/**
 * Verdicts by state and reason, what became of a tracker's connections, and what its timer wheel and its fragments do.
 * Connections are counted where they end and where the wheel works, or worked out from that when it is asked for: a
 * packet of a connection that goes on pays nothing for it. Used by the tracker's thread.
 * <pre>
 *  entries now  =  entries at the start + opened()
 *                  - expired() - earlyDrops() - ended() - deleted() - discarded()
 * </pre>
 */
public final class Statistics {
    private final Connections connections;
    private final int atStart;
    private Reassembler reassembler4;
    private Reassembler reassembler6;
    private PacketPath path;

    Statistics(final Connections connections) {
        this.connections = connections;
        atStart = connections.table.ownSize();
    }

    void of(final Reassembler v4, final Reassembler v6) {
        reassembler4 = v4;
        reassembler6 = v6;
    }

    void of(final PacketPath packets) {
        path = packets;
    }

    /**
     * Publish all figures for other threads. Takes as long as reading and writing each of them once.
     *
     * @param copy takes them; always written by this tracker's thread.
     */
    public void copyTo(final StatisticsCopy copy) {
        copy.take(this);
    }

    /**
     * Packets that got a state.
     *
     * @param state of the verdict.
     * @return count since the start.
     */
    public long packets(final ConnState state) {
        return path.packets(state);
    }

    /**
     * Packets that were INVALID or ignored for a reason.
     *
     * @param reason of the verdict.
     * @return count since the start.
     */
    public long packets(final Reason reason) {
        return path.packets(reason);
    }

    /**
     * Connections that packets opened.
     *
     * @return count since the start.
     */
    public long opened() {
        return connections.table.ownSize() - atStart + expired() + earlyDrops() + ended() + deleted() + discarded();
    }

    /**
     * Connections whose time was over, whether the wheel or a packet found them.
     *
     * @return count since the start.
     */
    public long expired() {
        return connections.wheel.expired() + connections.foundExpired();
    }

    /**
     * Connections that made room for new ones.
     *
     * @return count since the start.
     */
    public long earlyDrops() {
        return connections.earlyDrops();
    }

    /**
     * Connections that their protocol ended at once, such as by a RST that refuses a SYN, or a SYN that reuses the
     * ports.
     *
     * @return count since the start.
     */
    public long ended() {
        return connections.ended();
    }

    /**
     * Connections that were deleted because somebody asked for it.
     *
     * @return count since the start.
     */
    public long deleted() {
        return connections.deleted();
    }

    /**
     * Connections that the embedder discarded.
     *
     * @return count since the start.
     */
    public long discarded() {
        return connections.discarded();
    }

    /**
     * Entries that the timer wheel visited, whether they expired, were linked elsewhere or stayed.
     *
     * @return count since the start.
     */
    public long wheelVisits() {
        return connections.wheel.visits();
    }

    /**
     * Entries that a visit linked elsewhere in the wheel, because a packet had moved their deadline.
     *
     * @return count since the start.
     */
    public long wheelMoves() {
        return connections.wheel.moves();
    }

    /**
     * How far the wheel is behind.
     *
     * @param nowNanos the caller's time.
     * @return nanoseconds, in whole ticks of 67 ms; up to one of them between two polls.
     */
    public long wheelBehindNanos(final long nowNanos) {
        return connections.wheel.behindNanos(nowNanos);
    }

    /**
     * Datagrams of which some fragments are kept. Those whose time is over count until the next fragment comes.
     *
     * @return number of them, IPv4 and IPv6.
     */
    public int waitingDatagrams() {
        return reassembler4.waiting() + reassembler6.waiting();
    }

    /**
     * Memory that kept fragments take of what is there for them.
     *
     * @return bytes, in pieces of 1024.
     */
    public long waitingBytes() {
        return reassembler4.waitingBytes() + reassembler6.waitingBytes();
    }
}
