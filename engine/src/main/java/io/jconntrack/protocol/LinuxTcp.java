/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import static io.jconntrack.protocol.TcpDescriptor.END;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_CHALLENGE_ACK;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_CLOSE_INIT;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_DATA_UNACKNOWLEDGED;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_MAX_ACK_SET;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_SACK_PERMITTED;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_SIMULTANEOUS_OPEN;
import static io.jconntrack.protocol.TcpDescriptor.FLAG_WINDOW_SCALE;
import static io.jconntrack.protocol.TcpDescriptor.LAST_ACK;
import static io.jconntrack.protocol.TcpDescriptor.LAST_DIR;
import static io.jconntrack.protocol.TcpDescriptor.LAST_END;
import static io.jconntrack.protocol.TcpDescriptor.LAST_FLAGS;
import static io.jconntrack.protocol.TcpDescriptor.LAST_INDEX;
import static io.jconntrack.protocol.TcpDescriptor.LAST_SEQ;
import static io.jconntrack.protocol.TcpDescriptor.LAST_WIN;
import static io.jconntrack.protocol.TcpDescriptor.LAST_WSCALE;
import static io.jconntrack.protocol.TcpDescriptor.MAX_ACK;
import static io.jconntrack.protocol.TcpDescriptor.MAX_END;
import static io.jconntrack.protocol.TcpDescriptor.MAX_WIN;
import static io.jconntrack.protocol.TcpDescriptor.RETRANS;
import static io.jconntrack.protocol.TcpDescriptor.SCALE;
import static io.jconntrack.protocol.TcpDescriptor.side;
import static io.jconntrack.protocol.TcpSegment.CLASS_ACK;
import static io.jconntrack.protocol.TcpSegment.CLASS_FIN;
import static io.jconntrack.protocol.TcpSegment.CLASS_RST;
import static io.jconntrack.protocol.TcpSegment.CLASS_SYN;
import static io.jconntrack.protocol.TcpSegment.CLASS_SYNACK;

import io.jconntrack.entry.Status;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.UnsafeApi;

/**
 * The TCP machine of the linux profile: nf_conntrack of Linux 6.x, as it was seen to behave.
 */
final class LinuxTcp {
    private static final int IV = 10;
    private static final int IG = 11;
    private static final int NO = TcpState.NONE;
    private static final int SS = TcpState.SYN_SENT;
    private static final int SR = TcpState.SYN_RECV;
    private static final int ES = TcpState.ESTABLISHED;
    private static final int FW = TcpState.FIN_WAIT;
    private static final int CW = TcpState.CLOSE_WAIT;
    private static final int LA = TcpState.LAST_ACK;
    private static final int TW = TcpState.TIME_WAIT;
    private static final int CL = TcpState.CLOSE;
    private static final int S2 = TcpState.LISTEN;

    /** Next state by direction and flag class (rows) and present state; IV: invalid, IG: ignored. */
    private static final byte[] NEXT = table(new int[][] {
        // NONE  SS  SR  ES  FW  CW  LA  TW  CL  S2
        {SS, SS, IG, IG, IG, IG, IG, SS, SS, S2}, // original SYN
        {IV, IV, SR, IV, IV, IV, IV, IV, IV, SR}, // original SYN/ACK
        {IV, IV, FW, FW, LA, LA, LA, TW, CL, IV}, // original FIN
        {ES, IV, ES, ES, CW, CW, TW, TW, CL, IV}, // original ACK
        {IV, CL, CL, CL, CL, CL, CL, CL, CL, CL}, // original RST
        {IV, IV, IV, IV, IV, IV, IV, IV, IV, IV}, // original none
        {IV, S2, IV, IV, IV, IV, IV, SS, IV, S2}, // reply SYN
        {IV, SR, IG, IG, IG, IG, IG, IG, IG, SR}, // reply SYN/ACK
        {IV, IV, FW, FW, LA, LA, LA, TW, CL, IV}, // reply FIN
        {IV, IG, SR, ES, CW, CW, TW, TW, CL, IG}, // reply ACK
        {IV, CL, CL, CL, CL, CL, CL, CL, CL, CL}, // reply RST
        {IV, IV, IV, IV, IV, IV, IV, IV, IV, IV}, // reply none
    });
    /** LAST_INDEX before any packet was accepted. */
    private static final int NO_INDEX = 6;
    private static final long BAD_CLOSE_LIMIT_NANOS = 120_000_000_000L;

    /** Next states that need no {@link #judge}: bit n for state n. */
    private static final int PLAIN = 1 << ES | 1 << FW | 1 << CW | 1 << LA;
    /** What {@link #judge} gives beside the next state. */
    private static final int JUDGED_STATE = 0xF;
    private static final int SKIPS_WINDOW = 0x10;
    private static final int RESTARTS = 0x20;
    private static final int DECIDED = -1;

