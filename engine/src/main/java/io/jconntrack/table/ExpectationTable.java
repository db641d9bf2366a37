/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.ExpectationDescriptor.DEADLINE;
import static io.jconntrack.table.ExpectationDescriptor.DESTINATION;
import static io.jconntrack.table.ExpectationDescriptor.FLAGS;
import static io.jconntrack.table.ExpectationDescriptor.MASTER;
import static io.jconntrack.table.ExpectationDescriptor.META;
import static io.jconntrack.table.ExpectationDescriptor.SOURCE;

import io.jconntrack.entry.Expectation;
import io.jconntrack.settings.MemoryUnavailableException;
import java.lang.invoke.VarHandle;
import org.agrona.UnsafeApi;

/**
 * The connections that are expected, for all workers of a table. Any worker adds, finds and removes; an expectation is
 * used up by the one whose compare-and-set takes it out of the index, so by one alone. One whose time is over, or whose
 * master has gone, is never found, removed by now or not.
 * <p>
 * <b>Progress.</b> Finding and taking are wait-free but for a bounded number of steps, adding and removing lock-free.
 * Two workers that add what contradicts each other at the same instant may both succeed; the first of the two is found.
 */
public final class ExpectationTable implements AutoCloseable {
    /** Nothing was added: there are as many as there may be. */
    public static final long FULL = 0;
    /** Nothing was added: another connection expects the same. */
    public static final long CLASH = -1;

    private final ConnectionTable connections;
    private final ExpectationIndex index;
    private final ExpectationRows rows;

    /**
     * No expectations.
     *
     * @param connections among which the masters are; the first worker's.
     * @param max expectations at a time, 1 to 131072.
     * @throws MemoryUnavailableException when the memory is not to be had.
     */
    public ExpectationTable(final ConnectionTable connections, final int max) {
        this.connections = connections;
        index = new ExpectationIndex(max);
        try {
            rows = new ExpectationRows(connections);
        } catch (final MemoryUnavailableException e) {
            index.close();
            throw e;
        }
    }

    /**
     * What is kept for connections that have a helper or a master.
     *
     * @return the rows, by number of the entry.
     */
    public ExpectationRows rows() {
        return rows;
    }

    /**
     * Whether there is nothing to be found.
     *
     * @return true when no packet needs to look.
     */
    public boolean isEmpty() {
        return index.count() == 0;
    }

    /**
     * Expectations.
     *
     * @return number of them, those that have died and nobody stumbled over included.
     */
    public int count() {
        return index.count();
    }

    /**
     * Add an expectation. The same one of the same master is replaced; the oldest one of the master goes when that has
     * too many.
     *
     * @param wanted what is expected.
     * @param key scratch, of the connections' table.
     * @param masterNumber of a live entry of the caller's worker.
     * @param most expectations that the master may have, 1 to {@link Expectation#MAX_EXPECTED}.
     * @param nowNanos the caller's time.
     * @return a word for {@link #remove}, or {@link #FULL} or {@link #CLASH}.
     */
    public long add(final Expectation wanted, final TupleKey key, final int masterNumber, final int most,
        final long nowNanos) {
        key.set(wanted.l3(), wanted.protocol(), wanted.zone(), 0, 0, 0, wanted.destinationHigh(),
            wanted.destinationLow(), wanted.destinationPort(), 0);
        final long hash = key.endpointHash(!key.isFromHi());
        final long master = EntryDescriptor.id(connections.entry(masterNumber), masterNumber) + 1;
        if (isContradicted(wanted, hash, master, nowNanos)) {
            return CLASH;
        }
        rows.beginOnce(masterNumber);
        rows.makeRoom(index, masterNumber, most);
        final long e = index.take(hash);
        if (e == 0) {
            return FULL;
        }
        ExpectationCodec.write(e, wanted, master, nowNanos);
        final long word = index.publish(e, hash);
        rows.add(index, masterNumber, word);
        return word;
    }

    /** Whether another one has a first packet in common with it. What has died, or is the same, is removed. */
    private boolean isContradicted(final Expectation wanted, final long hash, final long master,
        final long nowNanos) {
        for (long at = index.first(hash); at != 0; at = index.next(at, hash)) {
            final long word = index.word(at);
            final long e = index.entry(word);
            if (overlaps(wanted, e)) {
                final boolean isSame = UnsafeApi.getLong(e + MASTER) == master
                    && ((UnsafeApi.getInt(e + FLAGS) ^ ExpectationCodec.flags(wanted))
                    & (ExpectationCodec.ANY_SOURCE | ExpectationCodec.ANY_SOURCE_PORT)) == 0;
                if (!isSame && isAlive(e, nowNanos) && index.isThere(word)) {
                    return true;
                }
                index.remove(word);
            }
        }
        return false;
    }

