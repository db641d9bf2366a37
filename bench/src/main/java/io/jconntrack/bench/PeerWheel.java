/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import org.agrona.UnsafeApi;

/**
 * The peers' timer wheel, made like the engine's: doubly linked lists through the entries, and a packet that moves a
 * deadline later touches no list. A tick is 67 ms long; a lookup never returns an expired entry, so it may be.
 */
final class PeerWheel {
    private static final int TICK_SHIFT = 26;
    private static final int SLOTS = 1 << 14;
    private static final int VISITS_PER_EXPIRY = 2;

    private final PeerTracker peer;
    /** Number of the first entry plus one; 0: empty. */
    private final int[] heads = new int[SLOTS];
    private long tick;

    /**
     * An empty wheel.
     *
     * @param peer that owns the entries.
     */
    PeerWheel(final PeerTracker peer) {
        this.peer = peer;
    }

    /**
     * Link an entry under its deadline, but not into the past.
     *
     * @param entry its address; not linked.
     */
    void link(final long entry) {
        // less than a turn away, so that an entry that is put off never comes back to the slot that is being emptied
        final long due = Math.clamp(EngineParts.deadline(entry) >> TICK_SHIFT, tick, tick + SLOTS - 1);
        final int slot = (int)due & SLOTS - 1;
        final int first = heads[slot];
        UnsafeApi.putInt(EngineParts.linkedTickAddress(entry), (int)due);
        UnsafeApi.putInt(EngineParts.nextAddress(entry), first);
        UnsafeApi.putInt(EngineParts.previousAddress(entry), -slot - 1);
        final int number = peer.number(entry) + 1;
        if (first != 0) {
            UnsafeApi.putInt(EngineParts.previousAddress(peer.address(first - 1)), number);
        }
        heads[slot] = number;
    }

    /**
     * Unlink an entry.
     *
     * @param entry its address; linked.
     */
    void unlink(final long entry) {
        final int next = UnsafeApi.getInt(EngineParts.nextAddress(entry));
        final int previous = UnsafeApi.getInt(EngineParts.previousAddress(entry));
        if (previous < 0) {
            heads[-previous - 1] = next;
        } else {
            UnsafeApi.putInt(EngineParts.nextAddress(peer.address(previous - 1)), next);
        }
        if (next != 0) {
            UnsafeApi.putInt(EngineParts.previousAddress(peer.address(next - 1)), previous);
        }
    }

    /**
     * Relink an entry whose deadline moved before its place.
     *
     * @param entry its address; linked.
     */
    void refreshed(final long entry) {
        if (EngineParts.deadline(entry) >> TICK_SHIFT < UnsafeApi.getInt(EngineParts.linkedTickAddress(entry))) {
            unlink(entry);
            link(entry);
        }
    }

    /**
     * Drop entries whose tick is over.
     *
     * @param nowNanos packet time.
     * @param limit entries to drop at the most; some more may be looked at and linked elsewhere.
     */
    void poll(final long nowNanos, final int limit) {
        final long now = nowNanos >> TICK_SHIFT;
        int left = limit * VISITS_PER_EXPIRY;
        while (tick < now) {
            int number = heads[(int)tick & SLOTS - 1];
            while (number != 0) {
                if (left-- == 0) {
                    return;
                }
                final long entry = peer.address(number - 1);
                number = UnsafeApi.getInt(EngineParts.nextAddress(entry));
                if (EngineParts.deadline(entry) <= nowNanos) {
                    peer.delete(entry);
                } else {
                    unlink(entry);
                    link(entry);
                }
            }
            tick++;
        }
    }
}
