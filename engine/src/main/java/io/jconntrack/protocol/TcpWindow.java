/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import static io.jconntrack.protocol.TcpDescriptor.END;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_BE_LIBERAL;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_DATA_UNACKNOWLEDGED;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_MAX_ACK_SET;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_SACK_PERMITTED;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_WINDOW_SCALE;
import static io.jconntrack.protocol.TcpDescriptor.LAST_ACK;
import static io.jconntrack.protocol.TcpDescriptor.LAST_DIR;
import static io.jconntrack.protocol.TcpDescriptor.LAST_END;
import static io.jconntrack.protocol.TcpDescriptor.LAST_SEQ;
import static io.jconntrack.protocol.TcpDescriptor.LAST_WIN;
import static io.jconntrack.protocol.TcpDescriptor.MAX_ACK;
import static io.jconntrack.protocol.TcpDescriptor.MAX_END;
import static io.jconntrack.protocol.TcpDescriptor.MAX_WIN;
import static io.jconntrack.protocol.TcpDescriptor.RETRANS;
import static io.jconntrack.protocol.TcpDescriptor.SCALE;
import static io.jconntrack.protocol.TcpDescriptor.SIDE_FLAGS;
import static io.jconntrack.protocol.TcpDescriptor.SIDE_LENGTH;
import static io.jconntrack.protocol.TcpDescriptor.side;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.UnsafeApi;

/**
 * Window tracking after Guido van Rooij, "Real Stateful TCP Packet Filtering in IP Filter", as Linux does it.
 * <p>
 * A segment of the sender is in the window when all four hold; sequence numbers compare modulo 2^32:
 * <pre>
 *   I    seq  &lt;= sender.maxend                        not above what the receiver allows
 *   II   end  &gt;= sender.end - receiver.maxwin         not older than what the receiver may still miss
 *   III  sack &lt;= receiver.end                         acknowledges nothing that was not sent
 *   IV   sack &gt;= receiver.end - max(66000, sender.maxwin)   and nothing too old
 * </pre>
 */
final class TcpWindow {
    /** Least that rule IV lets an acknowledgement be behind. */
    static final int MAX_ACK_WINDOW = 66000;

    private final boolean beLiberal;
    private final boolean countsRetransmissions;

    TcpWindow(final Settings settings) {
        beLiberal = settings.get(Setting.TCP_BE_LIBERAL) != 0;
        countsRetransmissions = settings.profile() == Profile.LINUX;
    }

    /**
     * First packet of a connection that starts with a SYN.
     */
    void open(final long e, final TcpSegment t) {
        final long sender = side(e, 0);
        UnsafeApi.putInt(sender + END, t.end);
        UnsafeApi.putInt(sender + MAX_WIN, Math.max(1, t.window));
        UnsafeApi.putInt(sender + MAX_END, t.end);
        readOptions(e, 0, t);
    }

    /**
     * First packet of a connection picked up in mid-stream: its scale is unknown, so neither side is judged.
     */
    void pickUp(final long e, final TcpSegment t) {
        final long sender = side(e, 0);
        final int window = Math.max(1, t.window);
        UnsafeApi.putInt(sender + END, t.end);
        UnsafeApi.putInt(sender + MAX_WIN, window);
        UnsafeApi.putInt(sender + MAX_END, t.end + window);
        UnsafeApi.putByte(e + SIDE_FLAGS, (byte)(FLAG_SACK_PERMITTED | FLAG_BE_LIBERAL));
        UnsafeApi.putByte(e + SIDE_FLAGS + 1, (byte)(FLAG_SACK_PERMITTED | FLAG_BE_LIBERAL));
    }

    /**
     * Judge a segment and learn from it.
     *
     * @return {@link Outcome#ACCEPT}, or why the segment is ignored or refused.
     */
    int check(final long e, final int dir, final TcpSegment t) {
        final long sender = side(e, dir);
        final long receiver = side(e, 1 - dir);
        int seq = t.seq;
        int end = t.end;
        int ack = t.ack;
        int sack = (flags(e, 1 - dir) & FLAG_SACK_PERMITTED) != 0 ? t.highestSack() : ack;
        if ((UnsafeApi.getInt(sender + MAX_WIN) == 0 || t.has(TcpSegment.SYN)) && begins(e, dir, t, sack)) {
            return Outcome.ACCEPT;
        }
        final int receiverEnd = UnsafeApi.getInt(receiver + END);
        if (!t.has(TcpSegment.ACK) || t.has(TcpSegment.RST) && ack == 0) {
            ack = receiverEnd;
            sack = receiverEnd;
        }
        final int senderEnd = UnsafeApi.getInt(sender + END);
        if (t.has(TcpSegment.RST) && seq == 0 && UnsafeApi.getByte(e + EntryDescriptor.STATE) == TcpState.SYN_SENT) {
            // the answer to a SYN that carried no ACK has no sequence number of its own
            seq = senderEnd;
            end = seq;
        }

        final int receiverMaxWin = UnsafeApi.getInt(receiver + MAX_WIN);
        final int senderMaxWin = UnsafeApi.getInt(sender + MAX_WIN);
        final int ackWindow =
            Integer.compareUnsigned(senderMaxWin, MAX_ACK_WINDOW) > 0 ? senderMaxWin : MAX_ACK_WINDOW;
        // rules I to IV at once, each as "behind" in the sense of after(): all four differences are negative
        final int inside = seq - (UnsafeApi.getInt(sender + MAX_END) + 1) & senderEnd - receiverMaxWin - 1 - end
            & sack - (receiverEnd + 1) & receiverEnd - ackWindow - 1 - sack;
        if (inside >= 0) {
            final int verdict = bounds(e, dir, seq, end, sack);
            if (verdict != Outcome.ACCEPT) {
                // a liberal tracker lets the segment through, but learns nothing from it
                return beLiberal || (flags(e, dir) & FLAG_BE_LIBERAL) != 0 ? Outcome.ACCEPT : verdict;
            }
        }
        learn(e, dir, t, end, ack, sack, t.has(TcpSegment.SYN) ? t.window
            : t.window << UnsafeApi.getByte(e + SCALE + dir));
        if (countsRetransmissions && t.flagClass == TcpSegment.CLASS_ACK) {
            countRetransmission(e, dir, seq, ack, end, t.window);
        }
        return Outcome.ACCEPT;
    }