    private final TcpWindow window;
    private final TcpTimeouts timeouts;
    private final Lifetimes lifetimes;
    private final boolean loose;
    private final boolean ignoreInvalidRst;
    private final int maxRetrans;
    private int decided;

    LinuxTcp(final Settings settings, final TcpTimeouts timeouts, final TcpWindow window, final Lifetimes lifetimes) {
        this.window = window;
        this.timeouts = timeouts;
        this.lifetimes = lifetimes;
        loose = settings.get(Setting.TCP_LOOSE) != 0;
        ignoreInvalidRst = settings.get(Setting.TCP_IGNORE_INVALID_RST) != 0;
        maxRetrans = (int)settings.get(Setting.TCP_MAX_RETRANS);
    }

    /**
     * Whether a packet may open an entry.
     */
    Reason opening(final TcpSegment t) {
        final int state = NEXT[t.flagClass * TcpState.COUNT];
        if (state == IV) {
            return Reason.TCP_NOT_AN_OPENING;
        }
        return state == SS || loose ? Reason.NONE : Reason.TCP_NO_PICKUP;
    }

    int track(final long e, final boolean fresh, final int dir, final TcpSegment t, final long now) {
        if (fresh) {
            start(e, t);
        }
        final int status = UnsafeApi.getInt(e + EntryDescriptor.STATUS);
        final int oldState = UnsafeApi.getByte(e + EntryDescriptor.STATE);
        int newState = NEXT[(dir * 6 + t.flagClass) * TcpState.COUNT + oldState];
        boolean checkWindow = true;
        if ((PLAIN >>> newState & 1) == 0) {
            final int judged = judge(e, dir, t, oldState, newState, status);
            if (judged < 0) {
                return decided;
            }
            if ((judged & RESTARTS) != 0) {
                return restart(e, dir, t, oldState, status, now);
            }
            newState = judged & JUDGED_STATE;
            checkWindow = (judged & SKIPS_WINDOW) == 0;
        }
        if (checkWindow) {
            final int outcome = window.check(e, dir, t);
            if (outcome != Outcome.ACCEPT) {
                if (outcome > 0) {
                    badClose(e, dir, t.flagClass, status, now);
                }
                return outcome;
            }
        }
        return accept(e, dir, t, oldState, newState, status, now);
    }

    /** A SYN/ACK whose SYN was ignored goes from SYN_SENT to SYN_RECV, whatever the state seemed to be. */
    private int restart(final long e, final int dir, final TcpSegment t, final int oldState, final int status,
        final long now) {
        final int outcome = window.check(e, dir, t);
        if (outcome != Outcome.ACCEPT) {
            return outcome;
        }
        final int accepted = accept(e, dir, t, SS, SR, status, now);
        return accepted == Outcome.ACCEPT && oldState == SR ? Outcome.ACCEPT_AS_NEWS : accepted;
    }

    private void start(final long e, final TcpSegment t) {
        if (t.flagClass == CLASS_SYN) {
            window.open(e, t);
        } else {
            window.pickUp(e, t);
        }
        UnsafeApi.putByte(e + LAST_INDEX, (byte)NO_INDEX);
    }

    /**
     * Judge a packet whose next state alone does not say what becomes of it.
     *
     * @return the next state with the flags of this class, or {@link #DECIDED} when {@link #decided} is the outcome.
     */
    private int judge(final long e, final int dir, final TcpSegment t, final int oldState, final int newState,
        final int status) {
        final int index = t.flagClass;
        switch (newState) {
            case IV:
                return decide(Outcome.invalid(Reason.TCP_STATE));
            case SS:
                if (oldState < TW) {
                    return SS;
                }
                if (((TcpWindow.flags(e, 0) | TcpWindow.flags(e, 1)) & FLAG_CLOSE_INIT) != 0
                    || lastDir(e) == dir && lastIndex(e) == CLASS_RST) {
                    return decide(Outcome.REOPEN);
                }
                return decide(outOfStep(e, dir, t, oldState));
            case IG:
                if (index != CLASS_SYNACK || lastIndex(e) != CLASS_SYN || lastDir(e) == dir
                    || t.ack != UnsafeApi.getInt(e + LAST_END)) {
                    return decide(outOfStep(e, dir, t, oldState));
                }
                resynchronise(e, dir);
                return SR | RESTARTS;
            case TW:
                if (oldState == LA && index == CLASS_ACK && lastDir(e) != dir && lastIndex(e) == CLASS_SYN
                    && (lastFlags(e) & FLAG_CHALLENGE_ACK) != 0) {
                    setLastFlags(e, lastFlags(e) & ~FLAG_CHALLENGE_ACK);
                    return decide(Outcome.ignore(Reason.TCP_CHALLENGE_ACK));
                }
                return TW;
            case S2:
                setLastFlags(e, lastFlags(e) | FLAG_SIMULTANEOUS_OPEN);
                return S2;
            case SR:
                return dir == 1 && index == CLASS_ACK && (lastFlags(e) & FLAG_SIMULTANEOUS_OPEN) != 0 ? ES : SR;
            case CL:
                if (index != CLASS_RST) {
                    return CL;
                }
                final int judged = reset(e, dir, t, oldState, status);
                if (judged < 0) {
                    return decide(Outcome.invalid(Reason.TCP_RST));
                }
                return (judged & RESET_KEEPS_STATE) != 0 ? oldState | judged & SKIPS_WINDOW
                    : CL | judged & SKIPS_WINDOW;
            default:
                return newState;
        }
    }