    private static boolean overlaps(final Expectation wanted, final long e) {
        final int any = UnsafeApi.getInt(e + FLAGS) | ExpectationCodec.flags(wanted);
        final long meta = UnsafeApi.getLong(e + META) ^ ExpectationCodec.meta(wanted);
        return UnsafeApi.getLong(e + DESTINATION) == wanted.destinationHigh()
            && UnsafeApi.getLong(e + DESTINATION + 8) == wanted.destinationLow()
            && ((any & ExpectationCodec.ANY_SOURCE_PORT) != 0 ? meta & ~0xFFFF_0000L : meta) == 0
            && ((any & ExpectationCodec.ANY_SOURCE) != 0 || UnsafeApi.getLong(e + SOURCE) == wanted.sourceHigh()
            && UnsafeApi.getLong(e + SOURCE + 8) == wanted.sourceLow());
    }

    /** Whether its time is not over and its master still there. */
    private boolean isAlive(final long e, final long nowNanos) {
        return UnsafeApi.getLong(e + DEADLINE) - nowNanos > 0
            && rows.connection(UnsafeApi.getLong(e + MASTER), nowNanos) >= 0;
    }

    /**
     * Find the expectation of a packet that would open a connection, and use it up unless it is permanent.
     *
     * @param key of the packet.
     * @param nowNanos the caller's time.
     * @param into takes what was found.
     * @return false when the packet is not expected.
     */
    public boolean take(final TupleKey key, final long nowNanos, final Expectation into) {
        final boolean fromHi = key.isFromHi();
        final long hash = key.endpointHash(!fromHi);
        for (long at = index.first(hash); at != 0; at = index.next(at, hash)) {
            final long word = index.word(at);
            final long e = index.entry(word);
            if (isOf(e, key, fromHi) && isAlive(e, nowNanos)) {
                ExpectationCodec.read(e, word, into);
                VarHandle.loadLoadFence();
                if (into.isPermanent() ? index.isThere(word) : index.remove(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOf(final long e, final TupleKey key, final boolean fromHi) {
        final int flags = UnsafeApi.getInt(e + FLAGS);
        final long meta = (long)key.zone() << 48 | (long)key.l3() << 40 | (long)key.protocol() << 32
            | (long)key.port(fromHi) << 16 | key.port(!fromHi);
        final long different = meta ^ UnsafeApi.getLong(e + META);
        return (flags & ExpectationCodec.INACTIVE) == 0
            && ((flags & ExpectationCodec.ANY_SOURCE_PORT) != 0 ? different & ~0xFFFF_0000L : different) == 0
            && UnsafeApi.getLong(e + DESTINATION) == key.addressHigh(!fromHi)
            && UnsafeApi.getLong(e + DESTINATION + 8) == key.addressLow(!fromHi)
            && ((flags & ExpectationCodec.ANY_SOURCE) != 0 || UnsafeApi.getLong(e + SOURCE) == key.addressHigh(fromHi)
            && UnsafeApi.getLong(e + SOURCE + 8) == key.addressLow(fromHi));
    }

    /**
     * Read an expectation that is alive.
     *
     * @param number 0 to {@link #bound()} - 1.
     * @param nowNanos the caller's time.
     * @param into takes it.
     * @return false when there is none of that number.
     */
    public boolean read(final int number, final long nowNanos, final Expectation into) {
        final long e = index.entryOf(number);
        final long word = UnsafeApi.getLongVolatile(null, e + ExpectationDescriptor.WORD);
        if (word == 0 || !index.isThere(word)) {
            return false;
        }
        ExpectationCodec.read(e, word, into);
        final boolean isAlive = isAlive(e, nowNanos);
        VarHandle.loadLoadFence();
        return isAlive && index.isThere(word);
    }

    /**
     * Numbers below this one may be in use.
     *
     * @return bound for {@link #read(int, long, Expectation)}.
     */
    public int bound() {
        return index.pool();
    }

    /**
     * Remove an expectation.
     *
     * @param expectation that was read.
     * @return false when it was used, removed or replaced before.
     */
    public boolean remove(final Expectation expectation) {
        return expectation.word() != 0 && index.remove(expectation.word());
    }

    /**
     * Remove an expectation that has died.
     *
     * @param number 0 to {@link #bound()} - 1.
     * @param nowNanos the caller's time.
     * @return true when there was one.
     */
    public boolean bury(final int number, final long nowNanos) {
        final long e = index.entryOf(number);
        final long word = UnsafeApi.getLongVolatile(null, e + ExpectationDescriptor.WORD);
        return word != 0 && !isAlive(e, nowNanos) && index.remove(word);
    }

    @Override
    public void close() {
        index.close();
        rows.close();
    }
}
