/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import static io.jconntrack.protocol.TcpDescriptor.END;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_DATA_UNACKNOWLEDGED;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_MAX_ACK_SET;
import static io.jconntrack.protocol.TcpDescriptor.LAST_DIR;
import static io.jconntrack.protocol.TcpDescriptor.LAST_END;
import static io.jconntrack.protocol.TcpDescriptor.LAST_INDEX;
import static io.jconntrack.protocol.TcpDescriptor.LAST_SEQ;
import static io.jconntrack.protocol.TcpDescriptor.MAX_ACK;
import static io.jconntrack.protocol.TcpDescriptor.MAX_END;
import static io.jconntrack.protocol.TcpDescriptor.MAX_WIN;
import static io.jconntrack.protocol.TcpDescriptor.RETRANS;
import static io.jconntrack.protocol.TcpDescriptor.SIDE_FLAGS;
import static io.jconntrack.protocol.TcpDescriptor.side;
import static io.jconntrack.protocol.TcpTracker.windowScale;

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
 * assured connection: the rules of both for this one case, loads first and stores last, without branches on what
 * traffic decides. All else is left to them. The last segment is compared and written in two words,
 * <pre>
 *         63            48 47            32 31                             0
 *        +--------------------------------+--------------------------------+
 *  104   |            last ack            |            last seq            |
 *        +-------+-------+----------------+--------------------------------+
 *  112   | scale1| scale0|    last win    |            last end            |
 *        +-------+-------+----------------+--------------------------------+
 * </pre>
 * as a little-endian machine loads them; on others nothing is predicted. All else is read and written field by field: a
 * field takes fewer instructions than a word that is taken apart and put together again.
 */
