/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import static io.jconntrack.protocol.TcpDescriptor.LAST_ACK;
import static io.jconntrack.protocol.TcpDescriptor.LAST_FLAGS;

import io.jconntrack.entry.Status;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.UnsafeApi;

/**
 * The TCP machine of the classic profile: the mission text's, with its Table 7-2.
 */
final class ClassicTcp {
    private static final int NO = TcpState.NONE;
    private static final int SS = TcpState.SYN_SENT;
    private static final int SR = TcpState.SYN_RECV;
    private static final int ES = TcpState.ESTABLISHED;
    private static final int FW = TcpState.FIN_WAIT;
    private static final int CW = TcpState.CLOSE_WAIT;
    private static final int LA = TcpState.LAST_ACK;
    private static final int TW = TcpState.TIME_WAIT;
    private static final int CL = TcpState.CLOSE;
    private static final int LI = TcpState.LISTEN;

    private static final int SYN = 0;
    private static final int FIN = 1;
    private static final int ACK = 2;
    private static final int RST = 3;

    /** Next state by direction and flag class (rows) and present state, in the order of {@link TcpState}. */
    private static final int[][] NEXT = {
        // NO  SS  SR  ES  FW  CW  LA  TW  CL  LI
        {SS, SS, SR, ES, SS, SS, SS, SS, SS, LI}, // original SYN
        {TW, SS, TW, FW, FW, TW, LA, TW, CL, LI}, // original FIN
        {ES, SS, ES, ES, FW, CW, LA, TW, CL, ES}, // original ACK
        {CL, SS, CL, CL, CL, CL, CL, TW, CL, CL}, // original RST
        {SR, SR, SR, ES, SR, SR, SR, SR, SR, SR}, // reply SYN
        {CL, SS, TW, CW, TW, CW, LA, TW, CL, LI}, // reply FIN
        {CL, SS, SR, ES, FW, CW, CL, TW, CL, LI}, // reply ACK
        {CL, CL, CL, CL, CL, CL, LA, CL, CL, LI}, // reply RST
    };

    /** The number that completes the handshake; this machine counts no retransmissions, whose field it is otherwise. */
    private static final int HANDSHAKE_ACK = LAST_ACK;
    /** In LAST_FLAGS, which this machine does not use otherwise: a SYN/ACK set HANDSHAKE_ACK. */
    private static final byte SYN_ACK_SEEN = 1;

    private final TcpWindow window;
    private final TcpTimeouts timeouts;
    private final Lifetimes lifetimes;
    private final boolean loose;
    private final boolean trackWindow;

    ClassicTcp(final Settings settings, final TcpTimeouts timeouts, final TcpWindow window,
        final Lifetimes lifetimes) {
        this.window = window;
        this.timeouts = timeouts;
        this.lifetimes = lifetimes;
        loose = settings.get(Setting.TCP_LOOSE) != 0;
        trackWindow = settings.get(Setting.TCP_WINDOW_TRACKING) != 0;
    }

    Reason opening(final TcpSegment t) {
        if (t.flagClass == TcpSegment.CLASS_NONE) {
            return Reason.TCP_FLAGS;
        }
        return loose || row(t) == SYN ? Reason.NONE : Reason.TCP_NO_PICKUP;
    }

    int track(final long e, final boolean fresh, final int dir, final TcpSegment t, final long now) {
        if (t.flagClass == TcpSegment.CLASS_NONE) {
            return Outcome.invalid(Reason.TCP_FLAGS);
        }
        final int row = row(t);
        final int oldState = UnsafeApi.getByte(e + EntryDescriptor.STATE);
        final int newState = NEXT[dir * 4 + row][oldState];
        if (trackWindow) {
            if (fresh && row == SYN) {
                window.open(e, t);
            } else if (fresh) {
                window.pickUp(e, t);
            }
            if (row == SYN && startsAfresh(oldState, newState)) {
                TcpWindow.forget(e, dir);
            }
            final int outcome = window.check(e, dir, t);
            // nothing is known that the first packet could be compared with
            if (outcome != Outcome.ACCEPT && !fresh) {
                return outcome;
            }
        }
        final int status = UnsafeApi.getInt(e + EntryDescriptor.STATUS);
        if (row == RST && (status & Status.SEEN_REPLY) == 0) {
            // for those who are told of its end
            UnsafeApi.putByte(e + EntryDescriptor.STATE, (byte)TcpState.CLOSE);
            return Outcome.ACCEPT_AND_DELETE;
        }
        if (row == SYN && dir == 1 && t.has(TcpSegment.ACK)) {
            UnsafeApi.putInt(e + HANDSHAKE_ACK, t.seq + 1);
            UnsafeApi.putByte(e + LAST_FLAGS, SYN_ACK_SEEN);
        } else if (oldState == SR && dir == 0 && t.flagClass == TcpSegment.CLASS_ACK
            && UnsafeApi.getByte(e + LAST_FLAGS) == SYN_ACK_SEEN && t.ack == UnsafeApi.getInt(e + HANDSHAKE_ACK)) {
            UnsafeApi.putInt(e + EntryDescriptor.STATUS, status | Status.ASSURED);
        }
        UnsafeApi.putByte(e + EntryDescriptor.STATE, (byte)newState);
        lifetimes.refresh(e, dir, t.packet.ipLength(), timeouts.setting(newState), timeouts.nanos(newState), now);
        return Outcome.ACCEPT;
    }

    /** Whether a SYN opens a connection again whose windows are of no use any more. */
    private static boolean startsAfresh(final int oldState, final int newState) {
        return (newState == SS || newState == SR) && switch (oldState) {
            case FW, CW, TW, CL -> true;
            default -> false;
        };
    }

    private static int row(final TcpSegment t) {
        return switch (t.flagClass) {
            case TcpSegment.CLASS_SYN, TcpSegment.CLASS_SYNACK -> SYN;
            case TcpSegment.CLASS_FIN -> FIN;
            case TcpSegment.CLASS_RST -> RST;
            default -> ACK;
        };
    }
}