    private int decide(final int outcome) {
        decided = outcome;
        return DECIDED;
    }

    private int accept(final long e, final int dir, final TcpSegment t, final int oldState,
        final int newState, final int status, final long now) {
        final int index = t.flagClass;
        UnsafeApi.putByte(e + LAST_INDEX, (byte)index);
        UnsafeApi.putByte(e + LAST_DIR, (byte)dir);
        UnsafeApi.putByte(e + EntryDescriptor.STATE, (byte)newState);
        if (oldState != newState && newState == FW) {
            TcpWindow.setFlags(e, dir, TcpWindow.flags(e, dir) | FLAG_CLOSE_INIT);
        }

        int timeout = timeouts.choose(shortening(e, index), newState);
        if ((status & Status.SEEN_REPLY) == 0) {
            if (index == CLASS_RST) {
                return Outcome.ACCEPT_AND_DELETE;
            }
            if (index == CLASS_SYN && oldState == SS) {
                return Outcome.ignore(Reason.NONE);
            }
            timeout = timeouts.withoutReply(timeout, newState);
        } else if ((status & Status.ASSURED) == 0 && (oldState == SR || oldState == ES) && newState == ES) {
            UnsafeApi.putInt(e + EntryDescriptor.STATUS, status | Status.ASSURED);
        }
        lifetimes.refresh(e, dir, t.packet.ipLength(), timeouts.setting(timeout), timeouts.nanos(timeout), now);
        return Outcome.ACCEPT;
    }

    /** What may shorten the time-out. Without branches: how often a packet was repeated can't be predicted. */
    private int shortening(final long e, final int index) {
        final int repeated = maxRetrans - 1 - (UnsafeApi.getByte(e + RETRANS) & 0xFF) >>> 31;
        final int closed = (UnsafeApi.getShort(e + LAST_WIN) & 0xFFFF) - 1 >>> 31;
        final int unacknowledged = (TcpWindow.flags(e, 0) | TcpWindow.flags(e, 1)) & FLAG_DATA_UNACKNOWLEDGED;
        return repeated * TcpTimeouts.REPEATED | (index == CLASS_RST ? TcpTimeouts.RESET : 0)
            | unacknowledged / FLAG_DATA_UNACKNOWLEDGED * TcpTimeouts.UNACKNOWLEDGED_DATA
            | closed * TcpTimeouts.CLOSED_WINDOW;
    }

    /**
     * Remember a packet that is let through unjudged: the endpoints may be in step where we are not.
     */
    private static int outOfStep(final long e, final int dir, final TcpSegment t, final int oldState) {
        UnsafeApi.putByte(e + LAST_INDEX, (byte)t.flagClass);
        UnsafeApi.putByte(e + LAST_DIR, (byte)dir);
        UnsafeApi.putInt(e + LAST_SEQ, t.seq);
        UnsafeApi.putInt(e + LAST_END, t.end);
        UnsafeApi.putShort(e + LAST_WIN, (short)t.window);
        if (t.flagClass == CLASS_SYN && dir == 0) {
            t.readSynOptions();
            UnsafeApi.putByte(e + LAST_WSCALE, (byte)t.scale);
            setLastFlags(e, t.optionFlags & (FLAG_WINDOW_SCALE | FLAG_SACK_PERMITTED)
                | (oldState == LA ? FLAG_CHALLENGE_ACK : 0));
        }
        if (oldState == SS && t.flagClass == CLASS_ACK && dir == 1) {
            UnsafeApi.putInt(e + LAST_ACK, t.ack);
        }
        return Outcome.ignore(Reason.TCP_OUT_OF_STEP);
    }