    /**
     * The first segment of a side, or a SYN.
     *
     * @return whether it is accepted without a look at the window.
     */
    private static boolean begins(final long e, final int dir, final TcpSegment t, final int sack) {
        final long sender = side(e, dir);
        final long receiver = side(e, 1 - dir);
        final int state = UnsafeApi.getByte(e + EntryDescriptor.STATE);
        final boolean syn = t.has(TcpSegment.SYN);
        if (UnsafeApi.getInt(sender + MAX_WIN) == 0) {
            if (syn) {
                startSender(e, dir, t);
                return !t.has(TcpSegment.ACK);
            }
            final int scaled = Math.max(1, t.window << UnsafeApi.getByte(e + SCALE + dir));
            UnsafeApi.putInt(sender + END, t.end);
            UnsafeApi.putInt(sender + MAX_WIN, scaled);
            UnsafeApi.putInt(sender + MAX_END, t.end + scaled);
            if (UnsafeApi.getInt(receiver + MAX_WIN) == 0) {
                UnsafeApi.putInt(receiver + END, sack);
                UnsafeApi.putInt(receiver + MAX_END, sack);
            } else if (sack == UnsafeApi.getInt(receiver + END) + 1) {
                // the answer to a keepalive, which is one byte below the window
                UnsafeApi.putInt(receiver + END, sack);
            }
        } else if (syn && after(t.end, UnsafeApi.getInt(sender + END))
            && (state == TcpState.SYN_SENT || state == TcpState.SYN_RECV)) {
            startSender(e, dir, t);
            return dir == 1 && !t.has(TcpSegment.ACK);
        }
        return false;
    }

    private int bounds(final long e, final int dir, final int seq, final int end, final int sack) {
        final long sender = side(e, dir);
        final long receiver = side(e, 1 - dir);
        final int senderEnd = UnsafeApi.getInt(sender + END);
        final int senderMaxEnd = UnsafeApi.getInt(sender + MAX_END);
        final int receiverEnd = UnsafeApi.getInt(receiver + END);
        final int receiverMaxWin = UnsafeApi.getInt(receiver + MAX_WIN);
        final int senderMaxWin = UnsafeApi.getInt(sender + MAX_WIN);
        final int ackWindow =
            Integer.compareUnsigned(senderMaxWin, MAX_ACK_WINDOW) > 0 ? senderMaxWin : MAX_ACK_WINDOW;
        final boolean inReceiveWindow = after(end, senderEnd - receiverMaxWin - 1);
        final boolean ackNotTooOld = after(sack, receiverEnd - ackWindow - 1);
        final boolean ackNotTooNew = after(receiverEnd + 1, sack);

        if (!after(senderMaxEnd + 1, seq)) {
            final int overshot = end - senderMaxEnd + 1;
            if (receiverMaxWin != 0 && inReceiveWindow && ackNotTooOld && ackNotTooNew
                && Integer.compareUnsigned(overshot, receiverMaxWin) <= 0) {
                // The peer may take it all the same; its acknowledgement must then not look like one from nowhere.
                UnsafeApi.putInt(sender + END, end);
                setFlags(e, dir, flags(e, dir) | FLAG_DATA_UNACKNOWLEDGED);
                return Outcome.ignore(Reason.TCP_SEQ_OVERSHOT);
            }
            return Outcome.invalid(Reason.TCP_SEQ_ABOVE_WINDOW);
        }
        if (!ackNotTooNew) {
            return Outcome.invalid(Reason.TCP_ACK_ABOVE_BOUND);
        }
        if (receiverMaxWin != 0 && !inReceiveWindow) {
            return Outcome.ignore(Reason.TCP_SEQ_BELOW_WINDOW);
        }
        return ackNotTooOld ? Outcome.ACCEPT : Outcome.ignore(Reason.TCP_ACK_BELOW_BOUND);
    }

