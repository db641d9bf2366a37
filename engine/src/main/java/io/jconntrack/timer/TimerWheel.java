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
 * A hashed wheel of intrusive, doubly linked lists through the entries of one worker.
 * <p>
 * An entry is linked in the slot of its deadline's tick, and LINKED_TICK is the next tick at which that slot is
 * visited. A packet that moves the deadline only stores it: the visit links the entry where it belongs by then. Only a
 * deadline before the next visit relinks. Links hold entry numbers plus one; a negative PREV is the slot's head.
 * <p>
 * <b>Steps.</b> {@link #poll} stops after as many visits as it is allowed. The pass over a slot's list goes on from its
 * cursor in the next call: entries are linked in front of the list, so behind the cursor, and one that is unlinked at
 * the cursor moves it on. What is linked behind the cursor and is due is noted in the soonest deadline, which starts
 * another pass.
 * <p>
 * The worker's thread owns the wheel. Nothing here waits, allocates or reads a clock.
 */
public final class TimerWheel {
    /** A tick is two to this power nanoseconds: 67 ms. */
    public static final int TICK_SHIFT = 26;
    /** Slots that a poll may pass even when its limit is lower: 4 KiB of heads, 69 s of time. */
    public static final int SLOTS_PER_POLL = 1024;

    /** Entries that are loaded before they are visited. */
    private static final int AHEAD = 16;

    private final ConnectionTable table;
    private final long heads;
    private final int mask;
    /** The tick whose slot is being visited, or was last. */
    private long tick = Long.MIN_VALUE;
    /** No entry of the present tick that was visited is due before; the past when the slot must be visited anyway. */
    private long soonest = Long.MIN_VALUE;
    /** Address of the entry that is visited next, or 0 when no pass is under way. */
    private long cursor;
    private long visits;
    private long moves;
    private long expirations;
    private ExpiryHandler expiryHandler;
    /** Takes early loads, so that the compiler can't leave them out. */
    private long touched;

    /**
     * The wheel of a worker.
     *
     * @param table whose entries it links, with heads of its own for each worker.
     */
    public TimerWheel(final ConnectionTable table) {
        this(table, table.wheelAddress(), table.wheelSlots());
    }

    /**
     * A wheel with given heads.
     *
     * @param table whose entries it links; entries that are linked in another wheel must stay away from this one.
     * @param heads address of an int for each slot, zeroed, used by nobody else.
     * @param slots of the wheel, a power of two.
     */
    public TimerWheel(final ConnectionTable table, final long heads, final int slots) {
        if (Integer.bitCount(slots) != 1 || slots < 0) {
            throw new IllegalArgumentException("slots must be a power of two: slots=" + slots);
        }
        this.table = table;
        this.heads = heads;
        this.mask = slots - 1;
    }

    /**
     * Have somebody told of each entry that a poll expires.
     *
     * @param handler called on the worker's thread, before the entry leaves the table; null for nobody.
     */
    public void onExpiry(final ExpiryHandler handler) {
        expiryHandler = handler;
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
     * Give a new entry a first deadline without linking it yet: until {@link #add(long)}, {@link #refresh} only stores.
     * So its protocol can set the real deadline before it is linked, once.
     *
     * @param entry its address; not linked.
     * @param nowNanos first deadline; those that follow are not before it.
     */
    public void prepare(final long entry, final long nowNanos) {
        UnsafeApi.putLong(entry + DEADLINE, nowNanos);
        UnsafeApi.putInt(entry + LINKED_TICK, (int)(nowNanos >> TICK_SHIFT));
    }

    /**
     * Link a prepared entry.
     *
     * @param entry its address.
     */
    public void add(final long entry) {
        link(entry, UnsafeApi.getLong(entry + DEADLINE));
    }

    /**
     * Move the deadline of a linked entry.
     *
     * @param entry its address.
     * @param deadlineNanos when it expires.
     */
    public void refresh(final long entry, final long deadlineNanos) {
        UnsafeApi.putLong(entry + DEADLINE, deadlineNanos);
        final long due = deadlineNanos >> TICK_SHIFT;
        if ((int)due - UnsafeApi.getInt(entry + LINKED_TICK) < 0) {
            remove(entry);
            link(entry, deadlineNanos);
        } else if (due <= tick && deadlineNanos < soonest) {
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
        if (entry == cursor) {
            cursor = address(next);
        }
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
     * Expire what is due: every entry whose deadline is not after the given time, unless the limit comes first. After
     * the clock has jumped by more than a turn of the wheel, one turn sees all entries, however far it jumped.
     * <p>
     * A call with a limit leaves the tick that the time is in to those that come after it, so that each list is passed
     * once, and not in each call until its tick is over: an entry may stay that long behind its deadline.
     *
     * @param nowNanos the caller's time; must not run backwards.
     * @param limit entries to visit at the most in this call, whether they expire, are linked elsewhere or stay; slots
     *     that it passes are bounded by the limit or {@link #SLOTS_PER_POLL}, whichever is more. The rest follows in
     *     the next call. With {@link Integer#MAX_VALUE} nothing is left that is due.
     * @return entries expired.
     */
    public int poll(final long nowNanos, final int limit) {
        final long target = nowNanos >> TICK_SHIFT;
        if (tick == Long.MIN_VALUE || target - tick > mask + 1L) {
            // before the first poll entries may be linked anywhere, and after a jump as well
            tick = target - mask - 1;
            soonest = Long.MIN_VALUE;
            cursor = 0;
        }
        // where the time has run back the tick is not under way, and new entries may be linked in it
        final boolean isWhole = limit == Integer.MAX_VALUE || tick > target;
        int visitsLeft = limit;
        int slotsLeft = Math.max(limit, SLOTS_PER_POLL);
        int expired = 0;
        while (true) {
            while (cursor != 0 && visitsLeft > 0) {
                final int visits = Math.min(visitsLeft, AHEAD);
                lookAhead(visits);
                for (int i = 0; i < visits && cursor != 0; i++) {
                    visitsLeft--;
                    expired += visit(nowNanos);
                }
            }
            if (cursor != 0) {
                break;
            }
            if ((isWhole || tick < target) && soonest <= nowNanos) {
                cursor = address(UnsafeApi.getInt(heads + (tick & mask) * 4L));
                soonest = Long.MAX_VALUE;
            } else if (tick < target && slotsLeft > 0) {
                slotsLeft--;
                tick++;
                soonest = Long.MIN_VALUE;
            } else {
                break;
            }
        }
        visits += limit - visitsLeft;
        expirations += expired;
        return expired;
    }

    /** Load what the next visits need: while one entry is on its way, the home bucket of the one before can be. */
    private void lookAhead(final int count) {
        long sum = 0;
        long e = cursor;
        for (int i = 0; i < count && e != 0; i++) {
            sum += table.touchHome(e);
            e = address(UnsafeApi.getInt(e + NEXT));
        }
        touched = sum;
    }

    /**
     * Whether the last poll ended because of its limit, in the middle of a list.
     *
     * @return true when it should be called again soon.
     */
    public boolean isCut() {
        return cursor != 0;
    }

    /**
     * Whether a poll with a limit would have something to do.
     *
     * @param nowNanos the caller's time.
     * @return true when a poll ended because of its limit, or another tick has begun since.
     */
    public boolean isBehind(final long nowNanos) {
        return cursor != 0 || tick < nowNanos >> TICK_SHIFT;
    }

    /**
     * Entries that polls visited, whether they expired, were linked elsewhere or stayed.
     *
     * @return count since the start.
     */
    public long visits() {
        return visits;
    }

    /**
     * Entries that a visit linked elsewhere, because a packet had moved their deadline.
     *
     * @return count since the start.
     */
    public long moves() {
        return moves;
    }

    /**
     * Entries that polls expired.
     *
     * @return count since the start.
     */
    public long expired() {
        return expirations;
    }

    /**
     * How far the wheel is behind.
     *
     * @param nowNanos the caller's time.
     * @return nanoseconds since the slot was due that is visited next, in whole ticks; 0 when no slot waits.
     */
    public long behindNanos(final long nowNanos) {
        return tick == Long.MIN_VALUE ? 0 : Math.max(0, (nowNanos >> TICK_SHIFT) - tick) << TICK_SHIFT;
    }

    /** Visit the entry at the cursor and move that on. Gives 1 when it expired, or 0. */
    private int visit(final long nowNanos) {
        final long e = cursor;
        final long deadline = UnsafeApi.getLong(e + DEADLINE);
        if (deadline <= nowNanos) {
            remove(e);
            if (expiryHandler != null) {
                expiryHandler.onExpiry(e, nowNanos);
            }
            table.remove(e);
            return 1;
        }
        final long due = deadline >> TICK_SHIFT;
        if ((due - tick & mask) != 0) {
            remove(e);
            link(e, deadline);
            moves++;
            return 0;
        }
        cursor = address(UnsafeApi.getInt(e + NEXT));
        stay(e, due, deadline);
        return 0;
    }

    private void link(final long entry, final long deadlineNanos) {
        final long due = Math.max(deadlineNanos >> TICK_SHIFT, tick);
        final int slot = (int)due & mask;
        final long head = heads + slot * 4L;
        final int first = UnsafeApi.getInt(head);
        final int number = table.number(entry) + 1;
        UnsafeApi.putInt(entry + NEXT, first);
        UnsafeApi.putInt(entry + PREV, -slot - 1);
        if (first != 0) {
            UnsafeApi.putInt(table.entry(first - 1) + PREV, number);
        }
        UnsafeApi.putInt(head, number);
        stay(entry, due, deadlineNanos);
    }

    /** Note when the slot in which an entry is linked is visited next. */
    private void stay(final long entry, final long due, final long deadlineNanos) {
        if (due <= tick) {
            UnsafeApi.putInt(entry + LINKED_TICK, (int)tick);
            soonest = Math.min(soonest, deadlineNanos);
        } else if (tick == Long.MIN_VALUE) {
            UnsafeApi.putInt(entry + LINKED_TICK, (int)due);
        } else {
            UnsafeApi.putInt(entry + LINKED_TICK, (int)(tick + 1 + (due - tick - 1 & mask)));
        }
    }

    private long address(final int numberPlusOne) {
        return numberPlusOne == 0 ? 0 : table.entry(numberPlusOne - 1);
    }
}
