/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.event.EventCause;
import io.jconntrack.net.Reason;
import io.jconntrack.table.ConnectionLimits;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EarlyLook;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import io.jconntrack.timer.TimerWheel;
import org.agrona.UnsafeApi;

/**
 * One worker's connections: its view of the table together with the wheel that expires them. An entry whose time is
 * over counts as absent.
 */
final class Connections {
    final ConnectionTable table;
    final TimerWheel wheel;
    private final EarlyLook look;
    private final Statistics statistics;
    private final Recorder recorder;
    private long earlyDrops;
    /** Connections whose time was over when a packet looked for them. */
    private long foundExpired;
    /** Connections that their protocol ended. */
    private long ended;
    private long deleted;
    private long discarded;
    /** Whether the entry that was inserted last is in the wheel already. */
    private boolean isLinked;
    /** Told what becomes of connections; null when nobody listens. */
    private Events events;
    /** Null when sources and zones may have as many connections as they like, and no places are kept. */
    private final ConnectionLimits limits;
    /** Why the last insertion gave nothing. */
    private Reason refusal = Reason.TABLE_FULL;

    Connections(final ConnectionTable table) {
        this.table = table;
        limits = table.limits();
        look = table.earlyLook();
        wheel = new TimerWheel(table);
        recorder = new Recorder(table);
        statistics = new Statistics(this);
    }

    /** What became of them, in numbers. */
    Statistics statistics() {
        return statistics;
    }

    /** Their events of the Flight Recorder. */
    Recorder recorder() {
        return recorder;
    }

    /** Tell what becomes of connections from now on; null for silence. */
    void tell(final Events listening) {
        events = listening;
        wheel.onExpiry(listening == null ? null : (entry, nowNanos) ->
            listening.destroyed(table.number(entry), EventCause.EXPIRED, nowNanos));
    }

    /**
     * Whether anybody listens: to be asked before {@link #events} where many packets come by, since that is a call as
     * long as its class has not been loaded.
     */
    boolean hasListener() {
        return events != null;
    }

    /** Null when nobody listens. */
    Events events() {
        return events;
    }

    /**
     * Find the entry of a key, with the help of an early look at the index.
     *
     * @param slot from {@link EarlyLook#candidate}, or 0.
     * @return its address or {@link ConnectionTable#NONE}.
     */
    long find(final long slot, final TupleKey key, final long nowNanos) {
        final long entry = look.confirm(slot, key);
        return entry != ConnectionTable.NONE && !ConnectionTable.expired(entry, nowNanos) ? entry
            : find(key, nowNanos);
    }

    /**
     * Find the entry of a key.
     *
     * @return its address or {@link ConnectionTable#NONE}.
     */
    long find(final TupleKey key, final long nowNanos) {
        final long entry = table.find(key);
        if (entry != ConnectionTable.NONE && ConnectionTable.expired(entry, nowNanos)) {
            if (table.isOwn(entry)) {
                destroy(entry, EventCause.EXPIRED, nowNanos);
            }
            return ConnectionTable.NONE;
        }
        return entry;
    }

    /**
     * Insert an entry; when the table is full, or its free places are kept for others, an unassured one near it makes
     * room. It is prepared to be linked in the wheel with {@link #link}.
     *
     * @return its address, another worker's, or {@link ConnectionTable#NONE}, see {@link #refusal}.
     */
    long insert(final TupleKey key, final long nowNanos) {
        if (limits != null && isRefused(key)) {
            return ConnectionTable.NONE;
        }
        final boolean fromHi = key.isFromHi();
        final boolean isReserved = limits != null && limits.isReserved(key, table);
        final long entry = isReserved ? ConnectionTable.NONE : table.insert(key, fromHi);
        isLinked = false;
        if (entry == ConnectionTable.NONE) {
            return replace(key, fromHi, nowNanos);
        }
        if (table.isOwn(entry)) {
            wheel.prepare(entry, nowNanos);
        }
        return entry;
    }

    /** Limits come before room is made: who has too many drops nobody's connection. */
    private boolean isRefused(final TupleKey key) {
        if (limits.isSourceFull(key)) {
            refusal = Reason.SOURCE_LIMIT;
        } else if (limits.isZoneFull(key)) {
            refusal = Reason.ZONE_LIMIT;
        } else {
            refusal = Reason.TABLE_FULL;
            return false;
        }
        return true;
    }

    /** Why {@link #insert} gave nothing the last time. */
    Reason refusal() {
        return refusal;
    }

    /** The dropped connection's entry becomes the new one's where it is linked: its time-out has mostly to move on. */
    private long replace(final TupleKey key, final boolean fromHi, final long nowNanos) {
        final long victim = table.earlyDropCandidate(key);
        if (recorder.wantsTablePressure()) {
            recorder.tablePressure(earlyDrops, victim == ConnectionTable.NONE);
        }
        if (victim == ConnectionTable.NONE) {
            return ConnectionTable.NONE;
        }
        earlyDrops++;
        if (events != null) {
            events.destroyed(table.number(victim), EventCause.EARLY_DROP, nowNanos);
        }
        final long entry = table.replace(victim, key, fromHi);
        if (entry != victim) {
            wheel.remove(victim);
            table.release(victim);
            return entry;
        }
        isLinked = true;
        UnsafeApi.putLong(entry + EntryDescriptor.DEADLINE, nowNanos);
        return entry;
    }

    /** Link the entry that was inserted last, after its protocol has set its time-out. */
    void link(final long entry) {
        if (isLinked) {
            wheel.refresh(entry, UnsafeApi.getLong(entry + EntryDescriptor.DEADLINE));
        } else {
            wheel.add(entry);
        }
    }

    /** Take back the entry that was inserted last and not linked; nobody has heard of it. */
    void withdraw(final long entry) {
        if (isLinked) {
            delete(entry);
        } else {
            table.remove(entry);
        }
    }

    /** Delete a connection and tell of it. */
    void destroy(final long entry, final int cause, final long nowNanos) {
        if (events != null) {
            events.destroyed(table.number(entry), cause, nowNanos);
        }
        switch (cause) {
            case EventCause.EXPIRED -> foundExpired++;
            case EventCause.PROTOCOL -> ended++;
            default -> deleted++;
        }
        delete(entry);
    }

    /** Delete a new connection that nobody has heard of, because the embedder drops its packet. */
    void discard(final long entry) {
        discarded++;
        delete(entry);
    }

    /** Delete an entry in silence. */
    void delete(final long entry) {
        wheel.remove(entry);
        table.remove(entry);
    }

    /** Number of an entry, or -1 for none. */
    int number(final long entry) {
        return entry == ConnectionTable.NONE ? -1 : table.number(entry);
    }

    long earlyDrops() {
        return earlyDrops;
    }

    long foundExpired() {
        return foundExpired;
    }

    long ended() {
        return ended;
    }

    long deleted() {
        return deleted;
    }

    long discarded() {
        return discarded;
    }
}