    /** Comparisons are those of {@link #after}, written out: it is too often left uninlined here. */
    private static void learn(final long e, final int dir, final TcpSegment t, final int end, final int ack,
        final int sack, final int win) {
        final long sender = side(e, dir);
        final long receiver = side(e, 1 - dir);
        int senderFlags = flags(e, dir);

        final int advertised = win + (sack - ack);
        if (Integer.compareUnsigned(UnsafeApi.getInt(sender + MAX_WIN), advertised) < 0) {
            UnsafeApi.putInt(sender + MAX_WIN, advertised);
        }
        if (UnsafeApi.getInt(sender + END) - end < 0) {
            UnsafeApi.putInt(sender + END, end);
            senderFlags |= FLAG_DATA_UNACKNOWLEDGED;
        }
        if (t.has(TcpSegment.ACK)
            && ((senderFlags & FLAG_MAX_ACK_SET) == 0 || UnsafeApi.getInt(sender + MAX_ACK) - ack < 0)) {
            senderFlags |= FLAG_MAX_ACK_SET;
            UnsafeApi.putInt(sender + MAX_ACK, ack);
        }
        setFlags(e, dir, senderFlags);

        final int beyond = end - UnsafeApi.getInt(sender + MAX_END);
        final int receiverMaxWin = UnsafeApi.getInt(receiver + MAX_WIN);
        if (-beyond < 0 && receiverMaxWin != 0) {
            UnsafeApi.putInt(receiver + MAX_WIN, receiverMaxWin + beyond);
        }
        if (UnsafeApi.getInt(receiver + MAX_END) - 1 - (sack + win) < 0) {
            UnsafeApi.putInt(receiver + MAX_END, win == 0 ? sack + 1 : sack + win);
        }
        if (ack == UnsafeApi.getInt(receiver + END)) {
            setFlags(e, 1 - dir, flags(e, 1 - dir) & ~FLAG_DATA_UNACKNOWLEDGED);
        }
    }

    /** Without branches: whether a packet repeats the last one can't be predicted. */
    private static void countRetransmission(final long e, final int dir, final int seq, final int ack, final int end,
        final int window) {
        final int differs = UnsafeApi.getByte(e + LAST_DIR) ^ dir | UnsafeApi.getInt(e + LAST_SEQ) ^ seq
            | UnsafeApi.getInt(e + LAST_ACK) ^ ack | UnsafeApi.getInt(e + LAST_END) ^ end
            | UnsafeApi.getShort(e + LAST_WIN) & 0xFFFF ^ window;
        // all ones for a repetition, else zero
        final int repeats = (differs | -differs) >> 31 ^ -1;
        UnsafeApi.putByte(e + RETRANS, (byte)(UnsafeApi.getByte(e + RETRANS) + 1 & repeats));
        UnsafeApi.putByte(e + LAST_DIR, (byte)dir);
        UnsafeApi.putInt(e + LAST_SEQ, seq);
        UnsafeApi.putInt(e + LAST_ACK, ack);
        UnsafeApi.putInt(e + LAST_END, end);
        UnsafeApi.putShort(e + LAST_WIN, (short)window);
    }

    /**
     * Forget what one side has said, but not that it is picked up: its next segment is the first.
     */
    static void forget(final long e, final int dir) {
        UnsafeApi.setMemory(side(e, dir), SIDE_LENGTH, (byte)0);
        UnsafeApi.putByte(e + SCALE + dir, (byte)0);
        setFlags(e, dir, flags(e, dir) & FLAG_BE_LIBERAL);
    }

    private static void startSender(final long e, final int dir, final TcpSegment t) {
        final long sender = side(e, dir);
        UnsafeApi.putInt(sender + END, t.end);
        UnsafeApi.putInt(sender + MAX_END, t.end);
        UnsafeApi.putInt(sender + MAX_WIN, Math.max(1, t.window));
        readOptions(e, dir, t);
        // RFC 7323, section 2.2: both sides must have offered scaling
        if (dir == 1 && (flags(e, 0) & flags(e, 1) & FLAG_WINDOW_SCALE) == 0) {
            UnsafeApi.putShort(e + SCALE, (short)0);
        }
    }

    private static void readOptions(final long e, final int dir, final TcpSegment t) {
        if (!t.hasOptions()) {
            // a SYN without any option takes nothing back
            return;
        }
        t.readSynOptions();
        UnsafeApi.putByte(e + SCALE + dir, (byte)t.scale);
        setFlags(e, dir, flags(e, dir) & FLAG_BE_LIBERAL | t.optionFlags);
    }

    /**
     * Whether a sequence number lies behind another, modulo 2^32. Numbers 2^31 apart lie behind each other, as in
     * Linux: {@code a - b > 0} would say that neither does.
     */
    static boolean after(final int a, final int b) {
        return b - a < 0;
    }

    static int flags(final long e, final int dir) {
        return UnsafeApi.getByte(e + SIDE_FLAGS + dir) & 0xFF;
    }

    static void setFlags(final long e, final int dir, final int flags) {
        UnsafeApi.putByte(e + SIDE_FLAGS + dir, (byte)flags);
    }
}
