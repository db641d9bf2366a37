/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import static io.jconntrack.protocol.TcpDescriptor.END;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_DATA_UNACKNOWLEDGED;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_MAX_ACK_SET;
import static io.jconntrack.protocol.TcpDescriptor.LAST_END;
import static io.jconntrack.protocol.TcpDescriptor.LAST_SEQ;
import static io.jconntrack.protocol.TcpDescriptor.MAX_WIN;
import static io.jconntrack.protocol.TcpDescriptor.SIDE_FLAGS;
import static io.jconntrack.protocol.TcpDescriptor.side;

import io.jconntrack.packet.PlainSegment;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.VersionStamp;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What {@link LinuxTcp} and {@link TcpWindow} do with a {@link PlainSegment} that is in the window of an established,
 * assured connection: the rules of both for this one case, over whole words of the entry, loads first and stores last,
 * without branches on what traffic decides. All else is left to them.
 * <pre>
 *         63            48 47            32 31                             0
 *        +--------------------------------+--------------------------------+
 *  side  |             maxend             |              end               |   of each direction
 *        +--------------------------------+--------------------------------+
 *    +8  |             maxack             |             maxwin             |
 *        +--------------------------------+--------------------------------+
 *  104   |            last ack            |            last seq            |
 *        +-------+-------+----------------+--------------------------------+
 *  112   | scale1| scale0|    last win    |            last end            |
 *        +-------+-------+-------+--------+-------+-------+-------+--------+
 *  120   |   -   | flags | wscale|  dir   | index |retrans| side1 | side0  |
 *        +-------+-------+-------+--------+-------+-------+-------+--------+
 * </pre>
 * The words of {@link TcpDescriptor} as a little-endian machine loads them; on others nothing is predicted.
 */
public final class HeaderPrediction {
    /** Whether it can be used. */
    static final boolean POSSIBLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final long LOW = 0xFFFF_FFFFL;
    private static final long HIGH = ~LOW;
    private static final long SCALES = 0xFFFFL << 48;
    private static final int RETRANS_SHIFT = 16;
    private static final int DIR_SHIFT = 32;
    /** What stays of the last word: how an ignored SYN scaled, and its flags. */
    private static final long OTHERS = -1L << 40;
    private static final long ACK_WAS_LAST = (long)TcpSegment.CLASS_ACK << 24;
    /** From the flag "data unacknowledged" to what it is for a time-out. */
    private static final int UNACKNOWLEDGED_SHIFT = Integer.numberOfTrailingZeros(FLAG_DATA_UNACKNOWLEDGED)
        - Integer.numberOfTrailingZeros(TcpTimeouts.UNACKNOWLEDGED_DATA);
    private static final int COMBINATIONS = 16;

    /** Of a time-out: nanoseconds, then the ordinal of its setting. */
    private static final int TIMEOUT_LENGTH = 16;