    /**
     * A SYN/ACK answers a SYN that was ignored: both endpoints are in step, we follow from what was remembered.
     */
    private static void resynchronise(final long e, final int dir) {
        final long sender = side(e, 1 - dir);
        final int end = UnsafeApi.getInt(e + LAST_END);
        UnsafeApi.putInt(sender + END, end);
        UnsafeApi.putInt(sender + MAX_END, end);
        UnsafeApi.putInt(sender + MAX_WIN, Math.max(1, UnsafeApi.getShort(e + LAST_WIN) & 0xFFFF));
        UnsafeApi.putByte(e + SCALE + 1 - dir, UnsafeApi.getByte(e + LAST_WSCALE));
        setLastFlags(e, lastFlags(e) & ~FLAG_CHALLENGE_ACK);
        TcpWindow.setFlags(e, 1 - dir, lastFlags(e));
        TcpWindow.forget(e, dir);
    }

    private static final int RESET_INVALID = -1;
    private static final int RESET_KEEPS_STATE = 0x40;

    /**
     * Judge a RST (RFC 5961, section 3.2): only the exact sequence number closes an assured connection.
     */
    private int reset(final long e, final int dir, final TcpSegment t, final int oldState, final int status) {
        if (oldState >= FW && oldState <= CL) {
            return SKIPS_WINDOW;
        }
        final int lastIndex = lastIndex(e);
        int result = 0;
        if ((TcpWindow.flags(e, 1 - dir) & FLAG_MAX_ACK_SET) != 0 && lastIndex != CLASS_SYN) {
            final boolean established = oldState == ES && (status & Status.ASSURED) != 0;
            if (t.seq == 0 && !established) {
                return 0;
            }
            final int maxAck = UnsafeApi.getInt(side(e, 1 - dir) + MAX_ACK);
            if (TcpWindow.after(maxAck, t.seq) && !ignoreInvalidRst) {
                return RESET_INVALID;
            }
            if (!established || t.seq == maxAck) {
                return 0;
            }
            if (lastIndex == CLASS_ACK && lastDir(e) == dir && t.seq == UnsafeApi.getInt(e + LAST_END)) {
                return 0;
            }
            result = RESET_KEEPS_STATE;
        }
        if (((status & Status.SEEN_REPLY) != 0 && lastIndex == CLASS_SYN && lastDir(e) != dir
            || (status & Status.ASSURED) == 0 && lastIndex == CLASS_ACK)
            && t.ack == UnsafeApi.getInt(e + LAST_END)) {
            return result | SKIPS_WINDOW;
        }
        if (oldState == SS && lastIndex == CLASS_ACK && lastDir(e) == 1 && t.seq == UnsafeApi.getInt(e + LAST_ACK)) {
            return result | SKIPS_WINDOW;
        }
        return result;
    }

    /**
     * A refused FIN or RST that answers a refused one: the connection is probably dead and must not live for days.
     */
    private void badClose(final long e, final int dir, final int index, final int status, final long now) {
        if ((status & Status.ASSURED) == 0 || index != CLASS_RST && index != CLASS_FIN) {
            return;
        }
        if (lastDir(e) != dir && (lastIndex(e) == CLASS_FIN || lastIndex(e) == CLASS_RST)) {
            final long left = UnsafeApi.getLong(e + EntryDescriptor.DEADLINE) - now;
            if (left >= BAD_CLOSE_LIMIT_NANOS && left > timeouts.unacknowledged) {
                lifetimes.shorten(e, Setting.TCP_TIMEOUT_UNACKNOWLEDGED.ordinal(), timeouts.unacknowledged, now);
            }
        } else {
            UnsafeApi.putByte(e + LAST_INDEX, (byte)index);
            UnsafeApi.putByte(e + LAST_DIR, (byte)dir);
        }
    }

    private static int lastIndex(final long e) {
        return UnsafeApi.getByte(e + LAST_INDEX);
    }

    private static int lastDir(final long e) {
        return UnsafeApi.getByte(e + LAST_DIR);
    }

    private static int lastFlags(final long e) {
        return UnsafeApi.getByte(e + LAST_FLAGS) & 0xFF;
    }

    private static void setLastFlags(final long e, final int flags) {
        UnsafeApi.putByte(e + LAST_FLAGS, (byte)flags);
    }

    private static byte[] table(final int[][] rows) {
        final byte[] table = new byte[rows.length * TcpState.COUNT];
        for (int row = 0; row < rows.length; row++) {
            for (int state = NO; state < TcpState.COUNT; state++) {
                table[row * TcpState.COUNT + state] = (byte)rows[row][state];
            }
        }
        return table;
    }
}
