/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Status;
import io.jconntrack.net.Reason;

/**
 * A verdict, packed into a long so that none is allocated.
 * <pre>
 *  63                        32 31   25 24  23        16 15        8 7   6   5   4   3  2      0
 * +----------------------------+-------+---+------------+-----------+---+---+---+---+---+--------+
 * | entry number + 1, 0: none  | 0     | O | generation | reason    | 0 | F | Q | D | R | state  |
 * +----------------------------+-------+---+------------+-----------+---+---+---+---+---+--------+
 *   R: reply direction    D: direction known    Q: the entry is the one that an ICMP error quotes
 *   F: the packet is the fragment that made its datagram whole
 *   O: the packet opened the connection, whose entry has this generation (else 0)
 * </pre>
 */
public final class Verdict {
    /** By EXPECTED and SEEN_REPLY, two bits each: the state of a packet of the connection. */
    private static final int STATES = ConnState.NEW.ordinal()
        | ConnState.RELATED.ordinal() << Status.EXPECTED * 2
        | ConnState.ESTABLISHED.ordinal() << Status.SEEN_REPLY * 2
        | ConnState.ESTABLISHED.ordinal() << (Status.EXPECTED | Status.SEEN_REPLY) * 2;
    private static final long REPLY = 1L << 3;
    private static final long HAS_DIRECTION = 1L << 4;
    private static final long QUOTED = 1L << 5;
    private static final long REASSEMBLED = 1L << 6;
    private static final int GENERATION_SHIFT = 16;
    private static final long OPENED = 1L << 24;
    /** Bits of the reason; zero for {@link Reason#NONE}. */
    static final long REASON = 0xFF00;

    private Verdict() {
    }

    static long of(final ConnState state) {
        return state.ordinal();
    }

    static long invalid(final Reason reason, final int entryNumber) {
        return because(reason, ConnState.INVALID.ordinal() | entry(entryNumber));
    }

    static long fragment(final int entryNumber) {
        return ConnState.FRAGMENT.ordinal() | entry(entryNumber);
    }

    static long because(final Reason reason, final long verdict) {
        return verdict | (long)reason.ordinal() << 8;
    }

    static long of(final ConnState state, final int direction, final int entryNumber) {
        return state.ordinal() | HAS_DIRECTION | direction * REPLY | entry(entryNumber);
    }

    /** NEW, ESTABLISHED or RELATED, without a branch on status or direction, which can't be predicted. */
    static long following(final int status, final int direction, final int entryNumber) {
        return STATES >>> (status & (Status.EXPECTED | Status.SEEN_REPLY)) * 2 & 3 | HAS_DIRECTION
            | direction * REPLY | entry(entryNumber);
    }

    static long quoting(final long verdict) {
        return verdict | QUOTED;
    }

    /** Of a datagram, on the fragment that made it whole. */
    static long reassembled(final long verdict) {
        return verdict | REASSEMBLED;
    }

    private static long entry(final int number) {
        return number + 1L << 32;
    }

    /** On the packet that opened a connection; the entry's generation tells it from what has the entry later. */
    static long opening(final long verdict, final byte generation) {
        return verdict | OPENED | (generation & 0xFFL) << GENERATION_SHIFT;
    }

    /** Whether the packet opened a connection, whose entry has this generation. */
    static boolean opened(final long verdict, final byte generation) {
        return (verdict & OPENED) != 0 && (byte)(verdict >>> GENERATION_SHIFT) == generation;
    }

    /**
     * State of the packet.
     *
     * @param verdict as {@link Conntrack} gave it.
     * @return the state.
     */
    public static ConnState state(final long verdict) {
        return ConnState.of((int)verdict & 7);
    }

    /**
     * Whether the packet has a direction.
     *
     * @param verdict as {@link Conntrack} gave it.
     * @return false for INVALID, UNTRACKED and frames that were not tracked.
     */
    public static boolean hasDirection(final long verdict) {
        return (verdict & HAS_DIRECTION) != 0;
    }

    /**
     * Direction of the packet.
     *
     * @param verdict as {@link Conntrack} gave it.
     * @return whether it is a reply; false also where there is no direction.
     */
    public static boolean isReply(final long verdict) {
        return (verdict & REPLY) != 0;
    }

    /**
     * Reason of an INVALID verdict; why a packet of a connection was let through and ignored, so that it counted
     * nothing and set no time-out; why a helper of Linux would drop it, though it did its part
     * ({@link Reason#HELPER_PARTIAL}, {@link Reason#HELPER_REFUSED}); or why a fragment was dropped.
     *
     * @param verdict as {@link Conntrack} gave it.
     * @return {@link Reason#NONE} for packets that did their part.
     */
    public static Reason reason(final long verdict) {
        return Reason.of((int)(verdict >>> 8) & 0xFF);
    }

    /**
     * Number of the entry.
     *
     * @param verdict as {@link Conntrack} gave it.
     * @return number, or -1 where there is none after the packet.
     */
    public static int entry(final long verdict) {
        return (int)(verdict >>> 32) - 1;
    }

    /**
     * Whether the entry is the one that an ICMP error quotes.
     *
     * @param verdict as {@link Conntrack} gave it.
     * @return true for ICMP errors about a known connection.
     */
    public static boolean isQuoted(final long verdict) {
        return (verdict & QUOTED) != 0;
    }

    /**
     * Whether the verdict is a datagram's, on the fragment that made it whole; those before it were
     * {@link ConnState#FRAGMENT}.
     *
     * @param verdict as {@link Conntrack} gave it.
     * @return true for the last fragment to come: the packet's own bytes have no transport header where one is looked
     *     for, unless it is the first by its offset.
     */
    public static boolean isReassembled(final long verdict) {
        return (verdict & REASSEMBLED) != 0;
    }
}