    private final Lifetimes lifetimes;
    private final int maxRetrans;
    /** Keeps the time-outs of an established connection, by what shortens them ({@link TcpTimeouts#choose}). */
    private final UnsafeBuffer memory =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(COMBINATIONS * TIMEOUT_LENGTH, TIMEOUT_LENGTH));
    private final long established = memory.addressOffset();

    HeaderPrediction(final Settings values, final TcpTimeouts timeouts, final Lifetimes lifetimes) {
        this.lifetimes = lifetimes;
        maxRetrans = (int)values.get(Setting.TCP_MAX_RETRANS);
        for (int bits = 0; bits < COMBINATIONS; bits++) {
            final int number = timeouts.choose(bits, TcpState.ESTABLISHED);
            memory.putLong(bits * TIMEOUT_LENGTH, timeouts.nanos(number));
            memory.putInt(bits * TIMEOUT_LENGTH + 8, timeouts.setting(number));
        }
    }

    /**
     * Track a plain segment. Each step loads what it needs again: that is cheaper than to keep it, since there are not
     * registers enough for all of it.
     *
     * @param e address of an established, assured connection's entry.
     * @param dir 0 original, 1 reply.
     * @param segment what {@link PlainSegment#write} wrote of it.
     * @param now time of the packet.
     * @return false, and nothing has changed, when it has to be tracked in full.
     */
    public boolean follow(final long e, final int dir, final long segment, final long now) {
        if (!isPredicted(e, dir, segment)) {
            return false;
        }
        VersionStamp.begin(e);
        final long timeout = established + remember(e, dir, segment, learn(e, dir, segment)) * TIMEOUT_LENGTH;
        lifetimes.refresh(e, dir, PlainSegment.bytes(segment), UnsafeApi.getInt(timeout + 8),
            UnsafeApi.getLong(timeout), now);
        VersionStamp.end(e);
        return true;
    }

    /**
     * Whether a segment is in the window, by the rules of {@link TcpWindow}, and makes no maxwin grow, which
     * is rare. All differences have to be negative.
     */
    private static boolean isPredicted(final long e, final int dir, final long segment) {
        final long numbers = PlainSegment.numbers(segment);
        final int seq = (int)numbers;
        final int ack = (int)(numbers >>> 32);
        final int end = PlainSegment.end(segment);
        final long sent = UnsafeApi.getLong(side(e, dir));
        final int receiverMaxWin = UnsafeApi.getInt(side(e, 1 - dir) + MAX_WIN);
        final int maxEnd = (int)(sent >>> 32);
        final int receiverEnd = UnsafeApi.getInt(side(e, 1 - dir) + END);
        final int maxWin = UnsafeApi.getInt(side(e, dir) + MAX_WIN);
        final int ackWindow = Integer.compareUnsigned(maxWin, TcpWindow.MAX_ACK_WINDOW) > 0 ? maxWin
            : TcpWindow.MAX_ACK_WINDOW;
        final int inside = seq - (maxEnd + 1) & (int)sent - receiverMaxWin - 1 - end
            & ack - (receiverEnd + 1) & receiverEnd - ackWindow - 1 - ack;
        return inside < 0 && maxEnd - end >= 0 && maxWin != 0
            && Integer.compareUnsigned(maxWin, PlainSegment.window(segment) << TcpTracker.windowScale(e, dir)) >= 0
            && (TcpWindow.flags(e, dir) & FLAG_MAX_ACK_SET) != 0;
    }

    /**
     * Take over what the segment says of end, maxack and the other side's maxend.
     *
     * @return the flag "data unacknowledged" in the place of a side's flags: in the lower byte whether the sender gets
     *     it, in the upper whether the receiver loses it.
     */
    private static int learn(final long e, final int dir, final long segment) {
        final int ack = (int)(PlainSegment.numbers(segment) >>> 32);
        final int end = PlainSegment.end(segment);
        final long sender = side(e, dir);
        final long sent = UnsafeApi.getLong(sender);
        // masks: all ones where the packet says something new, else zero
        final int newData = (int)sent - end >> 31;
        UnsafeApi.putLong(sender, sent & HIGH | choose(newData, end, (int)sent) & LOW);
        final long allowed = UnsafeApi.getLong(sender + MAX_WIN);
        final int maxAck = (int)(allowed >>> 32);
        UnsafeApi.putLong(sender + MAX_WIN, allowed & LOW | (long)choose(maxAck - ack >> 31, ack, maxAck) << 32);
        final long receiver = side(e, 1 - dir);
        final long received = UnsafeApi.getLong(receiver);
        final int win = PlainSegment.window(segment) << TcpTracker.windowScale(e, dir);
        final int maxEnd = (int)(received >>> 32);
        UnsafeApi.putLong(receiver, received & LOW
            | (long)choose(maxEnd - 1 - (ack + win) >> 31, ack + win + (win - 1 >>> 31), maxEnd) << 32);
        return newData & FLAG_DATA_UNACKNOWLEDGED
            | (~differs(ack ^ (int)received) & FLAG_DATA_UNACKNOWLEDGED) << 8;
    }

    /**
     * Keep the segment as the last one, and count how often it was repeated.
     *
     * @param changes of the flags, as {@link #learn} gives them.
     * @return what shortens the time-out.
     */
    private int remember(final long e, final int dir, final long segment, final int changes) {
        final long numbers = PlainSegment.numbers(segment);
        final int window = PlainSegment.window(segment);
        final long last = UnsafeApi.getLong(e + LAST_END);
        final long lastWord = PlainSegment.end(segment) & LOW | (long)window << 32 | last & SCALES;
        final long marks = UnsafeApi.getLong(e + SIDE_FLAGS);
        final long differences = UnsafeApi.getLong(e + LAST_SEQ) ^ numbers | last ^ lastWord
            | (marks >>> DIR_SHIFT ^ dir) & 0xFF;
        UnsafeApi.putLong(e + LAST_SEQ, numbers);
        UnsafeApi.putLong(e + LAST_END, lastWord);
        final int retrans =
            (int)(marks >>> RETRANS_SHIFT) + 1 & 0xFF & ~(int)((differences | -differences) >> 63);
        final int sides = ((int)marks & 0xFFFF | (changes & 0xFF) << dir * 8) & ~(changes >>> 8 << 8 - dir * 8);
        UnsafeApi.putLong(e + SIDE_FLAGS, marks & OTHERS | (long)dir << DIR_SHIFT | ACK_WAS_LAST
            | retrans << RETRANS_SHIFT | sides);
        return (maxRetrans - 1 - retrans >>> 31) * TcpTimeouts.REPEATED
            | (window - 1 >>> 31) * TcpTimeouts.CLOSED_WINDOW
            | (sides | sides >>> 8) >>> UNACKNOWLEDGED_SHIFT & TcpTimeouts.UNACKNOWLEDGED_DATA;
    }

    private static int choose(final int mask, final int a, final int b) {
        return b ^ (a ^ b) & mask;
    }

    /** All ones for any number but zero. */
    private static int differs(final int difference) {
        return (difference | -difference) >> 31;
    }
}
