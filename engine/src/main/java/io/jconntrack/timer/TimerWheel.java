/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.timer;

import static io.jconntrack.table.EntryDescriptor.DEADLINE;
import static io.jconntrack.table.EntryDescriptor.LINKED_TICK;
import static io.jconntrack.table.EntryDescriptor.NEXT;
import static io.jconntrack.table.EntryDescriptor.PREV;

import io.jconntrack.table.ConnectionTable;
import org.agrona.UnsafeApi;

/**
 * A hashed wheel of intrusive, doubly linked lists through the entries.
 * <p>
 * An entry is linked in the slot of its deadline's tick. A packet that moves the deadline later only stores it: when
 * the slot comes due, the entry is linked where it belongs by then. Only a deadline before the linked tick relinks.
 * Links hold entry numbers plus one; a negative PREV is the slot's head.
 */
public final class TimerWheel {
    /** A tick is two to this power nanoseconds: 67 ms. */
    public static final int TICK_SHIFT = 26;

    private final ConnectionTable table;
    private final long heads;
    private final int mask;
    private long tick = Long.MIN_VALUE;
    private long soonest = Long.MIN_VALUE;

    /**
     * The wheel of a table.
     *
     * @param table whose entries it links.
     */
    public TimerWheel(final ConnectionTable table) {
        this.table = table;
        this.heads = table.wheelAddress();
        this.mask = table.wheelSlots() - 1;
    }

    /**
     * Slots for a table of a size: enough that a turn lasts an hour for a large one, few for a small one.
     *
     * @param capacity of the table.
     * @return a power of two.
     */
    public static int slotsFor(final int capacity) {
        return Math.clamp(Integer.highestOneBit(Math.max(1, capacity / 16)), 1024, 65536);
    }

    /**
     * Give a new entry its deadline and link it.
     *
     * @param entry its address; not linked.
     * @param deadlineNanos when it expires.
     */
    public void add(final long entry, final long deadlineNanos) {
        UnsafeApi.putLong(entry + DEADLINE, deadlineNanos);
        link(entry, deadlineNanos);
    }

    /**
     * Move the deadline of a linked entry.
     *
     * @param entry its address.
     * @param deadlineNanos when it expires.
     */
    public void refresh(final long entry, final long deadlineNanos) {
        UnsafeApi.putLong(entry + DEADLINE, deadlineNanos);
        final long newTick = deadlineNanos >> TICK_SHIFT;
        if ((int)newTick - UnsafeApi.getInt(entry + LINKED_TICK) < 0) {
            remove(entry);
            link(entry, deadlineNanos);
        } else if (newTick <= tick && deadlineNanos < soonest) {
            soonest = deadlineNanos;
        }
    }

    /**
     * Unlink an entry.
     *
     * @param entry its address; linked.
     */
    public void remove(final long entry) {
        final int next = UnsafeApi.getInt(entry + NEXT);
        final int prev = UnsafeApi.getInt(entry + PREV);
        if (prev < 0) {
            UnsafeApi.putInt(heads + (-prev - 1) * 4L, next);
        } else {
            UnsafeApi.putInt(table.entry(prev - 1) + NEXT, next);
        }
        if (next != 0) {
            UnsafeApi.putInt(table.entry(next - 1) + PREV, prev);
        }
    }

    /**
     * Expire what is due: every entry whose deadline is not after the given time, unless the limit comes first.
     *
     * @param nowNanos the caller's time; must not run backwards.
     * @param limit entries to expire at the most in this call; the rest follows in the next.
     * @return entries expired.
     */
    public int poll(final long nowNanos, final int limit) {
        final long target = nowNanos >> TICK_SHIFT;
        if (tick == Long.MIN_VALUE) {
            // Before the first poll entries may be linked anywhere: one whole turn sees them all.
            tick = target - mask - 1;
            soonest = Long.MIN_VALUE;
        }
        if (target - tick > mask + 1L) {
            tick = target - mask - 1;
        }
        int expired = 0;
        while (tick < target) {
            expired += sweep(nowNanos, limit - expired);
            if (expired >= limit) {
                soonest = Long.MIN_VALUE;
                return expired;
            }
            tick++;
            soonest = Long.MIN_VALUE;
        }
        if (nowNanos >= soonest) {
            expired += sweep(nowNanos, limit - expired);
            if (expired >= limit) {
                soonest = Long.MIN_VALUE;
            }
        }
        return expired;
    }

    private int sweep(final long nowNanos, final int limit) {
        final int slot = (int)tick & mask;
        int number = UnsafeApi.getInt(heads + slot * 4L);
        int expired = 0;
        long min = Long.MAX_VALUE;
        while (number != 0 && expired < limit) {
            final long e = table.entry(number - 1);
            number = UnsafeApi.getInt(e + NEXT);
            final long deadline = UnsafeApi.getLong(e + DEADLINE);
            if (deadline <= nowNanos) {
                remove(e);
                table.remove(e);
                expired++;
            } else {
                final long due = deadline >> TICK_SHIFT;
                if (((int)due & mask) != slot) {
                    remove(e);
                    link(e, deadline);
                } else {
                    UnsafeApi.putInt(e + LINKED_TICK, (int)due);
                    if (due <= tick) {
                        min = Math.min(min, deadline);
                    }
                }
            }
        }
        soonest = min;
        return expired;
    }

    private void link(final long entry, final long deadlineNanos) {
        final long due = Math.max(deadlineNanos >> TICK_SHIFT, tick);
        final int slot = (int)due & mask;
        final long head = heads + slot * 4L;
        final int first = UnsafeApi.getInt(head);
        final int number = table.number(entry) + 1;
        UnsafeApi.putInt(entry + LINKED_TICK, (int)due);
        UnsafeApi.putInt(entry + NEXT, first);
        UnsafeApi.putInt(entry + PREV, -slot - 1);
        if (first != 0) {
            UnsafeApi.putInt(table.entry(first - 1) + PREV, number);
        }
        UnsafeApi.putInt(head, number);
        if (due == tick && deadlineNanos < soonest) {
            soonest = deadlineNanos;
        }
    }
}