public final class HeaderPrediction {
    /** Whether it can be used. */
    static final boolean POSSIBLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final long SCALES = 0xFFFFL << 48;
    /** In the byte behind the repetitions. */
    private static final int ACK_WAS_LAST = TcpSegment.CLASS_ACK << (LAST_INDEX - RETRANS) * 8;
    /** From the flag "data unacknowledged" to what it is for a time-out. */
    static final int UNACKNOWLEDGED_SHIFT = Integer.numberOfTrailingZeros(FLAG_DATA_UNACKNOWLEDGED)
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
        final long sender = side(e, dir);
        final long receiver = side(e, 1 - dir);
        if (!isPredicted(e, dir, sender, receiver, segment)) {
            return false;
        }
        VersionStamp.begin(e);
        final int changes = learn(sender, receiver, segment, PlainSegment.window(segment) << windowScale(e, dir));
        refresh(e, dir, PlainSegment.bytes(segment), remember(e, dir, segment, changes), now);
        VersionStamp.end(e);
        return true;
    }

    /** Count a packet and set the deadline, by what shortens it. */
    void refresh(final long e, final int dir, final int bytes, final int shortens, final long now) {
        final long timeout = established + shortens * TIMEOUT_LENGTH;
        lifetimes.refresh(e, dir, bytes, UnsafeApi.getInt(timeout + 8), UnsafeApi.getLong(timeout), now);
    }

    /**
     * What tracks eight plain segments at once, by the same rules.
     *
     * @return a new one; only where {@link io.jconntrack.memory.Vectors} can be used.
     */
    public WindowLanes lanes() {
        return new WindowLanes(this, maxRetrans);
    }

    /**
     * Whether a segment is in the window, by the rules of {@link TcpWindow}, and makes no maxwin grow, which
     * is rare. All differences have to be negative.
     */
    private static boolean isPredicted(final long e, final int dir, final long sender, final long receiver,
        final long segment) {
        final int seq = PlainSegment.seq(segment);
        final int ack = PlainSegment.ack(segment);
        final int end = PlainSegment.end(segment);
        final int maxEnd = UnsafeApi.getInt(sender + MAX_END);
        final int maxWin = UnsafeApi.getInt(sender + MAX_WIN);
        final int receiverEnd = UnsafeApi.getInt(receiver + END);
        final int ackWindow = Integer.compareUnsigned(maxWin, TcpWindow.MAX_ACK_WINDOW) > 0 ? maxWin
            : TcpWindow.MAX_ACK_WINDOW;
        final int inside = seq - (maxEnd + 1)
            & UnsafeApi.getInt(sender + END) - UnsafeApi.getInt(receiver + MAX_WIN) - 1 - end
            & ack - (receiverEnd + 1) & receiverEnd - ackWindow - 1 - ack;
        return inside < 0 && maxEnd - end >= 0 && maxWin != 0
            && Integer.compareUnsigned(maxWin, PlainSegment.window(segment) << windowScale(e, dir)) >= 0
            && (TcpWindow.flags(e, dir) & FLAG_MAX_ACK_SET) != 0;
    }

    /**
     * Take over what the segment says of end, maxack and the other side's maxend.
     *
     * @param win the segment's window, scaled.
     * @return the flag "data unacknowledged" in the place of a side's flags: in the lower byte whether the sender gets
     *     it, in the upper whether the receiver loses it.
     */
    private static int learn(final long sender, final long receiver, final long segment, final int win) {
        final int ack = PlainSegment.ack(segment);
        final int end = PlainSegment.end(segment);
        // masks: all ones where the packet says something new, else zero
        final int sent = UnsafeApi.getInt(sender + END);
        final int newData = sent - end >> 31;
        UnsafeApi.putInt(sender + END, choose(newData, end, sent));
        final int maxAck = UnsafeApi.getInt(sender + MAX_ACK);
        UnsafeApi.putInt(sender + MAX_ACK, choose(maxAck - ack >> 31, ack, maxAck));
        final int maxEnd = UnsafeApi.getInt(receiver + MAX_END);
        UnsafeApi.putInt(receiver + MAX_END,
            choose(maxEnd - 1 - (ack + win) >> 31, ack + win + (win - 1 >>> 31), maxEnd));
        return newData & FLAG_DATA_UNACKNOWLEDGED
            | (~differs(ack ^ UnsafeApi.getInt(receiver + END)) & FLAG_DATA_UNACKNOWLEDGED) << 8;
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
        final long lastWord = PlainSegment.windowAndEnd(segment) | last & SCALES;
        final long differences = UnsafeApi.getLong(e + LAST_SEQ) ^ numbers | last ^ lastWord
            | UnsafeApi.getByte(e + LAST_DIR) ^ dir;
        UnsafeApi.putLong(e + LAST_SEQ, numbers);
        UnsafeApi.putLong(e + LAST_END, lastWord);
        final int retrans =
            UnsafeApi.getByte(e + RETRANS) + 1 & 0xFF & ~(int)((differences | -differences) >> 63);
        UnsafeApi.putShort(e + RETRANS, (short)(retrans | ACK_WAS_LAST));
        UnsafeApi.putByte(e + LAST_DIR, (byte)dir);
        final int sender = UnsafeApi.getByte(e + SIDE_FLAGS + dir) | changes & 0xFF;
        final int receiver = UnsafeApi.getByte(e + SIDE_FLAGS + 1 - dir) & ~(changes >>> 8);
        UnsafeApi.putByte(e + SIDE_FLAGS + dir, (byte)sender);
        UnsafeApi.putByte(e + SIDE_FLAGS + 1 - dir, (byte)receiver);
        return (maxRetrans - 1 - retrans >>> 31) * TcpTimeouts.REPEATED
            | (window - 1 >>> 31) * TcpTimeouts.CLOSED_WINDOW
            | (sender | receiver) >>> UNACKNOWLEDGED_SHIFT & TcpTimeouts.UNACKNOWLEDGED_DATA;
    }

    private static int choose(final int mask, final int a, final int b) {
        return b ^ (a ^ b) & mask;
    }

    /** All ones for any number but zero. */
    private static int differs(final int difference) {
        return (difference | -difference) >> 31;
    }
}
